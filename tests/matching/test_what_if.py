"""What if: a difference says what the two cases say, and nothing where none is."""

import json
from typing import Any

import pytest

from matching.case import Case, Change
from matching.case_file import read_case
from matching.changes import changed, read_changes
from matching.difference import DIFFERENCE, Difference
from matching.input_errors import CaseError
from matching.openings import changes_for
from matching.region import region
from matching.run import Ask, run
from matching.what_if import what_if
from tests.matching.criteria.judging import (
    days,
    household,
    km_north,
    need,
    young_person,
)


def case_of(people: list[Any], homes: list[Any]) -> Case:
    content = {"as_of": days(0), "young_people": people, "households": homes}
    return read_case(json.dumps(content).encode())


def pair(person: str, home: str) -> dict[str, str]:
    return {"young_person": person, "household": home}


@pytest.fixture(scope="module")
def small() -> Case:
    return read_case(region(7, young_people=20, households=120).text)


def homes(difference: Difference) -> dict[str, tuple[str | None, str | None]]:
    return {one.young_person: (one.before, one.after) for one in difference.homes}


def test_without_a_change_nothing_is_different(small: Case) -> None:
    found = what_if(small, [])
    assert (found.homes, found.options) == ([], [])
    assert found.before == found.after
    assert all(level.before == level.after for level in found.levels)
    assert found.sentences == [
        "Nobody’s home in the plan and nobody’s options would change."
    ]


def test_the_options_and_levels_are_those_of_two_runs(small: Case) -> None:
    home = next(h for h in small.households if h.animals.value)
    changes = [
        Change(household=home.id, at="/animals", to=[]),
        Change(household=home.id, at="/available_from", to=small.as_of.isoformat()),
    ]
    person = next(p for p in small.young_people if p.needs)
    changes.append(Change(young_person=person.id, at="/needs/0", to=None))
    found = what_if(small, changes)
    sides = [run(case, Ask(detail="full")) for case in (small, changed(small, changes))]
    before, after = (
        {
            (person.id, option.household): (option.standing, option.fit)
            for person in side.young_people
            for option in person.options
        }
        for side in sides
    )
    assert before != after
    assert {
        (one.young_person, one.household): (one.before, one.after)
        for one in found.options
    } == {
        key: (before.get(key, (None,))[0], after.get(key, (None,))[0])
        for key in before.keys() | after.keys()
        if before.get(key, (None,))[0] != after.get(key, (None,))[0]
    }
    for level in found.levels:
        values = [
            next((x.value for x in side.plan.levels if x.name == level.name), None)
            for side in sides
            if side.plan
        ]
        assert [level.before, level.after] == values


def test_a_pair_of_the_plan_ruled_out_is_planned_no_more(small: Case) -> None:
    plan = run(small).plan
    assert plan
    for one in plan.assignments[:3]:
        out = pair(one.young_person, one.household)
        found = what_if(small, [Change(at="/decisions/ruled_out/-", to=out)])
        was, then = homes(found)[one.young_person]
        assert was == one.household
        assert then != one.household
        assert found.options == []
        [placed, *_] = found.levels
        assert placed.before is not None
        assert placed.after is not None
        assert placed.after <= placed.before


def test_lifting_a_need_opens_what_its_opening_said() -> None:
    person = young_person(**need("near", place=km_north(0), max_km=10))
    near_by = household(id="H1", location=km_north(12))
    case = case_of([person], [near_by, household(id="H2", location=km_north(30))])
    [result] = run(case).young_people
    opening = next(o for o in result.openings if o.kind == "request")
    assert opening.homes == ["H1"]
    found = what_if(case, changes_for(case, "C1", opening, "H1"))
    [opened] = opening.opened
    [option] = found.options
    assert (option.household, option.before, option.after, option.fit_after) == (
        "H1",
        None,
        opened.standing,
        opened.fit,
    )
    assert found.sentences == [
        "1 more young person would have a home in the plan.",
        "1 option would appear, for 1 young person.",
        "1 young person without any option would have one.",
    ]


def test_a_fixed_pair_and_a_new_home_say_who_gains_and_who_loses() -> None:
    people = [young_person(), young_person(id="C2")]
    case = case_of(people, [household(status="approved", terms={"places": 1})])
    plan = run(case).plan
    assert plan
    [held] = plan.assignments
    other = {"C1": "C2", "C2": "C1"}[held.young_person]
    fixed = Change(at="/decisions/fixed/-", to=pair(other, "H1"))
    found = what_if(case, [fixed])
    assert homes(found) == {held.young_person: ("H1", None), other: (None, "H1")}
    assert found.sentences == [
        "1 more young person would have a home in the plan; "
        "1 would no longer have a home in the plan."
    ]
    new = household(id="H2", status="approved", terms={"places": 1})
    found = what_if(case, [fixed, Change(at="/households/-", to=new)])
    assert homes(found)[other] == (None, "H1")
    assert homes(found)[held.young_person] == ("H1", "H2")
    assert (found.before.placed, found.after.placed) == (1, 2)


def test_decisions_that_contradict_each_other_leave_no_plan() -> None:
    people = [young_person(), young_person(id="C2")]
    case = case_of(people, [household(status="approved", terms={"places": 1})])
    both = [Change(at="/decisions/fixed/-", to=pair(c, "H1")) for c in ("C1", "C2")]
    found = what_if(case, both)
    assert found.sentences == [
        "There would be no plan: what would then be decided cannot all hold at once."
    ]


def test_the_case_given_is_never_changed(small: Case) -> None:
    before = small.digest()
    person = small.young_people[0]
    found = what_if(
        small,
        [
            Change(young_person=person.id, at="/needs", to=[]),
            Change(at="/policy", to="step-down"),
        ],
    )
    assert small.digest() == before == found.before.case
    assert found.after.case != before


def test_everything_wrong_with_changes_is_told() -> None:
    with pytest.raises(CaseError) as failed:
        read_changes(b'[{"at": "needs", "to": 1}, {"at": "/x", "too": 1}]')
    assert [error.pointer for error in failed.value.errors] == [
        "/0/at",
        "/1/to",
        "/1/too",
    ]
    case = case_of([young_person()], [household()])
    wrong = read_changes(
        json.dumps(
            [
                {"young_person": "C9", "at": "/needs", "to": []},
                {"household": "H1", "at": "/terms/places", "to": "two"},
            ]
        ).encode()
    )
    with pytest.raises(CaseError) as failed:
        what_if(case, wrong)
    assert [error.pointer for error in failed.value.errors] == [
        "/0/young_person",
        "/1/to",
    ]
    with pytest.raises(CaseError) as failed:
        what_if(case, [Change(at="/policy", to="none such")])
    assert [error.pointer for error in failed.value.errors] == ["/policy"]


def test_a_difference_reads_back_as_it_was_written(small: Case) -> None:
    found = what_if(small, [])
    assert DIFFERENCE.validate_json(DIFFERENCE.dump_json(found)) == found
