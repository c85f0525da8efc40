"""On small random cases the plan is the best of all plans the checker allows.

The checker shares no code with the solver, so this holds the translation from case to
problem to account, not only the solving.
"""

import itertools
import json
from collections.abc import Iterator

import pytest

from matching.case import Case
from matching.check.ground import Ground
from matching.check.plan import wrong_in_plan
from matching.check.reported import Plan, read
from matching.policy import load_policy
from matching.report import Report, to_json
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case

CASES = 504
BLOCKS = 6


@pytest.mark.parametrize("block", range(BLOCKS))
def test_no_allowed_plan_is_better(block: int) -> None:
    for seed in range(block, CASES, BLOCKS):
        case = random_case(seed + 10_000, young_people=3, households=4)
        report = run(case, Ask(detail="full", cost_to_others=False))
        assert report.plan is not None
        if report.plan.status == "contradiction":
            continue
        best = max(_levels(case, report, homes) for homes in _allowed(case, report))
        reached = tuple(
            level.value
            for level in report.plan.levels
            if level.name != "siblings together"
        )
        assert reached == best, seed


def _allowed(case: Case, report: Report) -> Iterator[dict[str, str]]:
    ground = Ground.of(case, load_policy(case.policy))
    reported, wrong = read(json.loads(to_json(report)))
    assert reported is not None, wrong
    fixed = {p.young_person: p.household for p in case.decisions.fixed}
    choices = {
        person.id: [fixed[person.id]]
        if person.id in fixed
        else [None, *(option.household for option in person.options)]
        for person in report.young_people
    }
    for picked in itertools.product(*choices.values()):
        homes = {p: h for p, h in zip(choices, picked, strict=True) if h is not None}
        plan = Plan.model_validate(_plan(report, homes))
        if not list(wrong_in_plan(ground, reported, plan)):
            yield homes


def _plan(report: Report, homes: dict[str, str]) -> dict[str, object]:
    assert report.plan is not None
    known = json.loads(to_json(report))["plan"]
    standing = {
        (person.id, option.household): option.standing
        for person in report.young_people
        for option in person.options
    }
    return known | {
        "status": "proved",
        "assignments": [
            {
                "young_person": p,
                "household": h,
                "fit": _fit(report, p, h),
                "standing": standing.get((p, h), "near"),
                "fixed": False,
                "as_before": False,
            }
            for p, h in homes.items()
        ],
        "unplaced": [
            {
                "young_person": person.id,
                "because": "no option",
                "competing_with": [],
                "sentence": "",
            }
            for person in report.young_people
            if person.id not in homes
        ],
    }


def _fit(report: Report, person: str, household: str) -> float:
    assert report.plan is not None
    for found in report.young_people:
        for option in found.options:
            if (found.id, option.household) == (person, household):
                return option.fit
    # A home fixed by decision that is not an option: the plan says its fit.
    return next(a.fit for a in report.plan.assignments if a.young_person == person)


def _levels(case: Case, report: Report, homes: dict[str, str]) -> tuple[float, ...]:
    policy = load_policy(case.policy)
    priority = {p.id: policy.priorities[p.priority] for p in case.young_people}
    fits = [_fit(report, p, h) for p, h in homes.items()]
    return (
        sum(priority[p] for p in homes),
        *(sum(fit >= band for fit in fits) for band in policy.bands),
        round(sum(fits), 1),
        sum(case.previous_plan.get(p) == h for p, h in homes.items()),
    )
