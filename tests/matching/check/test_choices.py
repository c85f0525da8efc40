"""The check finds what is wrong with homes to choose from, one thing at a time."""

import json
from typing import Any

import pytest

from matching.case import Case
from matching.check import check
from matching.report import to_json
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case
from tests.matching.check.small import HOME, PERSON, Record, case_of

ONE = {"terms": {"places": 1}}
TOGETHER = {"criterion": "siblings_together", "strength": "essential"}


def reported(case: Case, choices: int = 2) -> Record:
    report = run(case, Ask(detail="full", choices=choices, cost_to_others=False))
    found: Record = json.loads(to_json(report))
    return found


def region() -> Record:
    """Return five young people, two of them siblings, one with a decided home."""
    siblings = {"sibling_group": "S1", "needs": [TOGETHER]}
    people = [PERSON | {"id": f"C{n}"} for n in (1, 2, 3)]
    homes = [HOME | ONE | {"id": f"H{n}"} for n in range(1, 7)]
    return {
        "as_of": "2026-11-22",
        "young_people": [*people, *(PERSON | siblings | {"id": f"C{n}"} for n in "45")],
        "households": [
            *homes,
            HOME | {"id": "H7"},
            HOME | {"id": "H8"},
            HOME | ONE | {"id": "H9", "carers": [{"gender": "male", "drives": False}]},
        ],
        "decisions": {
            "fixed": [{"young_person": "C3", "household": "H6"}],
            "ruled_out": [{"young_person": "C1", "household": "H5"}],
        },
    }


CASE = case_of(region())
RIGHT = reported(CASE)


def test_what_the_engine_offers_is_right() -> None:
    assert check(CASE, RIGHT) == []
    offers = {o["young_person"]: o["households"] for o in RIGHT["choices"]["offers"]}
    assert offers["C3"] == ["H6"]
    assert offers["C4"] == offers["C5"] == ["H7", "H8"]
    assert len(offers["C1"]) == len(offers["C2"]) == 2
    for seed in range(24):
        case = random_case(seed)
        assert check(case, reported(case, choices=2 + seed % 2)) == [], seed


@pytest.mark.parametrize(
    ("person", "homes", "said"),
    [
        ("C1", ["H1", "H1"], "C1 is offered a home twice"),
        ("C1", ["H1", "H99"], "or one that is not in the case"),
        ("C1", ["H1", "H2", "H3"], "C1 is offered 3 homes"),
        ("C1", ["H1", "H5"], "C1 at H5 was ruled out"),
        ("C1", ["H1", "H9"], "C1 at H9 stands 'near': driver"),
        ("C1", ["H1", "H6"], "C1, C3 at H6 are 1 more than its places"),
        ("C1", ["H7", "H8"], "C1, C4, C5 at H7 are 1 more than its places"),
        ("C3", ["H6", "H5"], "C3 is offered other homes than the one decided"),
        ("C4", ["H7"], "the siblings S1 are offered homes apart"),
        ("C1", ["H1"], "counts [5, 4]; the offers come to [5, 3]"),
        ("C1", ["H1"], "the level 'offered a second home' says 4, not 3"),
    ],
)
def test_one_wrong_offer_is_found(person: str, homes: list[str], said: str) -> None:
    wrong = changed(RIGHT)
    for one in wrong["choices"]["offers"]:
        if one["young_person"] == person:
            one["households"] = homes
    assert any(said in line for line in check(CASE, wrong)), check(CASE, wrong)


@pytest.mark.parametrize(
    ("level", "figures", "said"),
    [
        (1, {"bound": 5}, "is said to be proved between 4 and 5"),
        (1, {"bound": 3}, "reaches 4, beyond its bound 3"),
        (0, {"value": 9, "bound": 9}, "the plan has homes for others than"),
    ],
)
def test_one_wrong_level_is_found(
    level: int, figures: dict[str, int], said: str
) -> None:
    wrong = changed(RIGHT)
    wrong["choices"]["levels"][level] |= figures
    assert any(said in line for line in check(CASE, wrong)), check(CASE, wrong)


def changed(report: Record) -> Any:
    """Return a copy to change."""
    return json.loads(json.dumps(report))
