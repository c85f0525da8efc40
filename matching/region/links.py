"""What homes and young people have to do with each other already: a few records."""

from matching.region import rates
from matching.region.draw import Draw, Record


def previous_plan(draw: Draw, people: list[Record], homes: list[Record]) -> Record:
    """Draw whom the last forum's plan put where."""
    plan: Record = {}
    for person in people:
        if draw.often(rates.PLANNED_BEFORE):
            candidates = [home for home in homes if _could_hear_of(home, person)]
            if candidates:
                plan[person["id"]] = draw.any(candidates)["id"]
    return plan


def cannot_live_with(draw: Draw, people: list[Record], homes: list[Record]) -> None:
    """Record a few who cannot live together: a child placed now, or another waiting."""
    by_authority: dict[str, list[str]] = {}
    for home in homes:
        for placed in home["placements"]["value"]:
            by_authority.setdefault(placed["authority"], []).append(
                placed["young_person"]
            )
    for person in people:
        if not draw.often(rates.CANNOT_LIVE_WITH):
            continue
        known = by_authority.get(person["authority"], [])
        waiting = [p["id"] for p in people if _not_related(p, person)]
        others = draw.any([ids for ids in (known, waiting, waiting) if ids] or [[]])
        if others:
            person["cannot_live_with"] = [draw.any(others)]


def agreements(draw: Draw, people: list[Record], homes: list[Record]) -> None:
    """Record a few exemptions from the usual limit and agreements to share a room."""
    for home in homes:
        placed = home["placements"]["value"]
        terms = home.get("terms", {}).get("value", {})
        if not placed or not terms:
            continue
        full = len(placed) == terms["places"] == 3 and draw.often(rates.EXEMPTED)
        tight = _short_of_a_bedroom(home, terms) and draw.often(rates.SHARING_AGREED)
        heard = _heard_of(home, people) if full or tight else []
        if heard and full:
            _make_room(draw, home, draw.any(heard))
        elif heard:
            home["sharing_agreements"] = [_agreement(draw, placed[0], draw.any(heard))]


def _heard_of(home: Record, people: list[Record]) -> list[Record]:
    return [p for p in people if p["authority"] in home["offered_to"]]


def _make_room(draw: Draw, home: Record, person: Record) -> None:
    """Approve a home for one more than the usual limit, with this person named."""
    home["terms"]["value"]["places"] = 4
    home["bedrooms_free"] = draw.recorded(1, "supervising social worker")
    home["available_from"] = draw.recorded(draw.day(-20, 5), "agency")
    home["exemptions"] = [_exemption(draw, home, person)]


def _short_of_a_bedroom(home: Record, terms: Record) -> bool:
    bedrooms, living = home.get("bedrooms_free"), len(home["placements"]["value"])
    return bool(bedrooms and bedrooms["value"] == 0 and living < terms["places"])


def _exemption(draw: Draw, home: Record, person: Record) -> Record:
    there = [placed["young_person"] for placed in home["placements"]["value"]]
    return {
        "authority": home["authority"],
        "young_people": [*there, person["id"]],
        "conditions": "A bedroom each, looked at again after six months",
        "valid_from": draw.day(-90, -5),
        "valid_to": draw.day(200, 500),
    }


def _agreement(draw: Draw, placed: Record, person: Record) -> Record:
    return {
        "between": [placed["young_person"], person["id"]],
        "agreed_by": sorted({placed["authority"], person["authority"]}),
        "agreed_on": draw.day(-60, -2),
    }


def _could_hear_of(home: Record, person: Record) -> bool:
    free = home.get("available_from")
    return (
        person["authority"] in home["offered_to"]
        and free is not None
        and free["value"] <= person["needed_by"]
        and home["status"]["value"] == "approved"
    )


def _not_related(one: Record, other: Record) -> bool:
    group = one.get("sibling_group")
    return (
        one["id"] != other["id"]
        and one["authority"] == other["authority"]
        and (group is None or group != other.get("sibling_group"))
    )
