"""The same problem given to plain solvers, level by level, each held by a row."""

import time
from dataclasses import dataclass

import numpy as np
from ortools.linear_solver.python import model_builder as mb
from ortools.sat.python import cp_model
from scipy import sparse

from matching.solver import Problem
from matching.solver.rows import rows_of


@dataclass(frozen=True, slots=True)
class Plain:
    """What a plain solver reached, level by level, and how long it took."""

    seconds: float
    values: list[int]
    proved: bool


def cp_sat(problem: Problem, limit: float) -> Plain:
    """Solve with CP-SAT, two workers, each level held by a row for the next."""
    began = time.perf_counter()
    rows = rows_of(problem)
    model = cp_model.CpModel()
    x = [model.new_bool_var("") for _ in range(rows.matrix.shape[1])]
    for r in range(rows.matrix.shape[0]):
        part = slice(rows.matrix.indptr[r], rows.matrix.indptr[r + 1])
        terms = cp_model.LinearExpr.weighted_sum(
            [x[i] for i in rows.matrix.indices[part]],
            [int(v) for v in rows.matrix.data[part]],
        )
        if np.isfinite(rows.least[r]):
            model.add(terms == int(rows.most[r]))
        else:
            model.add(terms <= int(rows.most[r]))
    values = []
    for level in problem.levels:
        aim = cp_model.LinearExpr.weighted_sum(
            x[: len(level.value)], [int(v) for v in level.value]
        )
        model.maximize(aim)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 2
        left = limit - (time.perf_counter() - began)
        solver.parameters.max_time_in_seconds = max(left, 0.1)
        if solver.solve(model) != cp_model.OPTIMAL:
            return Plain(time.perf_counter() - began, values, proved=False)
        values.append(round(solver.objective_value))
        model.add(aim == values[-1])
    return Plain(time.perf_counter() - began, values, proved=True)


def highs(problem: Problem, limit: float) -> Plain:
    """Solve with HiGHS as a mixed-integer program, levels held the same way."""
    began = time.perf_counter()
    rows = rows_of(problem)
    matrix, least, most = rows.matrix, rows.least, rows.most
    width, values = matrix.shape[1], []
    for level in problem.levels:
        aim = np.zeros(width)
        aim[: len(level.value)] = level.value
        model = mb.Model()
        model.helper.fill_model_from_sparse_data(
            np.zeros(width), np.ones(width), aim, least, most, sparse.csr_matrix(matrix)
        )
        model.helper.set_maximize(True)
        for number in range(width):
            model.helper.set_var_integrality(number, True)
        solver = mb.Solver("HIGHS")
        left = limit - (time.perf_counter() - began)
        solver.set_time_limit_in_seconds(max(left, 0.1))
        solver.set_solver_specific_parameters("mip_rel_gap=0\nmip_abs_gap=0")
        if solver.solve(model) != mb.SolveStatus.OPTIMAL:
            return Plain(time.perf_counter() - began, values, proved=False)
        values.append(round(solver.objective_value))
        matrix = sparse.vstack([matrix, sparse.csr_matrix(aim)], format="csr")
        least = np.append(least, values[-1])
        most = np.append(most, np.inf)
    return Plain(time.perf_counter() - began, values, proved=True)
