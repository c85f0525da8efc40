"""Changes to a case: one thing each, checked, and the records as they were."""

import json
from typing import Any

import pytest

from matching.case import Case, Change
from matching.changes import changed
from matching.input_errors import CaseError
from tests.matching.criteria.judging import dated, days, household, need, young_person


@pytest.fixture
def case() -> Case:
    person = young_person(**need("near", place={"postcode": "ST4"}, max_km=16))
    home = household(
        terms=dated({"places": 1, "ages": [4, 10]}),
        carers=[{"training": ["autism"]}, {}],
        children=[{"age": 3}, {"age": 9}],
    )
    content = {"as_of": days(0), "young_people": [person], "households": [home]}
    return Case.model_validate_json(json.dumps(content))


def home(at: str, to: Any) -> Change:
    return Change(household="H1", at=at, to=to)


def person(at: str, to: Any) -> Change:
    return Change(young_person="C1", at=at, to=to)


def test_each_change_sets_one_thing_and_nothing_else(case: Case) -> None:
    before = case.digest()
    after = changed(
        case,
        [
            person("/needs/0/parameters/max_km", 21.2),
            person("/needs/-", {"criterion": "driver", "strength": "preferred"}),
            home("/terms/ages", [4, 13]),
            home("/carers/0/training/-", "first-aid"),
            home("/carers/1/smokes", to=False),
            home("/children/0", None),
            home("/children/1/age", 10),
            home("/available_from", days(9)),
            Change(
                at="/decisions/fixed/-", to={"young_person": "C1", "household": "H1"}
            ),
        ],
    )
    assert case.digest() == before
    need_near, need_driver = after.young_people[0].needs
    assert need_near.parameters == {"place": {"postcode": "ST4"}, "max_km": 21.2}
    assert need_driver.criterion == "driver"
    there = after.households[0]
    assert there.terms.value is not None
    assert (there.terms.value.places, there.terms.value.ages) == (1, [4, 13])
    assert str(there.terms.confirmed_on) == "2026-09-01"
    assert [c.training.value for c in there.carers.value or ()] == [
        ["autism", "first-aid"],
        None,
    ]
    assert [c.age for c in there.children.value or ()] == [10]
    assert str(there.available_from.value) == days(9)
    assert [pair.household for pair in after.decisions.fixed] == ["H1"]


def test_null_says_that_nothing_is_recorded_or_takes_a_need_back(case: Case) -> None:
    after = changed(case, [home("/terms", None), person("/needs/0", None)])
    assert after.households[0].terms.value is None
    assert after.young_people[0].needs == []


@pytest.mark.parametrize(
    ("change", "at", "why"),
    [
        (Change(household="H9", at="/terms", to=None), "/0/household", "no household"),
        (Change(at="/households/0/terms", to=None), "/0/at", "name the young person"),
        (home("/id", "H2"), "/0/at", "cannot be changed"),
        (person("/needs/4/strength", "preferred"), "/0/at", "no number 4"),
        (home("/terms/ages", "all"), "/0/to", "/terms/ages"),
        (home("/swimming_pool", to=True), "/0/to", "not a field"),
        (
            person("/needs/0/parameters/max_km", -1),
            "/young_people/0/needs/0/parameters/max_km",
            "greater than 0",
        ),
    ],
)
def test_what_cannot_be_changed_is_told_with_its_place(
    case: Case, change: Change, at: str, why: str
) -> None:
    with pytest.raises(CaseError) as failed:
        changed(case, [change])
    assert [error.pointer for error in failed.value.errors] == [at]
    assert why in failed.value.errors[0].message
