"""Level after level, each proved before the next.

How a level is solved. Its relaxation bounds what any plan is worth, and what a plan
loses at least by each column it uses. Where the best plan at hand reaches the bound, it
is proved. Else only the columns a better plan could use are solved in whole numbers.

How levels follow each other. Levels 1 … k are solved as one weighted sum. Where the
proved best of that sum keeps levels 1 … k−1 at their best, each of them, it is
lexicographically best whatever the weights are; else the level that suffered is given
more. No row ever ties one level to the next: that would link every home to every other
and make the relaxation slow and loose.
"""

import math
import time
from collections.abc import Callable
from contextlib import suppress

import numpy as np
from numpy.typing import NDArray

from matching.solver.feasible import feasible
from matching.solver.greedy import filled
from matching.solver.linear import Clock, Floats, StoppedError, whole
from matching.solver.problem import Ints, Level, LevelResult, Problem, Solution
from matching.solver.relaxation import Certificate, Relaxation
from matching.solver.start import ContradictionError, first_plan

GROW = 4
LARGEST = 2**52
"""Sums above this are not whole numbers to a solver any more."""
_FIRST = 24
"""Columns of a unit the relaxation begins with."""
_NEAR = 4000
"""Columns that can be solved in whole numbers at once without thinking."""


def solve(
    problem: Problem,
    *,
    time_limit: float | None = None,
    progress: Callable[[int], None] = lambda _: None,
    stop: Callable[[], bool] = lambda: False,
) -> Solution:
    """Solve the problem level by level.

    Parameters
    ----------
    time_limit
        Seconds after which the best plan found so far is returned.
    progress
        Called with the number of levels that are done.
    stop
        Asked often; once it answers true the best plan so far is returned.
    """
    deadline = None if time_limit is None else time.monotonic() + time_limit
    try:
        search = _Search(problem, Clock(deadline, stop))
    except ContradictionError:
        return Solution((), (), "contradiction")
    try:
        search.head_start()
        for number in range(len(problem.levels)):
            search.level(number)
            progress(number + 1)
    except StoppedError:
        return search.solution("stopped")
    return search.solution("proved")


class _Search:
    """The best plan so far, and what has been proved of each level."""

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self.problem, self.clock = problem, clock
        self.relaxation = Relaxation(problem, clock)
        self.factors = [_first_factor(level) for level in problem.levels]
        self.bounds = [_ceiling(problem, level) for level in problem.levels]
        self.proved = 0
        start = first_plan(problem, self.relaxation)
        aim = self._whole_aim()
        near = _best_of_each_unit(problem, aim, self.relaxation.possible)
        self.best = filled(problem, start, aim, near)
        self.relaxation.let_in(np.array([*near, *start], dtype=np.int64))

    def head_start(self) -> None:
        """Find a plan that is good at every level, before any is proved."""
        aim = self._whole_aim()
        x, certificate = self.relaxation.solve(aim, _worth(aim, self.best))
        plan = self._better(self.best, x, aim)
        self._near(certificate, x, plan, aim)

    def level(self, number: int) -> None:
        """Prove one more level."""
        level = self.problem.levels[number]
        while _worth(level.value, self.best) < self.bounds[number]:
            plan = self._maximise(number)
            suffered = self._suffered(plan, number)
            if suffered is None:
                self.bounds[number] = _worth(level.value, plan)
            else:
                self.factors[suffered + 1] *= GROW
        self.proved = number + 1

    def _suffered(self, plan: list[int], number: int) -> int | None:
        """Return the first level before this one that the plan keeps below its best."""
        for before, level in enumerate(self.problem.levels[:number]):
            if _worth(level.value, plan) < self.bounds[before]:
                return before
        return None

    def _whole_aim(self) -> Ints:
        """Return all levels, or as many as go into one sum, as one."""
        for levels in range(len(self.problem.levels), 0, -1):
            with suppress(StoppedError):
                return self._aim(levels)
        return np.zeros(len(self.problem.columns), dtype=np.int64)

    def _aim(self, levels: int) -> Ints:
        """Return the first levels as one weighted sum."""
        aim = np.zeros(len(self.problem.columns), dtype=np.int64)
        largest = 0
        for factor, level in zip(
            self.factors[:levels], self.problem.levels, strict=False
        ):
            largest = factor * largest + _ceiling(self.problem, level)
            if largest > LARGEST:
                raise StoppedError
            aim = factor * aim + level.value
        return aim

    def _maximise(self, number: int) -> list[int]:
        """Return a plan proved best for the levels up to this one as one sum."""
        aim = self._aim(number + 1)
        x, certificate = self.relaxation.solve(aim, _worth(aim, self.best))
        before = aim - self.problem.levels[number].value
        left = certificate.ceiling - _worth(before, self.best)
        self.bounds[number] = min(self.bounds[number], left)
        plan = self._better(self.best, x, aim)
        if _worth(aim, plan) == certificate.ceiling:
            return plan
        plan = self._near(certificate, x, plan, aim)
        better = certificate.worth_more_than(_worth(aim, plan))
        plan, bound = self._in_whole(better, plan, aim)
        if _worth(aim, plan) < bound:
            # Whole numbers were searched to the end; a gap of the solver's own is left.
            raise StoppedError
        return plan

    def _near(
        self, certificate: Certificate, x: Floats, plan: list[int], aim: Ints
    ) -> list[int]:
        """Return this plan or a better one among the columns that cost least.

        It makes the columns that a still better plan could use few. The columns in use
        come first: they often hold a best plan, and take the least time.
        """
        used = np.flatnonzero(x)
        cheapest = np.argsort(-certificate.cost, kind="stable")
        for more in (0, _NEAR // 4, _NEAR):
            better = certificate.worth_more_than(_worth(aim, plan))
            if len(better) <= _NEAR:
                break
            near = np.union1d(cheapest[:more], used)
            plan = self._in_whole(near, plan, aim)[0]
        return plan

    def _in_whole(
        self, variables: Ints, plan: list[int], aim: Ints
    ) -> tuple[list[int], int]:
        """Return the better of this plan and the best that uses only these variables.

        With it what no plan that uses only these can pass, if that is more.
        """
        width = self.relaxation.rows.matrix.shape[1]
        switches = np.arange(len(aim), width)
        # With the plan's own columns among them there is always a plan to be found.
        variables = np.unique(np.concatenate([variables, plan, switches]))
        variables = variables.astype(np.int64)
        value = np.zeros(width)
        value[: len(aim)] = aim
        rows = self.relaxation.all_rows(variables)
        found = whole(rows, value[variables], self.clock)
        if found is None:
            raise StoppedError
        x = np.zeros(width)
        x[variables] = found.x
        plan = self._better(plan, x, aim)
        return plan, max(_floor(found.bound), _worth(aim, plan))

    def _better(self, plan: list[int], x: Floats, aim: Ints) -> list[int]:
        """Return x where it is whole, keeps every rule and is worth more."""
        columns = x[: len(aim)]
        if np.abs(columns - np.rint(columns)).max(initial=0.0) > 1e-5:
            return plan
        chosen: list[int] = np.flatnonzero(columns > 0.5).tolist()
        better = _worth(aim, chosen) > _worth(aim, plan)
        if not (better and feasible(self.problem, chosen)):
            return plan
        self._keep(chosen)
        return chosen

    def _keep(self, plan: list[int]) -> None:
        """Keep the plan where it is better, level by level in order."""
        worth = [_worth(level.value, plan) for level in self.problem.levels]
        if worth > [_worth(level.value, self.best) for level in self.problem.levels]:
            self.best = plan

    def solution(self, status: str) -> Solution:
        """Return the best plan with what is known of each level."""
        if not feasible(self.problem, self.best):
            raise AssertionError("the plan breaks a rule of the problem")
        results = []
        for number, level in enumerate(self.problem.levels):
            worth, bound = _worth(level.value, self.best), self.bounds[number]
            if bound < worth:
                raise AssertionError(f"level {level.name}: bound below a plan's value")
            proved = number < self.proved and bound == worth
            results.append(LevelResult(level.name, worth, bound, proved))
        if status == "proved" and not all(level.proved for level in results):
            raise AssertionError("not every level is proved")
        return Solution(tuple(self.best), tuple(results), status)


def _worth(value: Ints, plan: list[int]) -> int:
    return int(value[plan].sum())


def _floor(bound: float) -> int:
    # Aims are whole numbers, so a bound may be rounded down, rounding errors apart.
    return math.floor(bound + 1e-5 + 1e-12 * abs(bound))


def _first_factor(level: Level) -> int:
    """Return a factor that is usually enough; a level of counts needs little."""
    largest = int(level.value.max(initial=0))
    return 1 if not largest else 3 if largest < 100 else 2000


def _ceiling(problem: Problem, level: Level) -> int:
    """Return a bound that needs no solving: everyone in their best column."""
    columns = problem.columns
    best = np.zeros(len(problem.units), dtype=np.int64)
    np.maximum.at(best, columns.unit, level.value)
    return int(best.sum())


def _best_of_each_unit(
    problem: Problem, aim: Ints, possible: NDArray[np.bool_]
) -> Ints:
    unit = problem.columns.unit
    order: Ints = np.lexsort((-aim, unit)).astype(np.int64)
    order = order[possible[order]]
    first = np.searchsorted(unit[order], unit[order])
    return order[np.arange(len(order)) - first < _FIRST]
