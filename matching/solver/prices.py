"""What one more home could add at most, from what the plan's rows are worth."""

import math

import numpy as np

from matching.solver.linear import Clock, Floats
from matching.solver.problem import Ints, Problem
from matching.solver.relaxation import Relaxation
from matching.solver.rows import NO_LIMIT, home_limit, rows_of

_SLACK = 1e-5
"""More than the rounding of a certificate can come to; values are whole numbers."""


class Prices:
    """The first level of a problem, solved without some homes and priced for those.

    ``there`` are the columns it is solved with, in order; ``reached`` is the best value
    with them. A home that is priced must have no column among them.
    """

    def __init__(
        self, problem: Problem, there: Ints, reached: int, clock: Clock
    ) -> None:
        self._problem = problem
        without = problem.only(there)
        aim = without.levels[0].value
        relaxation = Relaxation(without, clock)
        relaxation.solve(aim, reached)
        dual = relaxation.duals(aim)
        certificate, _ = relaxation.certificate(aim, dual)
        self._most = certificate.bound / 2.0**certificate.shift
        # Without the rows that were added: those speak of the columns there alone.
        rules = rows_of(problem)
        dual = dual[: len(rules.most)]
        dual = np.where((dual < 0) & (rules.least == NO_LIMIT), 0.0, dual)
        asked = (rules.matrix.T @ dual)[: len(problem.columns)]
        self._beyond = np.maximum(problem.levels[0].value - asked, 0.0)
        self._places = home_limit(problem)

    def bound_with(self, home: int) -> int:
        """Return what no plan can pass that may also use this home."""
        problem, columns = self._problem, self._problem.in_home(home)
        worth, rooms = self._beyond[columns], problem.columns.bedrooms[columns]
        by_place = _packed(worth, problem.size[columns], int(self._places[home]))
        free = int(problem.room.bedrooms[home])
        in_rooms = _packed(worth[rooms > 0], rooms[rooms > 0], free)
        by_room = in_rooms + float(worth[rooms == 0].sum())
        return math.floor(self._most + min(by_place, by_room) + _SLACK)


def _packed(worth: Floats, size: Ints, room: int) -> float:
    """Return the most that goes into the room, fractions allowed."""
    order = np.argsort(-worth / size, kind="stable")
    before = np.cumsum(size[order]) - size[order]
    share = np.clip((room - before) / size[order], 0.0, 1.0)
    return float(worth[order] @ share)
