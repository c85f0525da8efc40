"""An opening shown is what it says, for the checker and for a what-if."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from matching.case import Case
from matching.changes import changed
from matching.check import check
from matching.openings import changes_for
from matching.report import to_json
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case
from tests.matching.criteria.judging import (
    days,
    household,
    km_north,
    young_person,
)

Record = dict[str, Any]


def test_every_opening_made_as_a_change_to_the_case_opens_its_home() -> None:
    tried = 0
    for seed in range(20):
        case = random_case(seed + 90_000, young_people=3, households=4)
        for person in run(case, Ask(detail="full", openings=None)).young_people:
            for opening in person.openings:
                home, expected = opening.homes[0], opening.opened[0]
                changes = changes_for(case, person.id, opening, home)
                after = run(
                    changed(case, changes), Ask(detail="full", young_person=person.id)
                )
                options = {o.household: o for o in after.young_people[0].options}
                assert options[home].standing == expected.standing, (seed, opening)
                tried += 1
    assert tried > 50


def _opening(report: Record) -> Record:
    found: Record = report["young_people"][0]["openings"][0]
    return found


def _other_home(report: Record) -> None:
    _opening(report)["homes"] = ["H2"]
    _opening(report)["opened"][0]["household"] = "H2"


def _too_little(report: Record) -> None:
    _opening(report)["changes"][0]["to"] = 10.5


def _too_much(report: Record) -> None:
    more = dict(_opening(report)["changes"][0])
    _opening(report)["changes"].append(more | {"need": 1, "from": 500, "to": 501})


def _another_standing(report: Record) -> None:
    _opening(report)["opened"][0]["standing"] = "open"


@pytest.mark.parametrize(
    ("tamper", "wrong"),
    [
        (_other_home, "H2 is said to be"),
        (_too_little, "it is 'near'"),
        (_too_much, "opens without the change"),
        (_another_standing, "is said to be 'open' then"),
    ],
)
def test_the_checker_finds_an_opening_that_is_not_one(
    tamper: Callable[[Record], None], wrong: str
) -> None:
    needs = [
        {
            "criterion": "near",
            "strength": "essential",
            "parameters": {"place": km_north(0), "max_km": km},
        }
        for km in (10, 500)
    ]
    homes = [
        household(location=km_north(km)) | {"id": f"H{n}"}
        for n, km in enumerate((12.34, 100), 1)
    ]
    content = {
        "as_of": days(0),
        "young_people": [young_person(needs=needs)],
        "households": homes,
    }
    case = Case.model_validate_json(json.dumps(content))
    report = json.loads(to_json(run(case, Ask(detail="full"))))
    assert check(case, report) == []
    tamper(report)
    assert any(wrong in said for said in check(case, report))
