"""What each criterion says would have to change, and that this opens the home."""

import json
from typing import Any

import pytest

from matching.case import Case
from matching.report import Opening, to_json
from matching.run import Ask, run
from tests.matching.criteria.judging import (
    days,
    household,
    km_north,
    need,
    young_person,
)

SCHOOL = km_north(0)
CARER = {"smokes": False, "drives": False, "fostering_since": "2024-12-15"}


def openings(
    person: dict[str, Any], *homes: dict[str, Any], detail: str = "full", **case: Any
) -> list[Opening]:
    """Return the openings of one young person among these homes."""
    content = {
        "as_of": days(0),
        "young_people": [person],
        "households": [h | {"id": f"H{n}"} for n, h in enumerate(homes, 1)],
    }
    ask = Ask(detail) if detail == "summary" else Ask(detail, openings=None)
    report = run(Case.model_validate_json(json.dumps(content | case)), ask)
    return report.young_people[0].openings


def changes(opening: Opening) -> list[tuple[str, Any, Any, str]]:
    """Return what changes, from what, to what, and by whom."""
    return [
        (c.criterion, c.from_, c.to, " and ".join(c.lifted_by[0]))
        for c in opening.changes
    ]


ESSENTIAL, WISH = "essential", "strongly preferred"
LIVING = {"young_person": "P1", "age": 5, "gender": "male", "authority": "A2"}

ASKED_LESS = [
    (need("near", place=SCHOOL, max_km=10), {"location": km_north(12.34)}, (10, 13)),
    (
        need("keep_school", place=SCHOOL, max_minutes=10),
        {"location": km_north(12.34)},
        (10, 26),
    ),
    (need("youngest", gap_years=2), {"children": [{"age": 14}]}, (2, 1)),
    (need("youngest", gap_years=2), {"children": [{"age": 5}]}, (ESSENTIAL, WISH)),
    (need("oldest"), {"children": [{"age": 15}]}, (ESSENTIAL, WISH)),
    (need("no_children_under", age=10), {"children": [{"age": 6}]}, (10, 6)),
    (need("solo"), {"children": [{"age": 6}]}, (ESSENTIAL, WISH)),
    (need("experience", years=3), {"carers": [CARER]}, (3, 2)),
    (need("driver"), {"carers": [CARER]}, (ESSENTIAL, WISH)),
    (need("long_term"), {"offers": ["short-term"]}, (ESSENTIAL, WISH)),
]


@pytest.mark.parametrize(("person", "home", "figures"), ASKED_LESS)
def test_the_authority_asks_for_as_little_less_as_is_enough(
    person: dict[str, Any], home: dict[str, Any], figures: tuple[Any, Any]
) -> None:
    found = openings(young_person(**person), household(**home))
    (asked_less,) = [o for o in found if o.kind == "request"]
    code = person["needs"][0]["criterion"]
    assert changes(asked_less) == [(code, *figures, "authority")]
    assert asked_less.homes == ["H1"]


AT_HOME = [
    ({}, {"status": "on hold"}, ("approval", "on hold", "approved", "agency")),
    ({}, {"terms": {"ages": [4, 10]}}, ("approval_age", 10, 13, "agency")),
    (
        {},
        {"terms": {"genders": ["male"]}},
        ("approval_gender", None, "female", "agency"),
    ),
    (
        {},
        {"terms": {"types": ["emergency"]}},
        ("approval_type", None, "step-down", "agency"),
    ),
    (
        {},
        {"terms": {"places": 1}, "placements": [LIVING]},
        ("places", None, 1, "agency"),
    ),
    (
        {},
        {
            "terms": {},
            "placements": [LIVING | {"young_person": f"P{n}"} for n in range(3)],
        },
        ("places", None, 1, "home authority"),
    ),
    (
        {},
        {"bedrooms_free": 0, "placements": [LIVING]},
        ("bedroom", None, "shared", "responsible authorities"),
    ),
    (
        {},
        {"available_from": days(40)},
        ("availability", days(40), days(28), "agency"),
    ),
    (
        need("animals", avoid=["dog"]),
        {"animals": [{"species": "Dogs", "kept_apart": "no"}]},
        ("animals", None, "yes", "carers"),
    ),
    (need("solo"), {"takes_alone": "no"}, ("solo", "no", "can be", "carers")),
    (
        need("carer_at_home", when=["nights", "weekends"]),
        {"carers": [{"at_home": ["nights"]}]},
        ("carer_at_home", None, ["nights", "weekends"], "carers"),
    ),
    (
        need("smoke_free"),
        {"carers": [{"smokes": True}], "other_adults": [{"smokes": True}]},
        ("smoke_free", None, False, "carers"),
    ),
    (
        need("experience", **{"with": ["FIRE"]}),
        {"carers": [{"experience": {"FIRE": "none"}}]},
        ("experience", None, "training only", "agency"),
    ),
    (
        need("training", any_of=["autism", "first aid"]),
        {"carers": [{"training": [], "training_booked": []}]},
        ("training", None, ["autism", "first-aid"], "agency"),
    ),
    (
        need("training_or_experience", years=5, any_of=["autism"]),
        {"carers": [CARER | {"training": [], "training_booked": []}]},
        ("training_or_experience", None, ["autism"], "agency"),
    ),
    (
        need("accessibility", adaptations=["hoist"]),
        {"adaptations": []},
        ("accessibility", None, ["hoist"], "agency"),
    ),
]


@pytest.mark.parametrize(("person", "home", "change"), AT_HOME)
def test_those_who_may_lift_it_at_home_change_what_is_needed(
    person: dict[str, Any], home: dict[str, Any], change: tuple[Any, ...]
) -> None:
    found = openings(young_person(**person), household(**home))
    (at_home,) = [o for o in found if o.kind != "request"]
    assert changes(at_home) == [change]
    assert at_home.homes == ["H1"]


def test_waiting_is_asking_for_less() -> None:
    found = openings(young_person(), household(available_from=days(40)))
    assert [(o.kind, o.sentence) for o in found if o.kind == "request"] == [
        (
            "request",
            "If the move could be 12 days later, 1 home would open, with questions to "
            "ask. The authority decides.",
        )
    ]


@pytest.mark.parametrize(
    ("person", "home", "policy"),
    [
        (need("experience", years=30), {"carers": [CARER]}, {"experience": ["agency"]}),
        ({}, {"bedrooms_free": 0}, {}),
        ({}, {"placements": [LIVING | {"solo_promised": True}]}, {}),
        ({}, {"terms": {"ages": [4, 10]}}, {"approval_age": []}),
        (
            need("driver") | {"behaviours": {"FIRE": {"level": "low"}}},
            {"carers": [CARER], "considerations": {"FIRE": "no"}},
            {},
        ),
    ],
)
def test_what_nobody_can_do_is_no_opening(
    person: dict[str, Any], home: dict[str, Any], policy: dict[str, Any]
) -> None:
    rules = {"base": "step-down", "lifts": policy}
    assert openings(young_person(**person), household(**home), policy=rules) == []


def test_a_home_ruled_out_is_not_opened() -> None:
    pair = {"young_person": "C1", "household": "H1"}
    person, home = young_person(**need("driver")), household(carers=[CARER])
    decisions = {"ruled_out": [pair]}
    assert openings(person, home) != []
    assert openings(person, home, decisions=decisions) == []


def test_the_smallest_step_comes_first_and_further_ones_are_counted() -> None:
    homes = [household(location=km_north(12 + n)) for n in range(5)]
    person = young_person(**need("near", place=SCHOOL, max_km=10, why="school"))
    (opening,) = openings(person, *homes)
    assert opening.homes == ["H1"]
    assert opening.sentence.startswith(
        "If the journey from school could be 13 km instead of 10, 1 home would open"
    )
    assert [(step.to, step.count) for step in opening.further] == [([15], 4)]


def test_training_that_serves_two_needs_is_one_change() -> None:
    needs = [
        {"criterion": "training", "strength": "essential", "parameters": asked}
        for asked in ({"any_of": ["autism"]}, {"all_of": ["autism"]})
    ]
    home = household(carers=[{"training": [], "training_booked": []}])
    found = openings(young_person(needs=needs), home)
    assert len(changes(found[0])) == 1


def test_a_summary_carries_what_a_person_can_read() -> None:
    needs = [
        {"criterion": code, "strength": "essential"}
        for code in ("driver", "two_carers", "long_term", "smoke_free", "oldest")
    ]
    every = [
        household(carers=[{"drives": False}, {"drives": False}]),
        household(carers=[{"drives": True}]),
        household(offers=[]),
        household(carers=[{"smokes": True}] * 2),
        household(children=[{"age": 17}]),
        *[household(offers=["emergency"])] * 9,
    ]
    person = young_person(needs=needs)
    shown = openings(person, *every, detail="summary")
    assert len(shown) == 5
    assert max(len(opening.homes) for opening in shown) == 5
    assert [len(o.homes) for o in openings(person, *every) if o.count == 10] == [10]


def test_the_json_says_from() -> None:
    content = {
        "as_of": days(0),
        "young_people": [young_person(**need("driver"))],
        "households": [household(carers=[CARER])],
    }
    case = Case.model_validate_json(json.dumps(content))
    (person,) = json.loads(to_json(run(case)))["young_people"]
    assert person["openings"][0]["changes"][0]["from"] == "essential"
