"""The best plan in which one young person lives in one home, asked for many pairs.

All levels are solved at once, as one weighted sum, in whole numbers and exactly. The
levels that only count people are also solved alone, weighed so that their sum cannot be
high unless each of them, in order, is as high as it can be. Where the proved best of
everything reaches that, it is best level by level, whatever its weights were; else they
are raised. Both models are made once: to force a column is to bound its variable.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, takewhile

import numpy as np

from matching.solver.cp_sat import Found, Model
from matching.solver.feasible import feasible, fits_home
from matching.solver.greedy import filled
from matching.solver.linear import Clock
from matching.solver.problem import Ints, Level, Problem, Solution
from matching.solver.relaxation import Relaxation
from matching.solver.start import ContradictionError, first_plan

LARGEST = 20_000
"""Above so many columns nothing is solved; what is known without is told."""
EFFORT, EFFORT_EACH = 60.0, 1.0
"""How long to try in all and each time: in seconds, roughly.

It is reckoned from the work, so that it is the same on every machine and every time.
"""
_COUNTED = 100
"""A level that gives no column as much as this only counts people."""
_COUNTS, _REST = 3, 2000
"""Weights of a level over the next that are usually enough, and how they are raised."""
_RAISE, _TIMES = 4, 3
_EXACT = 2**52
"""Sums above this are not whole numbers to a solver any more."""


class NoPlanError(Exception):
    """There is no plan with this pair."""


@dataclass(frozen=True, slots=True)
class Between:
    """A whole number known to be one of ``lower`` … ``upper``."""

    lower: int
    upper: int


@dataclass(frozen=True, slots=True)
class BestWith:
    """The levels of the best plan with a pair, and the best such plan that was found.

    ``columns`` reach ``lower`` at each level up to the first that is not exact.
    """

    levels: tuple[Between, ...]
    columns: tuple[int, ...]

    @property
    def exact(self) -> bool:
        """Whether every level is known exactly."""
        return all(level.lower == level.upper for level in self.levels)


class PlansWith:
    """The best plans with one pair more, compared with the plan at hand.

    Of plans that are equally good at every level, one is found that keeps as many young
    people as can be where the plan at hand has them.
    """

    def __init__(self, problem: Problem, at_hand: Solution, clock: Clock) -> None:
        self._problem, self._at_hand, self._clock = problem, at_hand, clock
        self._ceilings = [_ceiling(problem, level.value) for level in problem.levels]
        self._aims = _Aims(problem, at_hand.columns)
        self._models: dict[int, Model] = {}
        too_large = len(problem.columns) > LARGEST or self._aims.too_large
        self._left = 0.0 if too_large else EFFORT

    def best(self, person: int, home: int) -> BestWith:
        """Return the best plan in which this young person lives in this home.

        Raises
        ------
        NoPlanError
            When there is none.
        """
        columns = list(self._problem.holding(person, home))
        if not columns:
            raise NoPlanError
        found = [best for c in columns if (best := self._with(c)) is not None]
        if found:
            return self._best_of(found)
        # A solver may be wrong in this; two others are asked before people are told.
        plan = self._fixed(*self._problem.fixed, (person, home))
        if plan is None:
            raise NoPlanError
        return self._known(plan, self._ceilings)

    def decided_against(self, person: int, home: int) -> bool:
        """Tell whether there would be a plan with this pair if nothing was decided."""
        return self._fixed((person, home)) is not None

    def _fixed(self, *pairs: tuple[int, int]) -> list[int] | None:
        """Return a plan with these pairs, and whom they bring; None without any."""
        problem = replace(self._problem, fixed=pairs)
        try:
            return first_plan(problem, Relaxation(problem, Clock()))
        except ContradictionError:
            return None

    def _best_of(self, plans: Sequence[BestWith]) -> BestWith:
        best = max(plans, key=lambda plan: [level.lower for level in plan.levels])
        if all(plan.exact for plan in plans):
            return best
        upper = max([level.upper for level in plan.levels] for plan in plans)
        return self._known(best.columns, upper)

    def _with(self, column: int) -> BestWith | None:
        """Return the best plan with this column, None where there is none."""
        if self._left <= 0.0 or self._clock.over:
            return self._unsolved(column)
        first = self._solve(1, column)
        if first.plan is None:
            return None if first.impossible else self._unsolved(column)
        most, plans = self._most_counted(first.plan, column)
        found = first
        for weights in range(2, _TIMES + 2):
            plan = found.plan
            if plan and found.proved and self._aims.counted(plan) == most:
                return self._known(plan, self._worths(plan))
            if not found.proved or self._aims.largest(weights) > _EXACT:
                break
            found = self._solve(weights, column)
            plans += [found.plan] if found.plan else []
        return self._known(max(plans, key=self._worths), self._aims.apart(most))

    def _most_counted(
        self, plan: list[int], column: int
    ) -> tuple[int, list[list[int]]]:
        """Return what no plan with this column passes in the levels that count.

        With it the plans that are known by then.
        """
        reached, at_hand = self._aims.counted(plan), self._at_hand
        best = self._aims.counted(list(at_hand.columns))
        if at_hand.status == "proved" and reached == best:
            return reached, [plan]
        found = self._solve(0, column)
        if found.plan is None:
            return self._aims.most, [plan]
        return found.bound, [plan, found.plan]

    def _solve(self, weights: int, column: int) -> Found:
        if weights not in self._models:
            aim = self._aims.weighted(weights) if weights else self._aims.counts
            self._models[weights] = Model(self._problem, aim)
        found = self._models[weights].solved(column, min(EFFORT_EACH, self._left))
        self._left -= found.effort
        return found

    def _unsolved(self, column: int) -> BestWith | None:
        """Return what is known without solving: a plan put right, and the plan's proof.

        No plan with the pair is better than the best of all.
        """
        plan = self._put_right(column) or self._from_the_start(column)
        if plan is None:
            return None
        return self._known(plan, [level.bound for level in self._at_hand.levels])

    def _put_right(self, column: int) -> list[int] | None:
        """Return the plan at hand with this column and without who is in its way."""
        problem, columns = self._problem, self._problem.columns
        home = int(columns.home[column])
        members = set(problem.units[columns.unit[column]].members)
        others = [
            c
            for c in self._at_hand.columns
            if members.isdisjoint(problem.units[columns.unit[c]].members)
        ]
        there = [c for c in others if columns.home[c] == home]
        if not fits_home(problem, home, [*there, column]):
            others = [c for c in others if c not in there]
        plan = sorted([*others, column])
        return plan if feasible(problem, plan) else None

    def _from_the_start(self, column: int) -> list[int] | None:
        """Return a plan for this column and whom it brings, with others as they were.

        It is for brothers and sisters who go only together; None where they cannot.
        """
        problem, columns = self._problem, self._problem.columns
        person = problem.units[columns.unit[column]].members[0]
        plan = self._fixed(*problem.fixed, (person, int(columns.home[column])))
        if plan is None:
            return None
        others = np.array(self._at_hand.columns, dtype=np.int64)
        return filled(problem, plan, problem.levels[0].value, others)

    def _worths(self, plan: Sequence[int]) -> list[int]:
        return [_worth(level.value, plan) for level in self._problem.levels]

    def _known(self, plan: Sequence[int], upper: Sequence[int]) -> BestWith:
        """Return what a plan and upper bounds tell of the best plan, level by level.

        A bound holds for a level where every level before it is exact; after the first
        that is not, nothing is known but what the level could be at all.
        """
        levels: list[Between] = []
        known = True
        for reached, most, ceiling in zip(
            self._worths(plan), upper, self._ceilings, strict=True
        ):
            levels.append(Between(reached, most) if known else Between(0, ceiling))
            known = known and reached == most
        return BestWith(tuple(levels), tuple(plan))


class _Aims:
    """The levels as weighted sums."""

    def __init__(self, problem: Problem, at_hand: Sequence[int]) -> None:
        levels = problem.levels
        counts = [*takewhile(lambda one: one.value.max(initial=0) < _COUNTED, levels)]
        kept = np.zeros(len(problem.columns), dtype=np.int64)
        kept[list(at_hand)] = problem.size[list(at_hand)]
        self._problem = problem
        self._levels = counts
        rest = [*levels[len(counts) :], Level("as in the plan at hand", kept)]
        self._rest, _ = _in_order(problem, rest)
        self._after = _in_order(problem, rest[1:])[1]
        self.counts, values = _in_order(problem, counts)
        self.most = values - 1
        self.too_large = max(values, self.largest(1)) > _EXACT

    def counted(self, plan: list[int]) -> int:
        """Return what a plan reaches in the levels that count, as one number."""
        return _worth(self.counts, plan)

    def weighted(self, times: int) -> Ints:
        """Return everything as one sum, with weights raised ever more times."""
        more = _RAISE ** (times - 1)
        aim = np.zeros(len(self._problem.columns), dtype=np.int64)
        for level in self._levels:
            aim = _COUNTS * more * aim + level.value
        everything: Ints = aim * (_REST * more * self._after) + self._rest
        return everything

    def largest(self, times: int) -> int:
        """Return what no weighted sum passes, roughly: it may be beyond 64 bits."""
        more: int = _RAISE ** (times - 1)
        largest = 0
        for level in self._levels:
            largest = _COUNTS * more * largest + _ceiling(self._problem, level.value)
        return largest * _REST * more * self._after * 2

    def apart(self, counted: int) -> list[int]:
        """Return the levels one number for those that count stands for, then bounds."""
        ceilings = [_ceiling(self._problem, one.value) for one in self._problem.levels]
        values: list[int] = []
        for ceiling in reversed(ceilings[: len(self._levels)]):
            counted, value = divmod(counted, ceiling + 1)
            values.insert(0, value)
        return values + ceilings[len(values) :]


def _in_order(problem: Problem, levels: Sequence[Level]) -> tuple[Ints, int]:
    """Return levels as one number each column, the first counting above all others.

    With it how many values that number could have.
    """
    aim = np.zeros(len(problem.columns), dtype=np.int64)
    every = [_ceiling(problem, level.value) + 1 for level in levels]
    for level, values in zip(levels, every, strict=True):
        aim = aim * values + level.value
    return aim, list(accumulate(every, int.__mul__, initial=1))[-1]


def _ceiling(problem: Problem, value: Ints) -> int:
    """Return what no plan passes: each young person where they count most."""
    best = np.zeros(len(problem.units), dtype=np.int64)
    np.maximum.at(best, problem.columns.unit, value)
    return int(best.sum())


def _worth(value: Ints, plan: Sequence[int]) -> int:
    return int(value[list(plan)].sum())
