"""Invented fostering households."""

from typing import Any

from matching.region import names, rates
from matching.region.draw import Draw

Record = dict[str, Any]


def household(draw: Draw, number: int, area: Record, agency: str, free: bool) -> Record:
    """Draw one household in this authority's area."""
    living = _placements(draw, number, area["id"])
    places, terms = _terms(draw, len(living), free)
    room = free and places > len(living)
    record: Record = {
        "id": f"H{number:05d}",
        "agency": agency,
        "location": {
            "value": {"postcode": draw.any(area["places"])},
            "source": "register",
            "confirmed_on": draw.day(-170, -1),
        },
        "authority": area["id"],
        "status": _status(draw),
        "available_from": draw.fact(draw.day(-40, 5) if room else draw.day(150, 500)),
        "bedrooms_free": draw.fact(max(places - len(living), 1 if room else 0)),
        "carers": draw.fact(_carers(draw)) or _plain(_carers(draw)),
        "other_adults": draw.fact(
            [{"gender": "male", "smokes": False}] if draw.often(0.1) else []
        ),
        "children": draw.fact(_children(draw)),
        "placements": {
            "value": living,
            "source": "register",
            "confirmed_on": draw.day(-30, 0),
        },
        "animals": draw.fact(_animals(draw)),
        "considerations": _considerations(draw),
        "offers": draw.fact(draw.some(["short-term", "long-term", "step-down"], 1, 3)),
        "can_support": draw.fact(
            {
                "faiths": draw.some(["Christian", "Muslim", "Sikh", "Hindu"], 0, 3),
                "languages": draw.some(["ur", "pl", "pa", "ar"], 0, 1),
                "cultures": [],
            }
        ),
        "adaptations": draw.fact(["step-free entrance"] if draw.often(0.08) else []),
        "setting": draw.fact("rural" if draw.often(0.25) else "urban"),
        "interests": draw.fact(draw.some(names.INTERESTS, 2, 5)),
        "hopes": draw.fact(_hopes(draw)) if draw.often(0.6) else None,
        "weekly_fee": draw.fact(float(draw.number(75, 150) * 10)),
    }
    if record["status"] and record["status"]["value"] == "approved":
        record["approved_on"] = draw.day(-5000, -90)
    elif record["status"] and record["status"]["value"] == "in assessment":
        record["approval_expected"] = draw.fact(draw.day(10, 200))
    if terms is not None:
        record["terms"] = {
            "value": terms,
            "source": "panel",
            "confirmed_on": draw.confirmed(),
        }
    alone = draw.one(rates.TAKES_ALONE)
    if alone and not (alone == "only" and len(living) > 0):
        record["takes_alone"] = draw.fact(alone)
    return {key: value for key, value in record.items() if value is not None}


def _plain(carers: list[Record]) -> Record:
    return {"value": carers, "source": "register"}


def _status(draw: Draw) -> Record:
    return {
        "value": draw.one(rates.STATUS),
        "source": "panel",
        "confirmed_on": draw.day(-170, -1),
    }


def _placements(draw: Draw, number: int, authority: str) -> list[Record]:
    return [
        {
            "young_person": f"P{number:05d}-{n}",
            "age": draw.number(3, 17),
            "gender": draw.any(["female", "male"]),
            "authority": authority,
            "solo_promised": draw.often(0.03),
        }
        for n in range(draw.one(rates.PLACEMENTS))
    ]


def _terms(draw: Draw, living: int, free: bool) -> tuple[int, Record | None]:
    """Return the places there are and the terms as they are recorded."""
    places = min(max(living + (draw.number(1, 2) if free else draw.number(0, 1)), 1), 3)
    kind = draw.one(rates.TERMS)
    if kind == "not recorded":
        return places, None
    if kind == "no terms":
        return places, {}
    youngest = draw.any([0, 0, 3, 5, 8, 10])
    return places, {
        "places": places,
        "ages": [youngest, draw.any([12, 14, 16, 17, 17, 17])],
        "genders": draw.one({("any",): 84, ("female",): 8, ("male",): 8}),
        "types": draw.some(["short-term", "long-term", "step-down"], 1, 3),
    }


def _carers(draw: Draw) -> list[Record]:
    count = 1 if draw.often(rates.SINGLE_CARER) else 2
    ethnicity = draw.one(rates.ETHNICITY)
    since = draw.day(-5500, -60)
    carers = []
    for n in range(count):
        female = n == 0 if draw.often(0.92) else n == 1
        carers.append(
            {
                "gender": "female" if female else "male",
                "drives": draw.often(0.85),
                "smokes": draw.often(0.10),
                "languages": ["en", *draw.some(["ur", "pl", "pa", "fr"], 0, 1)]
                if draw.often(0.25)
                else ["en"],
                "faith": draw.one(
                    {"Christian": 35, "Muslim": 8, "Sikh": 4, "None": 40, "Hindu": 2}
                ),
                "ethnicity": ethnicity,
                "at_home": [
                    *draw.some(["weekdays", "after school"], 1 - n, 2 - n),
                    "weekends",
                    "nights",
                ],
                "fostering_since": since,
                "experience": {
                    code: draw.one(
                        {"none": 30, "training only": 20, "some": 32, "extensive": 18}
                    )
                    for code in rates.BEHAVIOURS
                },
                "training": draw.some(names.COURSES, 1, 5),
                "training_booked": [
                    {"course": draw.any(names.COURSES), "booked_for": draw.day(5, 90)}
                ]
                if draw.often(0.15)
                else [],
            }
        )
    return carers


def _children(draw: Draw) -> list[Record]:
    return [
        {"age": draw.number(1, 17), "gender": draw.any(["female", "male"])}
        for _ in range(draw.one(rates.CHILDREN_AT_HOME))
    ]


def _animals(draw: Draw) -> list[Record]:
    return [
        {
            "species": species,
            "count": 1 if species == "horse" else draw.one({1: 70, 2: 25, 3: 5}),
            "kept_apart": draw.any(["yes", "sometimes", "no", "no"]),
        }
        for species, share in rates.ANIMALS.items()
        if draw.often(share)
    ]


def _considerations(draw: Draw) -> Record:
    answers: Record = {}
    for code in rates.BEHAVIOURS:
        by_rate = rates.HARD_ANSWER if code in rates.HARD else rates.ANSWER
        answer = draw.one(by_rate)
        if answer is not None:
            answers[code] = {
                "answer": answer,
                "source": "supervising social worker",
                "confirmed_on": draw.confirmed(),
            }
            if answer == "yes with support":
                answers[code]["support"] = draw.any(
                    ["clinical advice", "a key worker", "short breaks", "training"]
                )
    return answers


def _hopes(draw: Draw) -> Record:
    youngest = draw.any([0, 5, 8, 10])
    return {"ages": [youngest, draw.any([14, 16, 17])]}
