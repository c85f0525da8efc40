"""Level after level, each proved before the next is fixed to it.

How a level is solved. Its linear relaxation gives a bound and what each column would
cost at least. Only the columns whose cost is within a radius are given to the integer
solver; a plan that uses any other is worth at most bound − radius. So where the best
among the few reaches that, it is the best of all; if not, the radius grows. (Reduced
cost fixing; every certificate rests on duals worked out again from the rows.)

How levels follow each other. With levels 1 … k−1 at their proved best, the aim
W · (levels so far) + level k is solved; where its proved best keeps the levels so far,
it is lexicographically best whatever W is, and else W is raised. No row ever ties one
level to the next: that would link every home to every other and make the relaxation
slow and loose.
"""

import math
import time
from collections.abc import Callable

import numpy as np

from matching.solver.feasible import feasible
from matching.solver.greedy import greedy
from matching.solver.linear import Clock, Floats, Relaxation, StoppedError, relax, whole
from matching.solver.problem import Ints, Level, LevelResult, Problem, Solution
from matching.solver.rows import Rows, rows_of

FIRST_RADIUS = 2.0
"""Where the search among near-best columns begins, in units of the aim."""
GROW = 4
SLACK = 1e-5


class ContradictionError(Exception):
    """The fixed pairs cannot all hold."""


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
    search = _Search(problem, Clock(deadline, stop))
    try:
        for number in range(len(problem.levels)):
            search.level(number)
            progress(number + 1)
    except StoppedError:
        return search.solution("stopped")
    except ContradictionError:
        return Solution((), (), "contradiction")
    return search.solution("proved")


class _Search:
    """The best plan so far, and what has been proved of each level."""

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self.problem, self.clock = problem, clock
        self.rows: Rows = rows_of(problem)
        self.width = len(problem.columns) + len(problem.modes)
        self.aim = np.zeros(len(problem.columns), dtype=np.int64)
        self.best = greedy(problem, _first_aim(problem.levels, len(problem.columns)))
        self.bounds: list[int] = []

    def level(self, number: int) -> None:
        """Prove one more level."""
        level, before = self.problem.levels[number], self.aim
        weight = _first_weight(level)
        reached = self._worth(before)
        while True:
            aim = weight * before + level.value
            bound = self._maximise(aim)
            if number == 0 or self._worth(before) == reached:
                break
            weight *= GROW
        self.aim = aim
        self.bounds.append(bound - weight * reached)

    def _worth(self, aim: Ints) -> int:
        return int(aim[self.best].sum()) if self.best else 0

    def _maximise(self, aim: Ints) -> int:
        """Make the best plan the best for this aim; return the proved bound."""
        value = np.zeros(self.width)
        value[: len(aim)] = aim
        relaxed = relax(self.rows, value, self.clock)
        if relaxed is None:
            raise ContradictionError
        self._take(relaxed.x, aim)
        ceiling = _floor(relaxed.bound)
        if self.best is not None and self._worth(aim) == ceiling:
            return ceiling
        return self._search(aim, value, relaxed)

    def _search(self, aim: Ints, value: Floats, relaxed: Relaxation) -> int:
        widest = float(-relaxed.cost.min(initial=0.0)) + 1.0
        radius = max(FIRST_RADIUS, 1e-6 * relaxed.bound)
        while True:
            keep = relaxed.cost >= -radius
            keep[len(aim) :] = True
            found = whole(self.rows, value, keep, self.clock)
            if found is not None:
                self._take(found.x, aim)
            elif keep.all():
                raise ContradictionError
            inside = found.bound if found is not None else -math.inf
            outside = -math.inf if keep.all() else relaxed.bound - radius
            bound = _floor(max(inside, outside))
            if self.best is not None and self._worth(aim) >= bound:
                return bound
            if keep.all():
                # Whole numbers were searched to the end; anything left is the
                # solver's own gap, which a further call would not close.
                raise StoppedError
            gap = relaxed.bound - self._worth(aim) if self.best else widest
            # Where what is at hand is already within reach, look exactly so far.
            radius = min(gap if gap > radius else radius * GROW, widest)

    def _take(self, x: Floats | Ints, aim: Ints) -> None:
        """Keep a plan if it is whole, keeps every rule and is better."""
        whole_x = np.rint(x[: len(aim)])
        if np.abs(x[: len(aim)] - whole_x).max(initial=0.0) > SLACK:
            return
        chosen = np.flatnonzero(whole_x > 0).tolist()
        better = self.best is None or int(aim[chosen].sum()) > self._worth(aim)
        if better and feasible(self.problem, chosen):
            self.best = chosen

    def solution(self, status: str) -> Solution:
        """Return the best plan with what is known of each level."""
        if self.best is None:
            self.best = []
        results = []
        for number, level in enumerate(self.problem.levels):
            worth = int(level.value[self.best].sum())
            proved = number < len(self.bounds)
            bound = self.bounds[number] if proved else _ceiling(self.problem, level)
            if bound < worth:
                raise AssertionError(f"level {level.name}: bound below a plan's value")
            results.append(
                LevelResult(level.name, worth, bound, proved and bound == worth)
            )
        return Solution(tuple(self.best), tuple(results), status)


def _floor(bound: float) -> int:
    # Aims are whole numbers, so a bound may be rounded down, rounding errors apart.
    return math.floor(bound + SLACK + 1e-12 * abs(bound))


def _first_weight(level: Level) -> int:
    """Return a weight that is usually enough; a level of counts needs little."""
    return 3 if level.value.max(initial=0) < 100 else 2000


def _first_aim(levels: tuple[Level, ...], columns: int) -> Ints:
    aim = np.zeros(columns, dtype=np.int64)
    for level in levels:
        aim = _first_weight(level) * aim + level.value
    return aim


def _ceiling(problem: Problem, level: Level) -> int:
    """Return a bound that needs no solving: everyone in their best column."""
    best = np.zeros(len(problem.units), dtype=np.int64)
    np.maximum.at(best, problem.columns.unit, level.value)
    return int(best.sum())
