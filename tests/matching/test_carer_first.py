"""A household's side says the same of each pair as the young person's side."""

import pytest

from matching.case import Case
from matching.region import region
from matching.report import HouseholdResult, Report
from matching.run import Ask, run
from tests.matching.check.small import HOME, PERSON, case_of, two_and_two


@pytest.fixture(scope="module")
def case() -> Case:
    return region(5, young_people=30, households=60).case


@pytest.fixture(scope="module")
def full(case: Case) -> Report:
    return run(case, Ask(detail="full"))


def busiest(report: Report) -> HouseholdResult:
    return max(report.households, key=lambda home: len(home.young_people))


def test_both_sides_say_the_same(case: Case, full: Report) -> None:
    wanted = busiest(full).id
    (home,) = run(case, Ask(household=wanted)).households
    options = {
        person.id: option
        for person in full.young_people
        for option in person.options
        if option.household == wanted
    }
    assert {one.id: one.option for one in home.young_people} == options
    for one in home.young_people:
        own = options[one.id]
        assert (one.rank, one.fit, one.standing) == (own.rank, own.fit, own.standing)
    near = {
        person.id: excluded.failed
        for person in full.young_people
        for excluded in person.excluded
        if excluded.household == wanted and excluded.standing == "near"
    }
    assert {one.id: one.failed for one in home.near} == near
    assert all(f.lifted_by for one in home.near for f in one.failed)


def test_open_comes_first_then_fit(full: Report) -> None:
    for home in full.households:
        order = [(o.standing != "open", -o.fit, o.rank) for o in home.young_people]
        assert order == sorted(order)


def test_only_a_household_asked_for_carries_every_line(full: Report) -> None:
    for home in full.households:
        assert home.young_people
        assert all(one.option is None for one in home.young_people)
        assert (home.near, home.sentence) == ([], None)


def test_a_home_held_free_says_until_when() -> None:
    content = two_and_two()
    content["households"][0]["retained_until"] = "2026-12-20"
    (home,) = run(case_of(content), Ask(household="H1")).households
    assert home.retained_until == "2026-12-20"
    assert home.sentence == (
        "This home is an option for 2 young people; 2 of them have no other. "
        "It is held until 20 December 2026."
    )


def test_a_home_for_nobody_yet_says_what_stands_in_the_way() -> None:
    (home,) = run(case_of(two_and_two()), Ask(household="H2")).households
    assert home.young_people == []
    assert home.sentence == (
        "This home is an option for nobody who waits now. "
        "It is near for 2 young people."
    )
    assert [f.criterion for one in home.near for f in one.failed] == ["driver"] * 2


def test_few_reasons_come_before_many() -> None:
    smoke_free = {"criterion": "smoke_free", "strength": "essential"}
    content = two_and_two()
    content["young_people"][0] = PERSON | {
        "id": "C1",
        "needs": [*PERSON["needs"], smoke_free],
    }
    walks = {"gender": "male", "drives": False, "smokes": True}
    content["households"] = [HOME | {"id": "H2", "carers": [walks]}]
    (home,) = run(case_of(content), Ask(household="H2")).households
    assert [one.id for one in home.near] == ["C2", "C1"]
