"""The problem for CP-SAT, to be solved again and again with one column in use."""

import math
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model

from matching.solver.feasible import feasible
from matching.solver.linear import Clock
from matching.solver.problem import Ints, Problem
from matching.solver.relaxation import Relaxation
from matching.solver.rows import NO_LIMIT, Rows

_A_UNIT, _A_COLUMN = 3.0, 1.2e-5
"""Seconds that a unit of CP-SAT's own count takes, and to read in one column."""


@dataclass(frozen=True, slots=True)
class Found:
    """A plan, what no plan passes, whether there is none, and what it took."""

    plan: list[int] | None
    bound: int
    proved: bool
    impossible: bool
    effort: float


class Model:
    """The problem for CP-SAT with one aim."""

    def __init__(self, problem: Problem, aim: Ints) -> None:
        self._problem = problem
        relaxation = Relaxation(problem, Clock())
        columns = np.flatnonzero(relaxation.possible)
        switches = np.arange(len(problem.modes)) + len(problem.columns)
        variables = np.concatenate([columns, switches]).astype(np.int64)
        self._model = cp_model.CpModel()
        self._variables = [self._model.new_bool_var("") for _ in variables]
        self._place = {column: i for i, column in enumerate(columns.tolist())}
        self._write(relaxation.all_rows(variables))
        self._model.maximize(
            cp_model.LinearExpr.weighted_sum(
                self._variables[: len(columns)], aim[columns].tolist()
            )
        )

    def _write(self, rows: Rows) -> None:
        matrix = rows.matrix.tocsr()
        bounds = zip(rows.least.tolist(), rows.most.tolist(), strict=True)
        for row, (least, most) in enumerate(bounds):
            part = slice(matrix.indptr[row], matrix.indptr[row + 1])
            weights = matrix.data[part]
            variables = [self._variables[i] for i in matrix.indices[part]]
            if least == NO_LIMIT and weights[weights > 0].sum() <= most:
                continue
            if least == NO_LIMIT and most == 1 and (weights == 1).all():
                self._model.add_at_most_one(variables)
            else:
                total = cp_model.LinearExpr.weighted_sum(variables, weights.tolist())
                lowest = int(weights[weights < 0].sum())
                self._model.add_linear_constraint(total, max(least, lowest), most)

    def solved(self, column: int, effort: float) -> Found:
        """Solve with this column in use."""
        if column not in self._place:
            return Found(None, 0, proved=False, impossible=True, effort=0.0)
        domain = self._model.proto.variables[self._place[column]].domain
        solver = _solver(effort)
        domain[0] = 1
        status = solver.solve(self._model)
        domain[0] = 0
        spent = _A_UNIT * solver.response_proto.deterministic_time
        spent += _A_COLUMN * len(self._place)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            impossible = status == cp_model.INFEASIBLE
            return Found(None, 0, proved=False, impossible=impossible, effort=spent)
        plan = [c for c, i in self._place.items() if solver.value(self._variables[i])]
        if not feasible(self._problem, plan):
            raise AssertionError("the plan breaks a rule of the problem")
        bound = math.floor(solver.best_objective_bound + 0.5)
        # OPTIMAL is not trusted by itself.
        proved = status == cp_model.OPTIMAL and bound == round(solver.objective_value)
        return Found(plan, bound, proved=proved, impossible=False, effort=spent)


def _solver(effort: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    parameters = solver.parameters
    parameters.num_workers = 1
    parameters.max_deterministic_time = effort / _A_UNIT
    # The problem comes well written: to work on it for long costs more than it gives.
    parameters.linearization_level = 2
    parameters.max_presolve_iterations = 1
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    return solver
