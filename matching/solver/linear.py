"""Rows given to the solvers of OR-Tools: relaxed to fractions, or in whole numbers."""

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from threading import Thread
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from ortools.linear_solver.python import model_builder as mb
from ortools.math_opt import model_pb2
from ortools.math_opt.python import mathopt
from scipy import sparse

from matching.solver.problem import Ints
from matching.solver.rows import NO_LIMIT, Rows

Floats = NDArray[np.float64]
T = TypeVar("T")
_POLL = 0.05
_GRACE = 0.4
"""Seconds a solver has to end once it is asked to."""
_SLICE, _LONGER = 2.0, 4
"""Seconds a solver in whole numbers is given at first, and how much more each time."""


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

    @property
    def left(self) -> timedelta | None:
        """How long there is left until the deadline."""
        if self.deadline is None:
            return None
        return timedelta(seconds=max(self.deadline - time.monotonic(), 0.0))

    def check(self) -> None:
        """Raise StoppedError once it is time to stop."""
        if self.over:
            raise StoppedError


def fractional(rows: Rows, value: Floats, clock: Clock) -> tuple[Floats, Floats]:
    """Return the x that makes ``value · x`` largest, fractions allowed, and the duals.

    x has no upper bound of its own (the rows imply it), so that what a variable gives
    up shows in the duals alone.
    """
    model = mb.Model()
    model.helper.fill_model_from_sparse_data(
        np.zeros(len(value)),
        np.full(len(value), np.inf),
        value,
        _least(rows),
        rows.most.astype(np.float64),
        sparse.csr_matrix(rows.matrix, dtype=np.float64),
    )
    model.helper.set_maximize(True)
    solver = mb.Solver("GLOP")
    status = _run(lambda: solver.solve(model), solver.stop_search, clock)
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
    rows: Rows,
    value: Floats,
    clock: Clock,
    solver: mathopt.SolverType = mathopt.SolverType.GSCIP,
) -> Whole | None:
    """Solve in whole numbers; None where no x keeps the rows.

    Raises StoppedError where it was stopped before it had any x.
    """
    model = _whole_model(rows, value)
    result = _in_slices(model, solver, clock)
    if result.termination.reason == mathopt.TerminationReason.INFEASIBLE:
        return None
    if not result.has_primal_feasible_solution():
        raise StoppedError
    found = np.array(result.variable_values(list(model.variables())))
    # OPTIMAL is not trusted by itself: what is returned is the solver's bound.
    bound = result.termination.objective_bounds.dual_bound
    return Whole(np.rint(found).astype(np.int64), bound)


def _in_slices(
    model: mathopt.Model, solver: mathopt.SolverType, clock: Clock
) -> mathopt.SolveResult:
    """Solve in ever longer slices of time, each from the start.

    A solver that is to be interrupted writes errors of its own to the terminal however
    well it goes (ortools 9.15, SCIP), so none is. One that is left behind ends with its
    slice. What is done twice is at most a third, and only where it takes seconds.
    """
    seconds = _SLICE
    while True:
        left = clock.left or timedelta.max
        last = left.total_seconds() <= seconds
        # By default it stops within one in ten thousand of the best: that is no proof.
        parameters = mathopt.SolveParameters(
            time_limit=left if last else timedelta(seconds=seconds),
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.0,
            threads=1,
        )
        solve = partial(mathopt.solve, model, solver, params=parameters)
        result = _run(solve, lambda: None, clock)
        if last or result.termination.limit != mathopt.Limit.TIME:
            return result
        seconds *= _LONGER


def _whole_model(rows: Rows, value: Floats) -> mathopt.Model:
    model = model_pb2.ModelProto()
    width, height = len(value), len(rows.most)
    model.variables.ids.extend(range(width))
    model.variables.lower_bounds.extend([0.0] * width)
    model.variables.upper_bounds.extend([1.0] * width)
    model.variables.integers.extend([True] * width)
    used = np.flatnonzero(value)
    model.objective.maximize = True
    model.objective.linear_coefficients.ids.extend(used.tolist())
    model.objective.linear_coefficients.values.extend(value[used].tolist())
    model.linear_constraints.ids.extend(range(height))
    model.linear_constraints.lower_bounds.extend(_least(rows).tolist())
    model.linear_constraints.upper_bounds.extend(rows.most.astype(float).tolist())
    entries = sparse.csr_array(rows.matrix).tocoo()
    weights = entries.data.astype(np.float64)
    model.linear_constraint_matrix.row_ids.extend(entries.coords[0].tolist())
    model.linear_constraint_matrix.column_ids.extend(entries.coords[1].tolist())
    model.linear_constraint_matrix.coefficients.extend(weights.tolist())
    return mathopt.Model.from_model_proto(model)


def _least(rows: Rows) -> Floats:
    return np.where(rows.least == NO_LIMIT, -np.inf, rows.least.astype(np.float64))


def _run(solve: Callable[[], T], interrupt: Callable[[], None], clock: Clock) -> T:
    """Solve in a thread, and leave it behind once the clock is over.

    A solver looks up from its work only now and then. It is asked to end, and given a
    moment for what it has; nobody waits for more than that, nor for it at exit.
    """
    clock.check()
    solved: Future[T] = Future()
    Thread(target=_answer, args=(solve, solved), daemon=True).start()
    try:
        while True:
            over = clock.over
            if over:
                interrupt()
            try:
                return solved.result(_GRACE if over else _POLL)
            except TimeoutError:
                if over:
                    raise StoppedError from None
    finally:
        interrupt()


def _answer(solve: Callable[[], T], solved: "Future[T]") -> None:
    try:
        solved.set_result(solve())
    except BaseException as failed:
        solved.set_exception(failed)
