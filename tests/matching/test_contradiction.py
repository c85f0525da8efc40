"""Decisions that cannot all hold: named, as few as can be, and why."""

import json
from collections.abc import Sequence

import pytest

from matching.case import Case
from matching.check import check
from matching.report import Plan, to_json
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case
from tests.matching.check.small import HOME, PERSON, case_of

PLAN_ONLY = Ask(cost_to_others=False)
TOGETHER = [{"criterion": "siblings_together", "strength": "essential"}]


def pair(person: str, home: str) -> dict[str, str]:
    return {"young_person": person, "household": home}


def people(count: int, **facts: object) -> list[dict[str, object]]:
    return [PERSON | facts | {"id": f"C{n}"} for n in range(1, count + 1)]


def homes(count: int, **facts: object) -> list[dict[str, object]]:
    return [HOME | facts | {"id": f"H{n}"} for n in range(1, count + 1)]


def decided(
    people: object,
    homes: object,
    *fixed: dict[str, str],
    ruled_out: Sequence[dict[str, str]] = (),
) -> Case:
    content = {
        "as_of": "2026-11-22",
        "young_people": people,
        "households": homes,
        "decisions": {"fixed": list(fixed), "ruled_out": list(ruled_out)},
    }
    return case_of(content)


def planned(case: Case) -> Plan:
    report = run(case, PLAN_ONLY)
    assert check(case, json.loads(to_json(report))) == []
    assert report.plan is not None
    return report.plan


def named(plan: Plan) -> list[tuple[str, str, str]]:
    return [(d.young_person, d.household, d.decision) for d in plan.contradiction]


def without(case: Case, one: tuple[str, str, str]) -> Case:
    decisions = case.decisions
    kind = "fixed" if one[2] == "fixed" else "ruled_out"
    left = [
        p for p in getattr(decisions, kind) if (p.young_person, p.household) != one[:2]
    ]
    return case.model_copy(
        update={"decisions": decisions.model_copy(update={kind: left})}
    )


CASES = {
    "a full home": (
        decided(
            people(3),
            homes(2),
            *(pair(f"C{n}", "H1") for n in (1, 2, 3)),
        ),
        3,
        "The home has no room for all of them.",
    ),
    "one place": (
        decided(
            people(3),
            homes(3, terms={"places": 1}),
            pair("C1", "H1"),
            pair("C2", "H2"),
            pair("C3", "H1"),
        ),
        2,
        "The home has no room for all of them.",
    ),
    "no place": (
        decided(people(2), homes(2, bedrooms_free=0), pair("C2", "H1")),
        1,
        "The home has no room for them.",
    ),
    "who may not live together": (
        decided(
            people(3, cannot_live_with=["C2"]) + people(0),
            homes(2, bedrooms_free=3, terms={"places": 3}),
            *(pair(f"C{n}", "H1") for n in (3, 2)),
        ),
        2,
        "These young people may not live in one home.",
    ),
}


CASES |= {
    "who needs a home without other children": (
        decided(
            people(1, needs=[{"criterion": "solo", "strength": "essential"}])
            + people(3)[1:],
            homes(2, bedrooms_free=3, terms={"places": 3}),
            *(pair(f"C{n}", "H2") for n in (2, 1)),
        ),
        2,
        "These young people may not live in one home.",
    ),
    "brothers and sisters apart": (
        decided(
            people(2, sibling_group="S1", needs=TOGETHER) + people(3)[2:],
            homes(3),
            *(pair(f"C{n}", f"H{n}") for n in (1, 2, 3)),
        ),
        2,
        "Brothers and sisters who must be placed together cannot all be.",
    ),
    "fixed and ruled out": (
        decided(
            people(2),
            homes(2),
            *(pair(f"C{n}", "H1") for n in (1, 2)),
            ruled_out=[pair("C1", "H2"), pair("C2", "H1")],
        ),
        2,
        "A home is both fixed and ruled out for the same young person.",
    ),
}


@pytest.mark.parametrize(("case", "count", "why"), CASES.values(), ids=CASES)
def test_the_fewest_are_named_and_why(case: Case, count: int, why: str) -> None:
    plan = planned(case)
    assert plan.status == "contradiction"
    assert len(plan.contradiction) == count
    assert why in plan.sentence
    for one in named(plan):
        assert planned(without(case, one)).status == "proved"


def test_of_two_contradictions_one_is_named_and_then_the_other() -> None:
    case = decided(
        people(4),
        homes(2, terms={"places": 1}),
        *(pair("C1", "H1"), pair("C2", "H2"), pair("C3", "H1"), pair("C4", "H2")),
    )
    first = named(planned(case))
    assert [home for _, home, _ in first] == ["H1", "H1"]
    then = without(case, first[0])
    second = named(planned(then))
    assert [home for _, home, _ in second] == ["H2", "H2"]
    assert planned(without(then, second[1])).status == "proved"


def test_of_three_that_overlap_each_is_named_until_none_is_left() -> None:
    """Two rooms for four, two of them kept apart, and brothers and sisters apart."""
    case = decided(
        [
            *people(3),
            *people(4, cannot_live_with=["C3"])[3:],
            *people(6, sibling_group="S1", needs=TOGETHER)[4:],
        ],
        homes(4),
        *(pair(f"C{n}", "H1") for n in (1, 2, 3, 4, 5)),
        pair("C6", "H2"),
    )
    sizes = []
    while (plan := planned(case)).status == "contradiction":
        sizes.append(len(plan.contradiction))
        case = without(case, named(plan)[0])
    assert sizes[:2] == [2, 2]
    assert plan.status == "proved"
    assert len(case.decisions.fixed) == 6 - len(sizes)


def test_in_random_cases_none_named_could_be_left_out() -> None:
    found = 0
    # Six among these decide what contradicts itself.
    for seed in range(25, 80):
        case = random_case(seed)
        plan = run(case, PLAN_ONLY).plan
        assert plan is not None
        if plan.status != "contradiction":
            assert plan.contradiction == []
            continue
        found += 1
        only = [p for p in named(plan) if p[2] == "fixed"]
        alone = case
        for p in case.decisions.fixed:
            one = (p.young_person, p.household, "fixed")
            alone = alone if one in only else without(alone, one)
        for one in named(plan):
            resolved = run(without(alone, one), PLAN_ONLY).plan
            assert resolved is not None
            assert resolved.status == "proved", (seed, one)
    assert found == 6
