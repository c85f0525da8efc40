"""Invented fostering households."""

from matching.region import heritage, names, rates
from matching.region.areas import Area
from matching.region.carers import carers, considerations
from matching.region.draw import Draw, Record, kept

OFFERS = ("short-term", "long-term", "step-down", "short breaks")


def household(draw: Draw, number: int, area: Area, free: bool) -> Record:
    """Draw one household in this authority's area, with a place free or not."""
    status = draw.one(rates.STATUS)
    readiness = draw.one(rates.READINESS)
    since = draw.day(-5500, -90) if status != "in assessment" else None
    record: Record = {
        "id": f"H{number:05d}",
        "location": draw.recorded({"postcode": draw.any(area.outcodes)}, "register"),
        "authority": area.id,
        "status": draw.recorded(status, "panel"),
        "approved_on": since,
    }
    record |= _at_home(draw)
    record |= _approval(draw, number, free, record)
    record |= {
        "carers": draw.recorded(carers(draw, readiness, since), "register"),
        "considerations": considerations(draw, readiness),
    }
    return kept(record | _offers(draw, readiness))


def _at_home(draw: Draw) -> Record:
    """Draw who and what is part of the family."""
    children = [
        {"age": draw.number(1, 17), "gender": draw.any(["female", "male"])}
        for _ in range(draw.one(rates.CHILDREN_AT_HOME))
    ]
    animals = [
        kept(
            {
                "species": species,
                "count": 1 if species == "horse" else draw.one({1: 70, 2: 24, 3: 6}),
                "kept_apart": draw.one(rates.KEPT_APART),
            }
        )
        for species, share in rates.ANIMALS.items()
        if draw.often(share)
    ]
    adults = [{"gender": draw.any(["female", "male"]), "smokes": draw.often(0.2)}]
    return {
        "children": draw.fact(children),
        "animals": draw.fact(animals),
        "other_adults": draw.fact(adults if draw.often(rates.OTHER_ADULT) else []),
        "adaptations": draw.fact(
            draw.some(names.ADAPTATIONS, 1, 3) if draw.often(rates.ADAPTED) else []
        ),
        "setting": draw.fact("rural" if draw.often(rates.RURAL) else "urban"),
        "interests": draw.fact(draw.some(names.INTERESTS, 2, 6)),
    }


def _approval(draw: Draw, number: int, free: bool, so_far: Record) -> Record:
    """Draw the terms, who is placed and when a place is free, so that they agree."""
    status = so_far["status"]["value"]
    terms: Record = {
        "places": draw.one(rates.PLACES),
        "ages": [*draw.one(rates.TERM_AGES)],
        "genders": [*draw.one(rates.TERM_GENDERS)],
        "types": [*draw.one(rates.TERM_TYPES)],
    }
    free = free and status == "approved"
    placed = [
        _placement(draw, f"P{number:05d}-{n}", so_far["authority"], terms)
        for n in range(_living(draw, status, free, terms["places"]))
    ]
    _relate(draw, placed, so_far)
    left = terms["places"] - len(placed)
    written = {"full": terms, "no terms": {}}.get(draw.one(rates.TERMS))
    return {
        "terms": None if written is None else draw.recorded(written, "panel"),
        "placements": {
            "value": placed,
            "source": "register",
            "confirmed_on": draw.day(-40, 0),
        },
        "available_from": draw.fact(draw.day(-60, 5) if free else draw.day(100, 400)),
        "bedrooms_free": draw.fact(_bedrooms(draw, left)),
        "approval_expected": draw.fact(draw.day(10, 200), "panel")
        if status == "in assessment"
        else None,
        "hopes": draw.fact(_hopes(draw, terms["ages"])),
        "takes_alone": _takes_alone(draw, so_far, len(placed)),
        "retained_until": draw.day(20, 90)
        if free and draw.often(rates.RETAINED)
        else None,
    }


def _living(draw: Draw, status: str, free: bool, places: int) -> int:
    if status != "approved":
        return 0
    if free:
        return draw.number(0, places - 1)
    return places if draw.often(rates.OTHERWISE_FULL) else places - 1


def _placement(draw: Draw, key: str, authority: str, terms: Record) -> Record:
    youngest, oldest = terms["ages"]
    genders = ["female", "male"] if "any" in terms["genders"] else terms["genders"]
    return {
        "young_person": key,
        "age": draw.number(max(youngest, 3), oldest),
        "gender": draw.any(genders),
        "authority": authority,
    }


def _relate(draw: Draw, placed: list[Record], so_far: Record) -> None:
    """Say who are brothers and sisters, and who was promised to be the only child."""
    if len(placed) > 1 and draw.often(rates.SIBLINGS_PLACED):
        for child in placed:
            child["siblings"] = [
                other["young_person"] for other in placed if other is not child
            ]
    at_home = so_far["children"]
    alone = len(placed) == 1 and at_home is not None and not at_home["value"]
    if alone and draw.often(rates.SOLO_PROMISED):
        placed[0]["solo_promised"] = True


def _bedrooms(draw: Draw, places: int) -> int:
    """Draw as many as there are places, at times one short."""
    return max(places - draw.often(rates.BEDROOM_SHORT), 0)


def _hopes(draw: Draw, ages: list[int]) -> Record:
    youngest, oldest = ages
    hopes: Record = {}
    if draw.often(0.6):
        least = draw.number(youngest, max((youngest + oldest) // 2, youngest))
        hopes["ages"] = [least, draw.number(max(least, oldest - 4), oldest)]
    if draw.often(0.12):
        hopes["genders"] = [draw.any(["female", "male"])]
    return hopes


def _takes_alone(draw: Draw, so_far: Record, living: int) -> Record | None:
    said = draw.one(rates.TAKES_ALONE)
    children = so_far["children"]
    company = living > 0 or bool(children and children["value"])
    if said is None or (said == "only" and company):
        return None
    return draw.recorded(said, "supervising social worker")


def _offers(draw: Draw, readiness: str) -> Record:
    likely = {"practised": 0.7, "willing": 0.35, "cautious": 0.1}[readiness]
    offers = draw.some(OFFERS[:2], 1, 2)
    if draw.often(likely):
        offers.append("step-down")
    support = {
        "faiths": draw.some(heritage.ALL_FAITHS, 0, 3),
        "languages": draw.some(heritage.ALL_LANGUAGES, 0, 1),
        "cultures": draw.some(heritage.ALL_CULTURES, 0, 2),
    }
    fee = draw.number(75, 110) if readiness == "cautious" else draw.number(95, 155)
    return {
        "offers": draw.fact(offers),
        "can_support": draw.fact(support),
        "weekly_fee": draw.fact(fee * 10.0, "agency"),
    }
