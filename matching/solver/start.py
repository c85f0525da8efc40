"""A plan for what people have decided, and for nobody else."""

import numpy as np
from ortools.math_opt.python.mathopt import SolverType

from matching.solver.linear import Clock, whole
from matching.solver.problem import Problem
from matching.solver.relaxation import Relaxation


class ContradictionError(Exception):
    """The fixed pairs cannot all hold."""


def first_plan(problem: Problem, relaxation: Relaxation) -> list[int]:
    """Return a plan that places those fixed, and those who go only with them.

    Whoever is left out of it makes no rule harder to keep, so where there is none, what
    is fixed contradicts itself.

    Raises
    ------
    ContradictionError
        When there is no such plan. This takes no notice of time: without it there is
        nothing to return.
    """
    if not problem.fixed:
        return []
    for person, home in problem.fixed:
        if not any(relaxation.possible[c] for c in problem.holding(person, home)):
            raise ContradictionError
    columns = np.concatenate([problem.of_unit(u) for u in sorted(_concerned(problem))])
    columns = np.sort(columns[relaxation.possible[columns]])
    switches = np.arange(len(problem.modes)) + len(problem.columns)
    variables = np.concatenate([columns, switches])
    rows = relaxation.all_rows(variables)
    nothing = np.zeros(len(variables))
    # Before telling people that their decisions cannot hold, ask a second solver.
    found = whole(rows, nothing, Clock()) or whole(
        rows, nothing, Clock(), SolverType.CP_SAT
    )
    if found is None:
        raise ContradictionError
    used = variables[found.x > 0]
    chosen: list[int] = used[used < len(problem.columns)].tolist()
    return chosen


def can_hold(problem: Problem) -> bool:
    """Tell whether what is fixed can hold, whoever else has a home."""
    try:
        first_plan(problem, Relaxation(problem, Clock()))
    except ContradictionError:
        return False
    return True


def _concerned(problem: Problem) -> set[int]:
    """Return the units of those fixed, and the parts that go only with those."""
    fixed = {person for person, _ in problem.fixed}
    units = {u for u, unit in enumerate(problem.units) if fixed & set(unit.members)}
    while True:
        parts = [set(part) for part in problem.together if units & set(part)]
        wider = units.union(*parts)
        if wider == units:
            return units
        units = wider
