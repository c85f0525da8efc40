"""A first plan: not a good one, but one that keeps every rule."""

import numpy as np

from matching.solver.feasible import feasible, fits_home
from matching.solver.problem import Ints, Problem


def greedy(problem: Problem, value: Ints) -> list[int] | None:
    """Return a feasible set of columns, taking the most valuable that still fit.

    None where the fixed pairs do not fit so: whether they contradict each other is
    then for the solver to say.
    """
    chosen: list[int] = []
    there: dict[int, list[int]] = {}
    placed: set[int] = set()
    split = {unit for part in problem.together for unit in part}
    units, columns = problem.units, problem.columns
    sure = [c for person, home in problem.fixed for c in problem.holding(person, home)]
    for column in [*sure, *np.argsort(-value, kind="stable").tolist()]:
        unit, home = int(columns.unit[column]), int(columns.home[column])
        members = units[unit].members
        if unit in split or not placed.isdisjoint(members):
            continue
        with_it = [*there.get(home, []), column]
        if fits_home(problem, home, with_it):
            there[home] = with_it
            placed.update(members)
            chosen.append(column)
    return sorted(chosen) if feasible(problem, chosen) else None
