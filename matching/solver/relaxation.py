"""What no plan can pass: the linear relaxation over every column, proved.

Only a small part of the columns is ever given to the linear solver. Its duals then
price all of them: a column worth more than the duals ask for it is let in, and the
relaxation is solved again, until there is none. In between, rows that x breaks are
added.

The duals are only taken as a hint. They are rounded to fractions of a fixed size and
the bound is worked out again from the rows in whole numbers, so no rounding error of
any solver can make it wrong.
"""

import math
from dataclasses import dataclass

import numpy as np

from matching.solver.cuts import Company
from matching.solver.linear import Clock, Floats, fractional
from matching.solver.problem import Ints, Problem
from matching.solver.rows import NO_LIMIT, Rows, possible, rows_of

_LET_IN = 8
"""Columns of a unit let in at a time."""
_PATIENCE = 5
"""Rounds without a lower ceiling after which no more rows are added."""
_TOLERANCE = 1e-6
_DEARER = 1e-7
"""A column is let in where it is worth more than its duals by this."""
IMPOSSIBLE = -(2**62)
_DIGITS = 60
"""Binary digits of the largest number in a certificate."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """No plan that uses a set of variables is worth more than bound + their costs.

    Both are in fractions of ``2 ** -shift``; ``cost`` is never above 0, and very far
    below it for what no plan can use.
    """

    bound: int
    cost: Ints
    shift: int

    @property
    def ceiling(self) -> int:
        """What no plan's value, being whole, can pass."""
        return self.bound >> self.shift

    def worth_more_than(self, value: int) -> Ints:
        """Return the variables a plan worth more than ``value`` could use."""
        needed = ((value + 1) << self.shift) - self.bound
        return np.flatnonzero(self.cost >= needed)


class Relaxation:
    """The relaxation of a problem for one aim after the other.

    The columns let in and the rows added stay from aim to aim.
    """

    def __init__(self, problem: Problem, clock: Clock) -> None:
        self._problem, self._clock = problem, clock
        self._rules = rows_of(problem)
        self._company = Company(problem)
        self._cuts: list[Ints] = []
        self.rows = self._rules
        self.possible = possible(problem)
        self._let_in = np.zeros(self._rules.matrix.shape[1], dtype=np.bool_)
        self._let_in[len(problem.columns) :] = True

    @property
    def at_hand(self) -> Ints:
        """The variables let in so far."""
        return np.flatnonzero(self._let_in)

    def let_in(self, columns: Ints) -> None:
        """Let these columns into the relaxation."""
        self._let_in[columns] = True

    def all_rows(self, variables: Ints) -> Rows:
        """Return every rule among these variables: nothing is left to be added."""
        columns = variables[variables < len(self._problem.columns)]
        apart = list(self._company.exclusions(columns))
        return self.rows.of(variables)[0].and_cuts(
            [np.searchsorted(variables, clique) for clique in apart]
        )

    def cut(self, x: Floats) -> bool:
        """Add the rows x breaks; tell whether there were any."""
        columns = x[: len(self._problem.columns)]
        found = list(self._company.broken(columns, _TOLERANCE))
        self._cuts += found
        self.rows = self._rules.and_cuts(self._cuts) if found else self.rows
        return bool(found)

    def solve(self, aim: Ints, reached: int) -> tuple[Floats, Certificate]:
        """Return the best x, and the proof that no plan passes its value.

        Any x will do once it is proved that no plan passes what is ``reached``.
        """
        value = self._with_modes(aim)
        ceilings: list[int] = []
        while True:
            x, dual = self._among_those_let_in(value)
            certificate, cost = self.certificate(value, dual)
            ceilings.append(certificate.ceiling)
            if certificate.ceiling == reached:
                return x, certificate
            if ceilings[-_PATIENCE:].count(ceilings[-1]) < _PATIENCE and self.cut(x):
                continue
            wanted = self._best_of_each_unit(cost, certificate.shift)
            if not len(wanted):
                return x, certificate
            self._let_in[wanted] = True

    def duals(self, aim: Ints) -> Floats:
        """Return what each rule's row is worth at the best x of an aim solved before.

        Shape (rows,), in order of ``rows``: the problem's rules, then what was added.
        """
        return self._among_those_let_in(self._with_modes(aim))[1]

    def _with_modes(self, aim: Ints) -> Ints:
        """Return an aim for all variables; those after the columns count nothing."""
        value = np.zeros(self._rules.matrix.shape[1], dtype=np.int64)
        value[: len(aim)] = aim
        return value

    def _among_those_let_in(self, value: Ints) -> tuple[Floats, Floats]:
        at_hand = self.at_hand
        rows, used = self.rows.of(at_hand)
        x, dual = np.zeros(len(value)), np.zeros(len(self.rows.most))
        x[at_hand], dual[used] = fractional(
            rows, value[at_hand].astype(np.float64), self._clock
        )
        return x, dual

    def certificate(self, value: Ints, dual: Floats) -> tuple[Certificate, Ints]:
        """Work out what these duals prove, and what each variable is worth beyond them.

        Whatever the duals, what is proved is true; bad ones prove little.
        """
        rows, value = self.rows, self._with_modes(value)
        # A dual may only lean on a side its row has.
        dual = np.where((dual < 0) & (rows.least == NO_LIMIT), 0.0, dual)
        side = np.where(dual >= 0, rows.most, rows.least)
        units = len(self._problem.units)
        roughly = np.abs(value - rows.matrix.T @ dual).max(initial=1.0)
        # Every figure must go into 64 bits, also a dual on a row whose side is 0.
        largest = max(np.abs(dual).max(initial=1.0), np.abs(value).max(initial=1))
        worth = float(np.abs(dual) @ np.abs(side))
        shift = _DIGITS - _digits(max(worth, roughly * units, float(largest)))
        exact = np.rint(dual * 2.0**shift).astype(np.int64)
        cost = (value << shift) - rows.matrix.T @ exact
        cost[: len(self.possible)][~self.possible] = IMPOSSIBLE
        above = np.maximum(cost, 0)
        bound = int(exact @ side) + self._above(above)
        return Certificate(bound, cost - above, shift), cost

    def _above(self, above: Ints) -> int:
        """Return the most a plan can gain by columns dearer than their duals."""
        columns = self._problem.columns
        most = np.zeros(len(self._problem.units), dtype=np.int64)
        np.maximum.at(most, columns.unit, above[: len(columns)])
        return int(most.sum()) + int(above[len(columns) :].sum())

    def _best_of_each_unit(self, cost: Ints, shift: int) -> Ints:
        """Return the columns not let in that would add most, a few a unit."""
        least = int(_DEARER * 2.0**shift)
        worth = cost[: len(self._problem.columns)]
        found = np.flatnonzero((worth > least) & ~self._let_in[: len(worth)])
        unit = self._problem.columns.unit[found]
        order = np.lexsort((found, -worth[found], unit))
        found, unit = found[order], unit[order]
        first = np.searchsorted(unit, unit)
        return found[np.arange(len(found)) - first < _LET_IN]


def _digits(largest: float) -> int:
    """Return how many binary digits the sums of a certificate need before the point."""
    return math.ceil(math.log2(max(largest, 1.0))) + 1
