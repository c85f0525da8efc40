"""The joint plan: from everyone's options to one problem, and back into words.

Levels, in order, each proved before the next (design: never merged into one weight):
young people placed, weighted by the policy's priorities; for each fit band from the
lowest, how many have a home of at least that fit; brothers and sisters together where
that is wished for but not essential; total fit; pairs of the last plan kept.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import numpy as np

from matching.contested import scarce_homes, unplaced
from matching.contradiction import contradiction
from matching.draft import Draft
from matching.report import Assignment, Plan, PlanLevel
from matching.solver import (
    LevelResult,
    Problem,
    Solution,
    solve,
)
from matching.verdicts import Standing


@dataclass(frozen=True, slots=True)
class Planned:
    """The plan as the solver made it, and the problem it was made for."""

    draft: Draft
    problem: Problem
    solution: Solution

    @property
    def homes(self) -> dict[str, int]:
        """The home of everyone placed, by row of the table."""
        return self.homes_in(self.solution.columns)

    def homes_in(self, columns: Iterable[int]) -> dict[str, int]:
        """Return the home of everyone these columns place."""
        unit, home = self.problem.columns.unit, self.problem.columns.home
        return {
            member: int(home[column])
            for column in columns
            for member in self.draft.units[int(unit[column])]
        }


def plan_for(
    draft: Draft,
    *,
    time_limit: float | None,
    progress: Callable[[int], None],
    stop: Callable[[], bool],
) -> Planned:
    """Make the joint plan."""
    problem = draft.problem()
    solution = solve(problem, time_limit=time_limit, progress=progress, stop=stop)
    return Planned(draft, problem, solution)


def in_words(planned: Planned) -> Plan:
    """Say who has which home in the plan, who has none, and how good it is."""
    draft, solution = planned.draft, planned.solution
    homes = draft.table.households
    placed = planned.homes
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
    plan = Plan(
        status=solution.status,
        sentence=_summary(draft, solution, len(placed)),
        levels=[level_in_words(level) for level in solution.levels],
        assignments=assignments,
        unplaced=list(unplaced(draft, planned.problem, placed)),
        scarce=scarce_homes(draft, placed),
    )
    return _without_a_plan(draft, plan) if solution.status == "contradiction" else plan


def _without_a_plan(draft: Draft, plan: Plan) -> Plan:
    """Say which decisions cannot hold at once, and that nobody competes."""
    decided, sentence = contradiction(draft)
    said = "There is no plan: what has been decided cannot all hold at once."
    unplaced = [
        replace(one, because="no plan", sentence=said)
        if one.because != "no option"
        else one
        for one in plan.unplaced
    ]
    return replace(plan, sentence=sentence, contradiction=decided, unplaced=unplaced)


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
