"""Solving the rows: as a linear relaxation, and in whole numbers."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder as mb
from scipy import sparse

from matching.solver.rows import Rows

Floats = NDArray[np.float64]
_POLL = 0.05


class StoppedError(Exception):
    """The time is over, or somebody asked to stop."""


@dataclass(slots=True)
class Clock:
    """When to stop: at a deadline, or when asked."""

    deadline: float | None = None
    stop: Callable[[], bool] = field(default=lambda: False)

    @property
    def over(self) -> bool:
        """Whether to stop now."""
        late = self.deadline is not None and time.monotonic() >= self.deadline
        return late or self.stop()


@dataclass(frozen=True, slots=True)
class Relaxation:
    """The best of the linear relaxation: no plan's value is above ``bound``.

    ``cost`` is each variable's reduced cost: a plan that uses a variable is worth at
    most ``bound + cost``; it is never above 0 but for rounding.
    """

    bound: float
    x: Floats
    cost: Floats


def relax(rows: Rows, value: Floats, clock: Clock) -> Relaxation | None:
    """Solve the linear relaxation of: as large as possible ``value · x``.

    None where no x keeps the rows. Variables have no upper bound of their own (the rows
    imply it), so that what a variable gives up shows in its reduced cost.
    """
    model = _model(rows, value, np.inf)
    solver = mb.Solver("GLOP")
    status = _run(solver, model, clock)
    if status == mb.SolveStatus.INFEASIBLE:
        return None
    if status != mb.SolveStatus.OPTIMAL:
        raise StoppedError
    x = np.array(solver.values(model.get_variables()), dtype=np.float64)
    duals = solver.dual_values(model.get_linear_constraints())
    dual = np.array(duals, dtype=np.float64)
    # The bound is worked out from the duals, so that no rounding error of x can make it
    # wrong: a dual may only lean on a side its row has.
    dual = np.where((dual < 0) & np.isinf(rows.least), 0.0, dual)
    side = np.where(dual >= 0, rows.most, rows.least)
    cost = value - rows.matrix.T @ dual
    bound = float(dual @ side) + float(np.maximum(cost, 0.0).sum())
    return Relaxation(bound, x, cost)


@dataclass(frozen=True, slots=True)
class Whole:
    """A best plan among some variables, and what no such plan can pass."""

    x: NDArray[np.int64]
    value: float
    bound: float


def whole(
    rows: Rows, value: Floats, keep: NDArray[np.bool_], clock: Clock
) -> Whole | None:
    """Solve in whole numbers, using only the variables to ``keep``.

    None where no plan keeps the rows. Raises StoppedError with no plan at hand.
    """
    index = np.flatnonzero(keep)
    part = Rows(rows.matrix[:, index], rows.least, rows.most)
    model = _model(part, value[index], 1.0, integral=True)
    solver = mb.Solver("SCIP")
    # By default it stops within one in ten thousand of the best: that is no proof.
    solver.set_solver_specific_parameters("limits/gap = 0\nlimits/absgap = 0")
    status = _run(solver, model, clock)
    if status == mb.SolveStatus.INFEASIBLE:
        return None
    if status not in (mb.SolveStatus.OPTIMAL, mb.SolveStatus.FEASIBLE):
        raise StoppedError
    x = np.zeros(len(value), dtype=np.int64)
    found = np.array(solver.values(model.get_variables()), dtype=np.float64)
    x[index] = np.rint(found).astype(np.int64)
    worth = float(value @ x)
    # OPTIMAL is not trusted by itself: what is returned is the solver's bound.
    bound = float(solver.best_objective_bound)
    return Whole(x, worth, max(bound, worth))


def _model(
    rows: Rows, value: Floats, upper: float, *, integral: bool = False
) -> mb.Model:
    model = mb.Model()
    width = len(value)
    model.helper.fill_model_from_sparse_data(
        np.zeros(width),
        np.full(width, upper),
        value,
        rows.least,
        rows.most,
        sparse.csr_matrix(rows.matrix),
    )
    model.helper.set_maximize(True)
    if integral:
        for number in range(width):
            model.helper.set_var_integrality(number, True)
    return model


def _run(solver: mb.Solver, model: mb.Model, clock: Clock) -> mb.SolveStatus:
    """Solve, and keep asking to stop once the clock is over."""
    if clock.over:
        raise StoppedError
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_POLL):
            if clock.over:
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        return solver.solve(model)
    finally:
        done.set()
        watcher.join()
