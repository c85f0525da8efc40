"""A first plan: not a good one, but one that keeps every rule."""

import numpy as np

from matching.solver.feasible import feasible, fits_home
from matching.solver.problem import Ints, Problem


def filled(problem: Problem, plan: list[int], value: Ints, among: Ints) -> list[int]:
    """Return a plan and what still fits beside it, the most valuable first.

    Sub-groups are left as they are: one of them alone would break the rule.
    """
    units, columns = problem.units, problem.columns
    split = {unit for part in problem.together for unit in part}
    chosen, there = list(plan), dict[int, list[int]]()
    for column in plan:
        there.setdefault(int(columns.home[column]), []).append(column)
    placed = {m for column in plan for m in units[columns.unit[column]].members}
    for column in among[np.argsort(-value[among], kind="stable")].tolist():
        unit, home = int(columns.unit[column]), int(columns.home[column])
        members = units[unit].members
        if unit in split or not placed.isdisjoint(members):
            continue
        with_it = [*there.get(home, []), column]
        if fits_home(problem, home, with_it):
            there[home] = with_it
            placed.update(members)
            chosen.append(column)
    return sorted(chosen) if feasible(problem, chosen) else plan
