"""Invented young people who wait for a family."""

from datetime import date
from typing import Any

from matching.region import names, rates
from matching.region.draw import Draw

Record = dict[str, Any]


def young_person(draw: Draw, number: int, area: Record, age: int) -> Record:
    """Draw one young person of this authority."""
    gender = draw.any(["female", "male"])
    home = draw.any(area["places"])
    behaviours = _behaviours(draw)
    record: Record = {
        "id": f"C{number:04d}",
        "authority": area["id"],
        "born": _born(draw, age),
        "gender": gender,
        "priority": draw.one(rates.PRIORITY),
        "needed_by": draw.day(7, 84),
        "placement_type": "step-down" if draw.often(0.8) else "long-term",
        "home": draw.fact({"postcode": home}, "social worker"),
        "school": draw.fact({"postcode": draw.any(area["places"])}, "virtual school"),
        "languages": draw.fact(["en"], "social worker"),
        "interests": draw.fact(draw.some(names.INTERESTS, 1, 4), "young person"),
        "behaviours": behaviours,
        "needs": list(_needs(draw, age, home, area, behaviours)),
        "support_offered": [
            {"kind": kind}
            for kind in draw.some(
                ["key worker", "clinical advice", "short break"], 0, 2
            )
        ],
    }
    if draw.often(rates.AVOID_PLACE):
        record["avoid_places"] = [
            {
                "place": {"postcode": draw.any(area["places"])},
                "radius_km": float(draw.any([5, 8, 10, 16])),
                "reason": "People there the young person is safer away from",
                "source": "social worker",
                "confirmed_on": draw.confirmed(),
            }
        ]
    if draw.often(0.12):
        record["faith"] = draw.fact(draw.any(["Christian", "Muslim", "Sikh"]), "family")
    return {key: value for key, value in record.items() if value is not None}


def _born(draw: Draw, age: int) -> str:
    today = draw.as_of
    year = today.year - age - 1
    return date(year, draw.number(12, 12), draw.number(1, 28)).isoformat()


def _behaviours(draw: Draw) -> Record:
    found: Record = {}
    for code, share in rates.BEHAVIOURS.items():
        if draw.often(share / 130):
            month = f"2026-{draw.number(1, 10):02d}"
            found[code] = {
                "level": draw.any(["historic", "low", "low", "medium", "high"]),
                "last_incident": month,
                "what_helps": "Time, and one adult they know",
                "source": draw.any(["children's home", "social worker"]),
                "confirmed_on": draw.confirmed(),
            }
    return found


def _needs(
    draw: Draw, age: int, home: str, area: Record, behaviours: Record
) -> list[Record]:
    """Draw needs as referrals state them, following what is known of the person."""
    needs: list[Record] = []

    def add(criterion: str, parameters: Record, reason: str, source: str) -> None:
        strength = draw.one(
            {"essential": 50, "strongly preferred": 25, "preferred": 20, "not known": 5}
        )
        needs.append(
            {
                "criterion": criterion,
                "strength": strength,
                "parameters": parameters,
                "reason": reason,
                "source": source,
                "confirmed_on": draw.confirmed(),
            }
        )

    solo = draw.often(0.7 if "HSB" in behaviours else rates.SOLO)
    if solo:
        add("solo", {}, "Needs an adult to themselves for now", "children's home")
    elif draw.often(0.8 if "PHYS_CHILD" in behaviours else rates.NO_YOUNGER):
        young = {"age": max(min(age - 2, draw.number(5, 10)), 1)}
        add(
            "no_children_under",
            young,
            "Younger children are hard for them",
            "social worker",
        )
    elif draw.often(0.15):
        add(
            "youngest",
            {"gap_years": draw.any([0, 1, 2])},
            "Likes older company",
            "social worker",
        )
    elif draw.often(0.15):
        add("with_other_children", {}, "Would like company", "young person")
    if draw.often(rates.KEEP_SCHOOL):
        school = {
            "place": {"postcode": draw.any(area["places"])},
            "max_miles": float(draw.any([8, 10, 12, 15])),
            "transport": draw.any(["carer", "taxi", "bus", "not settled"]),
        }
        add("keep_school", school, "Settled, and with friends there", "virtual school")
    if draw.often(rates.NEAR_FAMILY):
        near = {
            "place": {"postcode": home},
            "why": draw.any(["contact", "home"]),
            "ideal_miles": 5.0,
            "max_miles": float(draw.any([15, 20, 25])),
        }
        add("near", near, "Sees family every two weeks", "family")
    if "ANIMAL_FEAR" in behaviours or draw.often(rates.AVOID_ANIMALS):
        add(
            "animals",
            {"avoid": draw.any(["any", ["dog"], ["dog", "cat"]])},
            "Is not comfortable with them",
            "children's home",
        )
    elif draw.often(0.15):
        add(
            "animals",
            {"wants": [draw.any(["dog", "cat"])]},
            "Misses having a pet",
            "young person",
        )
    if draw.often(rates.TWO_CARERS):
        add("two_carers", {}, "Two adults to turn to", "social worker")
    if draw.often(rates.AT_HOME):
        add(
            "carer_at_home",
            {"when": ["after school"]},
            "Not in full-time school",
            "children's home",
        )
    if draw.often(rates.EXPERIENCE):
        codes = draw.some(sorted(behaviours) or ["TRAUMA"], 1, 1)
        add(
            "experience",
            {"years": 1.0, "with": codes},
            "Carers who have met this before",
            "health",
        )
    if draw.often(0.12):
        add(
            "training",
            {"any_of": ["therapeutic-parenting", "attachment"]},
            "Helps trust grow",
            "health",
        )
    if draw.often(0.08):
        add("carer_gender", {"excludes": "male"}, "Feels safer so", "young person")
    if draw.often(0.1):
        add("smoke_free", {}, "Asthma", "health")
    if draw.often(0.25):
        wanted = {"interests": draw.some(names.INTERESTS, 1, 3)}
        add("interests", wanted, "What they enjoy", "young person")
        needs[-1]["strength"] = "preferred"
    return needs
