"""The joint plan: from everyone's options to one problem, and back into words.

Levels, in order, each proved before the next (design: never merged into one weight):
young people placed, weighted by the policy's priorities; for each fit band from the
lowest, how many have a home of at least that fit; brothers and sisters together where
that is wished for but not essential; total fit; pairs of the last plan kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from matching.contradiction import contradiction
from matching.draft import Draft
from matching.report import Assignment, Plan, PlanLevel, Unplaced
from matching.solver import (
    LevelResult,
    Problem,
    Solution,
    solve,
)
from matching.verdicts import Standing


def plan_for(
    draft: Draft,
    *,
    time_limit: float | None,
    progress: Callable[[int], None],
    stop: Callable[[], bool],
) -> Plan:
    """Make the joint plan."""
    problem = draft.problem()
    solution = solve(problem, time_limit=time_limit, progress=progress, stop=stop)
    plan = _in_words(draft, problem, solution)
    if solution.status != "contradiction":
        return plan
    decided, sentence = contradiction(draft)
    return replace(plan, sentence=sentence, contradiction=decided)


def _in_words(draft: Draft, problem: Problem, solution: Solution) -> Plan:
    homes = draft.table.households
    placed: dict[str, int] = {}
    for column in solution.columns:
        row = int(problem.columns.home[column])
        for member in draft.units[int(problem.columns.unit[column])]:
            placed[member] = row
    fixed = set(draft.fixed)
    assignments = []
    for name, row in sorted(placed.items()):
        candidate = draft.candidates[name]
        at = np.flatnonzero(candidate.rows == row)
        standing = Standing(candidate.standing[at[0]]).words if len(at) else "near"
        assignments.append(
            Assignment(
                young_person=name,
                household=homes[row].id,
                fit=int(candidate.fit_at(np.array([row]))[0]) / 10,
                standing=standing,
                fixed=(draft.number[name], row) in fixed,
                as_before=draft.case.previous_plan.get(name) == homes[row].id,
            )
        )
    return Plan(
        status=solution.status,
        sentence=_summary(draft, solution, len(placed)),
        levels=[level_in_words(level) for level in solution.levels],
        assignments=assignments,
        unplaced=[_unplaced(draft, n, placed) for n in draft.names if n not in placed],
    )


def _summary(draft: Draft, solution: Solution, placed: int) -> str:
    of = f"{placed} of {len(draft.names)} young people have a home in this plan."
    if solution.levels and solution.levels[0].proved:
        return f"{of} No plan does better on this (proved)."
    return f"{of} It was stopped before it was proved that no plan does better."


_SENTENCES = {
    "placed": "Young people placed, urgent and high priorities counting for more",
    "offered a home": "Young people who could be offered a home, urgent and high "
    "priorities counting for more",
    "offered a second home": "Young people who could be offered a second home",
    "offered a third home": "Young people who could be offered a third home",
    "siblings together": "Brothers and sisters who would live together",
    "total fit": "Fit of everyone placed, added up",
    "unchanged": "Homes kept from the last plan",
}


def level_title(name: str) -> str:
    """Return what a level of the plan counts, in words."""
    return _SENTENCES.get(name, f"Young people whose home has a fit of {name[4:]}")


def level_in_words(level: LevelResult) -> PlanLevel:
    """Say what a level reached, and whether no plan does better."""
    scale = 10 if level.name == "total fit" else 1
    what = level_title(level.name)
    value, bound = level.value / scale, level.bound / scale
    proof = (
        "no plan does better (proved)"
        if level.proved
        else f"{bound:g} was not ruled out"
    )
    return PlanLevel(
        level.name, value, bound, level.proved, f"{what}: {value:g}; {proof}."
    )


def _unplaced(draft: Draft, name: str, placed: Mapping[str, int]) -> Unplaced:
    candidate = draft.candidates[name]
    if not len(candidate.rows):
        return Unplaced(name, "no option", [], "No home is an option for them yet.")
    wanted = set(candidate.rows.tolist())
    rivals = sorted(other for other, row in placed.items() if row in wanted)
    if not rivals:
        return Unplaced(
            name,
            "no home for all of them",
            [],
            "Homes are an option for them, but not for all who need to move together.",
        )
    return Unplaced(
        name,
        "needed more elsewhere",
        rivals,
        "Homes that could be an option are needed by others in this plan.",
    )
