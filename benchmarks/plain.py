"""The same problem given to plain solvers, level by level, each held by a row.

The rows are written out once more here, as plainly as can be, and share nothing with
ours: where the two disagree, one of them is wrong.
"""

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder as mb
from ortools.sat.python import cp_model
from scipy import sparse

from matching.solver import Problem

Row = tuple[list[int], list[int], float, float]
"""Variables, their weights, and what they add up to: at least, at most."""


@dataclass(frozen=True, slots=True)
class Plain:
    """What a plain solver reached, level by level, and how long it took."""

    seconds: float
    values: list[int]
    proved: bool


def cp_sat(problem: Problem, limit: float, workers: int = 2) -> Plain:
    """Solve with CP-SAT, each level held by a row for the next."""
    model = cp_model.CpModel()
    count = len(problem.columns) + len(problem.modes)
    x = [model.new_bool_var("") for _ in range(count)]
    for variables, weights, least, most in rules(problem):
        terms = cp_model.LinearExpr.weighted_sum([x[i] for i in variables], weights)
        model.add_linear_constraint(terms, int(least), int(most))
    began = time.perf_counter()
    values = []
    for level in problem.levels:
        aim = cp_model.LinearExpr.weighted_sum(
            x[: len(level.value)], level.value.tolist()
        )
        model.maximize(aim)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = workers
        left = limit - (time.perf_counter() - began)
        solver.parameters.max_time_in_seconds = max(left, 0.1)
        if solver.solve(model) != cp_model.OPTIMAL:
            return Plain(time.perf_counter() - began, values, proved=False)
        values.append(round(solver.objective_value))
        model.add(aim == values[-1])
    return Plain(time.perf_counter() - began, values, proved=True)


def highs(problem: Problem, limit: float) -> Plain:
    """Solve with HiGHS as a mixed-integer program, levels held the same way."""
    rows = list(rules(problem))
    width, values = len(problem.columns) + len(problem.modes), list[int]()
    began = time.perf_counter()
    for level in problem.levels:
        aim = np.zeros(width)
        aim[: len(level.value)] = level.value
        model = _mixed_integer(rows, aim)
        solver = mb.Solver("HIGHS")
        left = limit - (time.perf_counter() - began)
        solver.set_time_limit_in_seconds(max(left, 0.1))
        solver.set_solver_specific_parameters("mip_rel_gap=0\nmip_abs_gap=0")
        if solver.solve(model) != mb.SolveStatus.OPTIMAL:
            return Plain(time.perf_counter() - began, values, proved=False)
        values.append(round(solver.objective_value))
        used = np.flatnonzero(aim).tolist()
        # Held exactly, HiGHS calls some levels infeasible; between whole numbers, none.
        held = values[-1] - 0.5
        rows.append((used, level.value[used].tolist(), held, held + 1))
    return Plain(time.perf_counter() - began, values, proved=True)


def _mixed_integer(rows: list[Row], aim: NDArray[np.float64]) -> mb.Model:
    starts = np.cumsum([0, *(len(row[0]) for row in rows)])
    variables = np.array([i for row in rows for i in row[0]], dtype=np.int64)
    weights = np.array([w for row in rows for w in row[1]], dtype=np.float64)
    matrix = sparse.csr_matrix(
        (weights, variables, starts), shape=(len(rows), len(aim))
    )
    model = mb.Model()
    model.helper.fill_model_from_sparse_data(
        np.zeros(len(aim)),
        np.ones(len(aim)),
        aim,
        np.array([row[2] for row in rows], dtype=np.float64),
        np.array([row[3] for row in rows], dtype=np.float64),
        matrix,
    )
    model.helper.set_maximize(True)
    for number in range(len(aim)):
        model.helper.set_var_integrality(number, True)
    return model


def rules(problem: Problem) -> Iterator[Row]:
    """Write every rule; the variables are the columns, then the modes."""
    yield from _each_person_once(problem)
    yield from _homes(problem)
    yield from _all_or_none(problem)
    yield from _fixed(problem)


def _each_person_once(problem: Problem) -> Iterator[Row]:
    """Require each young person to be in at most one chosen column."""
    of_person: dict[int, list[int]] = {}
    for column, unit in enumerate(problem.columns.unit.tolist()):
        for member in problem.units[unit].members:
            of_person.setdefault(member, []).append(column)
    for columns in of_person.values():
        yield columns, [1] * len(columns), 0, 1


def _homes(problem: Problem) -> Iterator[Row]:
    """Require what a home has to be enough for those in it."""
    modes: dict[int, list[int]] = {}
    for number, mode in enumerate(problem.modes):
        modes.setdefault(mode.home, []).append(number)
    of_home: dict[int, list[int]] = {}
    for column, home in enumerate(problem.columns.home.tolist()):
        of_home.setdefault(home, []).append(column)
    room = problem.room
    for home, columns in of_home.items():
        size = problem.size[columns].tolist()
        rooms = problem.columns.bedrooms[columns].tolist()
        yield from _at_most(columns, size, int(room.places[home]))
        yield from _at_most(columns, rooms, int(room.bedrooms[home]))
        yield from _usual(problem, home, columns, modes.get(home, []))
        yield from _apart(problem, columns, int(room.places[home]))


def _at_most(columns: list[int], weights: list[int], most: int) -> Iterator[Row]:
    yield columns, weights, 0, max(most, 0)
    for column, weight in zip(columns, weights, strict=True):
        if weight > most:
            yield [column], [1], 0, 0


def _usual(
    problem: Problem, home: int, columns: list[int], modes: list[int]
) -> Iterator[Row]:
    """Require the usual limit unless a mode is on, and then only its units."""
    size = problem.size[columns].tolist()
    usual = int(problem.room.usual[home])
    switches = [len(problem.columns) + mode for mode in modes]
    beyond = [-sum(size) - abs(usual)] * len(modes)
    yield [*columns, *switches], [*size, *beyond], -(10**9), max(usual, 0)
    yield switches, [1] * len(switches), 0, 1
    for mode, switch in zip(modes, switches, strict=True):
        for column in columns:
            if int(problem.columns.unit[column]) not in problem.modes[mode].units:
                yield [column, switch], [1, 1], 0, 1
    for column, needed in zip(columns, size, strict=True):
        if usual < 0 and needed > usual:
            yield [column, *switches], [1, *([-1] * len(modes))], -len(modes), 0


def _apart(problem: Problem, columns: list[int], most: int) -> Iterator[Row]:
    """Require two who may not share a home not to: one row for each and its others."""
    for n, column in enumerate(columns):
        others = [c for c in columns[n + 1 :] if problem.conflict(column, c)]
        if others:
            weight = min(len(others), max(most, 1))
            yield [column, *others], [weight, *([1] * len(others))], 0, weight


def _all_or_none(problem: Problem) -> Iterator[Row]:
    """Require the parts of a sibling group to be all placed or none."""
    unit = problem.columns.unit
    for part in problem.together:
        first = np.flatnonzero(unit == part[0]).tolist()
        for other in part[1:]:
            others = np.flatnonzero(unit == other).tolist()
            signs = [1] * len(first) + [-1] * len(others)
            yield [*first, *others], signs, 0, 0


def _fixed(problem: Problem) -> Iterator[Row]:
    """Require what people have decided."""
    for person, home in problem.fixed:
        columns = [
            c
            for c in np.flatnonzero(problem.columns.home == home).tolist()
            if person in problem.units[problem.columns.unit[c]].members
        ]
        yield columns, [1] * len(columns), 1, 1


def broken(problem: Problem, chosen: list[int]) -> int:
    """Return how many of the rows above these columns break."""
    on = {*chosen, *_modes_on(problem, chosen)}
    return sum(
        not least
        <= sum(w for v, w in zip(variables, weights, strict=True) if v in on)
        <= most
        for variables, weights, least, most in rules(problem)
    )


def _modes_on(problem: Problem, chosen: list[int]) -> Iterator[int]:
    """Yield the variable of a mode for each home that needs one and has one."""
    people, units = Counter[int](), defaultdict[int, set[int]](set)
    for column in chosen:
        home = int(problem.columns.home[column])
        people[home] += int(problem.size[column])
        units[home].add(int(problem.columns.unit[column]))
    on = {
        mode.home: len(problem.columns) + number
        for number, mode in enumerate(problem.modes)
        if people[mode.home] > problem.room.usual[mode.home]
        and units[mode.home] <= mode.units
    }
    yield from on.values()
