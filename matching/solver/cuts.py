"""Rows added where they are needed: of these columns of one home, one at most.

Two columns of a home exclude each other where they conflict, or where they do not fit
together. Of any set of columns that all exclude each other one can be chosen at most;
such a row is stronger than the pairs it is made of. Rows are made only in homes where
the x at hand breaks one.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from matching.solver.problem import Ints, Problem
from matching.solver.rows import home_limit

Floats = NDArray[np.float64]
_MOST_AT_ONCE = 16
"""Above so many columns in use in a home, a heavy clique has to do."""


class Company:
    """Who may be together in which home."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._limit = home_limit(problem)
        self._modes: dict[int, list[frozenset[int]]] = {}
        for mode in problem.modes:
            self._modes.setdefault(mode.home, []).append(mode.units)
        self._apart: dict[int, set[int]] = {}
        for a, b in sorted(problem.column_conflicts):
            self._apart.setdefault(a, set()).add(b)
            self._apart.setdefault(b, set()).add(a)

    def broken(self, x: Floats, tolerance: float) -> Iterator[Ints]:
        """Yield sets of columns of which x chooses more than one by ``tolerance``."""
        homes = self._problem.columns.home
        load = np.bincount(homes, x, minlength=len(self._limit))
        crowded = np.flatnonzero((load > 1 + tolerance) & (self._limit > 1))
        for home in crowded.tolist():
            columns = self._problem.in_home(home)
            in_use = columns[x[columns] > tolerance]
            clique = _heaviest(self._excludes(in_use, in_use), x[in_use])
            if x[in_use[clique]].sum() > 1 + tolerance:
                yield self._grown(in_use[clique], columns)

    def exclusions(self, columns: Ints) -> Iterator[Ints]:
        """Yield sets that hold every two of these columns that exclude each other."""
        homes = self._problem.columns.home[columns]
        order = np.argsort(homes, kind="stable")
        _, starts = np.unique(homes[order], return_index=True)
        for there in np.split(columns[order], starts[1:]):
            if len(there) > 1 and self._limit[self._problem.columns.home[there[0]]] > 1:
                for clique in _cover(self._excludes(there, there)):
                    yield np.sort(there[clique])

    def _grown(self, clique: Ints, columns: Ints) -> Ints:
        """Add every further column of the home that excludes all so far."""
        further = columns[self._excludes(columns, clique).all(axis=1)]
        among = self._excludes(further, further)
        left = np.ones(len(further), dtype=np.bool_)
        added = []
        # The larger a unit, the more it excludes.
        for i in np.argsort(-self._problem.size[further], kind="stable").tolist():
            if left[i]:
                added.append(i)
                left &= among[i]
        return np.sort(np.concatenate([clique, further[added]]))

    def _excludes(self, some: Ints, others: Ints) -> NDArray[np.bool_]:
        """Tell which columns of one home exclude which, shape (some, others)."""
        problem, columns = self._problem, self._problem.columns
        if not (len(some) and len(others)):
            return np.zeros((len(some), len(others)), dtype=np.bool_)
        home = int(columns.home[some[0]])
        units = columns.unit[some], columns.unit[others]
        together = problem.size[some][:, None] + problem.size[others]
        rooms = columns.bedrooms[some][:, None] + columns.bedrooms[others]
        excludes: NDArray[np.bool_] = (
            problem.kept_apart[np.ix_(*units)]
            | columns.alone[some][:, None]
            | columns.alone[others]
            | (together > self._limit[home])
            | (rooms > problem.room.bedrooms[home])
        )
        if home in self._modes:
            excludes |= (together > problem.room.usual[home]) & ~self._both(home, units)
        for i, column in enumerate(some.tolist()):
            if column in self._apart:
                excludes[i] |= np.isin(others, list(self._apart[column]))
        excludes &= some[:, None] != others
        return excludes

    def _both(self, home: int, units: tuple[Ints, Ints]) -> NDArray[np.bool_]:
        """Tell which two units one of the home's modes holds."""
        both = np.zeros((len(units[0]), len(units[1])), dtype=np.bool_)
        for inside in self._modes[home]:
            some, others = (np.isin(side, list(inside)) for side in units)
            both |= some[:, None] & others
        return both


def _heaviest(excludes: NDArray[np.bool_], weight: Floats) -> list[int]:
    """Return the heaviest set of which each excludes every other."""
    order = np.argsort(-weight, kind="stable").tolist()
    if len(order) > _MOST_AT_ONCE:
        cliques = (_from(i, order, excludes) for i in order)
        return max(cliques, key=lambda clique: float(weight[clique].sum()))
    best: tuple[float, list[int]] = (0.0, [])

    def extend(clique: list[int], total: float, rest: list[int]) -> None:
        nonlocal best
        if total > best[0]:
            best = total, clique
        for n, i in enumerate(rest):
            if total + float(weight[rest[n:]].sum()) <= best[0]:
                return
            compatible = [j for j in rest[n + 1 :] if excludes[i, j]]
            extend([*clique, i], total + float(weight[i]), compatible)

    extend([], 0.0, order)
    return best[1]


def _from(first: int, order: list[int], excludes: NDArray[np.bool_]) -> list[int]:
    """Return a set of which each excludes every other, the heaviest taken first."""
    clique = [first]
    for i in order:
        if all(excludes[i, j] for j in clique):
            clique.append(i)
    return clique


def _cover(excludes: NDArray[np.bool_]) -> Iterator[list[int]]:
    """Yield sets of which each excludes every other, until every pair is in one."""
    open_pairs = np.triu(excludes)
    while open_pairs.any():
        first, second = (int(i) for i in np.argwhere(open_pairs)[0])
        clique = [first, second]
        common = excludes[first] & excludes[second]
        while common.any():
            clique.append(int(common.argmax()))
            common &= excludes[clique[-1]]
        open_pairs[np.ix_(clique, clique)] = False
        yield clique
