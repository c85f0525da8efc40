"""Rows given to the solvers of OR-Tools: relaxed to fractions, or in whole numbers."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder as mb
from scipy import sparse

from matching.solver.problem import Ints
from matching.solver.rows import NO_LIMIT, Rows

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

    def check(self) -> None:
        """Raise StoppedError once it is time to stop."""
        if self.over:
            raise StoppedError


def fractional(rows: Rows, value: Floats, clock: Clock) -> tuple[Floats, Floats]:
    """Return the x that makes ``value · x`` largest, fractions allowed, and the duals.

    x has no upper bound of its own (the rows imply it), so that what a variable gives
    up shows in the duals alone.
    """
    model = _model(rows, value, np.inf)
    solver = mb.Solver("GLOP")
    status = _run(solver, model, clock)
    if status != mb.SolveStatus.OPTIMAL:
        raise StoppedError
    x = np.array(solver.values(model.get_variables()), dtype=np.float64)
    dual = np.array(solver.dual_values(model.get_linear_constraints()))
    return x, dual


@dataclass(frozen=True, slots=True)
class Whole:
    """A best x in whole numbers, and what no such x can pass."""

    x: Ints
    bound: float


def whole(
    rows: Rows, value: Floats, clock: Clock, solver_name: str = "SCIP"
) -> Whole | None:
    """Solve in whole numbers; None where no x keeps the rows.

    Raises StoppedError where it was stopped before it had any x.
    """
    model = _model(rows, value, 1.0)
    for number in range(len(value)):
        model.helper.set_var_integrality(number, True)
    solver = mb.Solver(solver_name)
    if solver_name == "SCIP":
        # By default it stops within one in ten thousand of the best: that is no proof.
        solver.set_solver_specific_parameters("limits/gap = 0\nlimits/absgap = 0")
    status = _run(solver, model, clock)
    if status == mb.SolveStatus.INFEASIBLE:
        return None
    if status not in (mb.SolveStatus.OPTIMAL, mb.SolveStatus.FEASIBLE):
        raise StoppedError
    found = np.array(solver.values(model.get_variables()), dtype=np.float64)
    # OPTIMAL is not trusted by itself: what is returned is the solver's bound.
    return Whole(np.rint(found).astype(np.int64), float(solver.best_objective_bound))


def _model(rows: Rows, value: Floats, upper: float) -> mb.Model:
    model = mb.Model()
    width = len(value)
    model.helper.fill_model_from_sparse_data(
        np.zeros(width),
        np.full(width, upper),
        value,
        np.where(rows.least == NO_LIMIT, -np.inf, rows.least.astype(np.float64)),
        rows.most.astype(np.float64),
        sparse.csr_matrix(rows.matrix, dtype=np.float64),
    )
    model.helper.set_maximize(True)
    return model


def _run(solver: mb.Solver, model: mb.Model, clock: Clock) -> mb.SolveStatus:
    """Solve, and keep asking to stop once the clock is over."""
    clock.check()
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
