"""One change in a home that is there: what is said it opens is what it opens."""

import pytest

from matching.case import Case, Change
from matching.changes import changed
from matching.criteria.lift import AGENCY, CARERS
from matching.recruitment import upskilling
from matching.region import region
from matching.report import Upskilled
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case
from tests.matching.check.small import HOME, PERSON, Record, case_of

EVERY = 10_000
THEIRS = [list(AGENCY), list(CARERS), [*AGENCY, *CARERS]]
TRAINED = {
    "criterion": "training",
    "strength": "essential",
    "parameters": {"all_of": ["attachment"]},
}
TOGETHER = {"criterion": "siblings_together", "strength": "essential"}

CASES = [
    region(1, young_people=8, households=40).case,
    # Among these are brothers and sisters, decisions and homes nobody may change.
    *map(random_case, (1, 3, 4, 8, 28)),
]


def pairs(case: Case) -> set[tuple[str, str]]:
    """Return every young person with each of their options."""
    report = run(case, Ask(detail="full", cost_to_others=False))
    return {(p.id, o.household) for p in report.young_people for o in p.options}


def counted(
    case: Case, before: set[tuple[str, str]], changes: list[Change]
) -> tuple[int, int, set[str]]:
    """Return what a run finds with the changes made: opens, suits and which homes."""
    ruled_out = {(p.young_person, p.household) for p in case.decisions.ruled_out}
    new = pairs(changed(case, changes)) - before - ruled_out
    people, some = {p for p, _ in new}, {p for p, _ in before}
    return len(people - some), len(people), {home for _, home in new}


def worth(one: Upskilled) -> tuple[int, int]:
    return one.opens, one.suits


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_what_is_said_is_what_a_run_with_the_changes_finds(case: Case) -> None:
    found, before = upskilling(case, shown=4), pairs(case)
    for one in [*found.by_household, *found.by_change]:
        opens, suits, homes = counted(case, before, one.changes)
        assert (one.opens, one.suits) == (opens, suits), one.sentence
        assert set(one.homes) == homes
        assert one.lifted_by in THEIRS
        assert one.kind in ("support", "permission")


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_what_helps_most_comes_first_and_each_household_once(case: Case) -> None:
    found = upskilling(case, shown=EVERY)
    for ranked in (found.by_household, found.by_change):
        assert [worth(one) for one in ranked] == sorted(map(worth, ranked))[::-1]
    homes = [one.homes for one in found.by_household]
    assert [len(some) for some in homes] == [1] * len(homes)
    assert len({home for (home,) in homes}) == len(homes)
    everywhere = {home for one in found.by_change for home in one.homes}
    assert everywhere == {home for (home,) in homes}
    fewer = upskilling(case, shown=2)
    assert fewer.by_household == found.by_household[:2]
    assert fewer.by_change == found.by_change[:2]


@pytest.mark.parametrize("case", CASES, ids=range(len(CASES)))
def test_every_home_that_one_such_change_opens_is_found(case: Case) -> None:
    report = run(case, Ask(openings=None, cost_to_others=False))
    openings = [o for person in report.young_people for o in person.openings]
    theirs = {
        home
        for opening in openings
        for home in opening.homes
        if len(opening.changes) == 1
        and opening.kind != "request"
        and opening.changes[0].lifted_by[0] in THEIRS
        and opening.changes[0].criterion != "availability"
    }
    found = upskilling(case, shown=EVERY).by_household
    assert theirs <= {one.homes[0] for one in found}


def small(people: int, home: Record, **person: object) -> Record:
    return {
        "as_of": "2026-11-22",
        "young_people": [
            PERSON | person | {"id": f"C{n}"} for n in range(1, people + 1)
        ],
        "households": [HOME | {"id": f"H{n}"} | home for n in (1, 2)],
    }


def test_training_is_said_for_each_home_and_for_all_of_them() -> None:
    carers = [HOME["carers"][0] | {"training": []}]
    found = upskilling(case_of(small(2, {"carers": carers}, needs=[TRAINED])))
    assert [(one.homes, worth(one)) for one in found.by_household] == [
        (["H1"], (2, 2)),
        (["H2"], (2, 2)),
    ]
    (everywhere,) = found.by_change
    assert everywhere.sentence == (
        "If training in attachment were done, 2 homes would open, one or more of them "
        "an option for 2 young people who have none now. The agency could arrange that."
    )


def test_brothers_and_sisters_who_need_the_same_need_one_change() -> None:
    home = {"terms": {"places": 2, "genders": ["male"]}}
    both = small(2, home, sibling_group="S1", needs=[TOGETHER])
    found = upskilling(case_of(both)).by_change
    assert [(one.homes, worth(one)) for one in found] == [(["H1", "H2"], (2, 2))]


def test_nothing_is_said_of_a_home_ruled_out_or_asked_less_for() -> None:
    carers = [HOME["carers"][0] | {"training": []}]
    case = small(1, {"carers": carers}, needs=[TRAINED])
    out = [{"young_person": "C1", "household": "H1"}]
    found = upskilling(case_of(case | {"decisions": {"ruled_out": out}}))
    assert [one.homes for one in found.by_household] == [["H2"]]
    far = small(1, {"carers": [HOME["carers"][0] | {"drives": False}]})
    assert upskilling(case_of(far)).by_change == []


def test_a_place_that_another_child_would_have_to_leave_is_not_offered() -> None:
    later = small(1, {"available_from": "2027-02-01"})
    found = upskilling(case_of(later))
    assert found.by_household == []
