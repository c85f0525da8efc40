"""The rules of a problem as rows of one sparse matrix, all in whole numbers.

The variables are the columns, then one switch for every mode. Who may not share a home
is not among these rows: there are too many such pairs, so `cuts` adds them as needed.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.solver.problem import Ints, Problem

NO_LIMIT = -(2**62)
"""Stands for a row without a least."""


@dataclass(frozen=True, slots=True)
class Rows:
    """``matrix`` · x between ``least`` and ``most``."""

    matrix: sparse.csc_array
    least: Ints
    most: Ints

    def of(self, variables: Ints) -> tuple["Rows", Ints]:
        """Return the rows that speak of these variables, and which they are."""
        part = self.matrix[:, variables]
        used = np.unique(part.indices).astype(np.int64)
        part = sparse.csc_array(sparse.csr_array(part)[used])
        return Rows(part, self.least[used], self.most[used]), used

    def and_cuts(self, cuts: list[Ints]) -> "Rows":
        """Return these rows and one more a cut: of its columns, one at most."""
        if not cuts:
            return self
        numbers = np.repeat(np.arange(len(cuts)), [len(cut) for cut in cuts])
        shape = (len(cuts), self.matrix.shape[1])
        below = _matrix(numbers, np.concatenate(cuts), np.ones_like(numbers), shape)
        matrix = sparse.csc_array(sparse.vstack([self.matrix, below]))
        least = np.full(len(cuts), NO_LIMIT)
        most = np.ones(len(cuts), dtype=np.int64)
        return Rows(
            matrix,
            np.concatenate([self.least, least]),
            np.concatenate([self.most, most]),
        )


def rows_of(problem: Problem) -> Rows:
    """Write every rule of the problem but who may not share."""
    width = len(problem.columns) + len(problem.modes)
    parts = [
        _each_person_once(problem),
        _places(problem),
        _bedrooms(problem),
        *_modes(problem),
        _all_or_none(problem),
        _fixed(problem),
    ]
    blocks = [
        _matrix(part.row, part.variable, part.weight, (len(part.most), width))
        for part in parts
    ]
    return Rows(
        sparse.csc_array(sparse.vstack(blocks)),
        np.concatenate([part.least for part in parts]),
        np.concatenate([part.most for part in parts]),
    )


def home_limit(problem: Problem) -> Ints:
    """Return how many young people each home may take at the very most."""
    room = problem.room
    limit = np.minimum(room.places, room.usual)
    with_modes = np.array(sorted({mode.home for mode in problem.modes}), dtype=np.int64)
    limit[with_modes] = room.places[with_modes]
    return np.maximum(limit, 0)


def _matrix(
    row: Ints, variable: Ints, weight: Ints, shape: tuple[int, int]
) -> sparse.csr_array:
    return sparse.csr_array(sparse.coo_array((weight, (row, variable)), shape=shape))


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows by triples (row, variable, weight)."""

    row: Ints
    variable: Ints
    weight: Ints
    least: Ints
    most: Ints

    @classmethod
    def at_most(cls, row: Ints, variable: Ints, weight: Ints, most: Ints) -> "_Part":
        return cls(row, variable, weight, np.full(len(most), NO_LIMIT), most)

    @classmethod
    def exactly(cls, triples: list[tuple[int, int, int]], value: Ints) -> "_Part":
        row, variable, weight = np.array(triples, dtype=np.int64).reshape(-1, 3).T
        return cls(row, variable, weight, value, value)


def _each_person_once(problem: Problem) -> _Part:
    """Require each young person to be in at most one chosen column."""
    members = np.array([m for u in problem.units for m in u.members], dtype=np.int64)
    sizes = np.array([len(u.members) for u in problem.units], dtype=np.int64)
    first = np.concatenate([[0], np.cumsum(sizes)])[:-1]
    size = problem.size
    column = np.repeat(np.arange(len(problem.columns)), size)
    start = np.concatenate([[0], np.cumsum(size)])[:-1]
    place = np.arange(len(column)) - np.repeat(start, size)
    person = members[first[problem.columns.unit[column]] + place]
    once = np.ones(problem.people, dtype=np.int64)
    return _Part.at_most(person, column, np.ones_like(column), once)


def _places(problem: Problem) -> _Part:
    """Require no home to take more young people than it may.

    Who takes the whole household counts for all of it: as right, and stronger.
    """
    columns, limit = problem.columns, home_limit(problem)
    weight = np.where(columns.alone, limit[columns.home], problem.size)
    every = np.arange(len(columns))
    return _Part.at_most(columns.home, every, weight, limit)


def _bedrooms(problem: Problem) -> _Part:
    """Require no home to give more bedrooms than are free."""
    columns, free = problem.columns, np.maximum(problem.room.bedrooms, 0)
    weight = np.where(columns.alone, free[columns.home], columns.bedrooms)
    needed = np.flatnonzero(weight)
    return _Part.at_most(columns.home[needed], needed, weight[needed], free)


def _modes(problem: Problem) -> list[_Part]:
    """Require the usual limit unless one mode is on, and then only its units."""
    by_home: dict[int, list[int]] = {}
    for number, mode in enumerate(problem.modes):
        by_home.setdefault(mode.home, []).append(number)
    return [
        _modes_of(problem, home, numbers) for home, numbers in sorted(by_home.items())
    ]


def _modes_of(problem: Problem, home: int, numbers: list[int]) -> _Part:
    columns = problem.in_home(home)
    size, units = problem.size[columns], problem.columns.unit[columns]
    usual = max(int(problem.room.usual[home]), 0)
    beyond = max(int(problem.room.places[home]) - usual, 0)
    on_columns = np.zeros((len(numbers) + 2, len(columns)), dtype=np.int64)
    on_switches = np.zeros((len(numbers) + 2, len(numbers)), dtype=np.int64)
    on_columns[0], on_switches[0] = size, -beyond
    on_switches[1] = 1
    for row, number in enumerate(numbers, start=2):
        outside = ~np.isin(units, list(problem.modes[number].units))
        on_columns[row, outside] = size[outside]
        # This mode shuts the others out; any other mode frees this row.
        on_switches[row] = -beyond
        on_switches[row, row - 2] = usual
    switches = np.array(numbers, dtype=np.int64) + len(problem.columns)
    variables = np.concatenate([columns, switches])
    rows = np.hstack([on_columns, on_switches])
    most = np.full(len(rows), usual, dtype=np.int64)
    most[1] = 1
    at, place = (axis.astype(np.int64) for axis in rows.nonzero())
    return _Part.at_most(at, variables[place], rows[at, place], most)


def _all_or_none(problem: Problem) -> _Part:
    """Require the parts of a sibling group to be all placed or none."""
    triples: list[tuple[int, int, int]] = []
    row = 0
    for part in problem.together:
        for other in part[1:]:
            for unit, sign in ((part[0], 1), (other, -1)):
                triples += [(row, c, sign) for c in problem.of_unit(unit).tolist()]
            row += 1
    return _Part.exactly(triples, np.zeros(row, dtype=np.int64))


def _fixed(problem: Problem) -> _Part:
    """Require what people have decided."""
    triples = [
        (row, column, 1)
        for row, (person, home) in enumerate(problem.fixed)
        for column in problem.holding(person, home)
    ]
    return _Part.exactly(triples, np.ones(len(problem.fixed), dtype=np.int64))


def possible(problem: Problem) -> NDArray[np.bool_]:
    """Tell which columns fit their home when they are there alone."""
    columns, room, size = problem.columns, problem.room, problem.size
    fits = (size <= room.places[columns.home]) & (
        columns.bedrooms <= room.bedrooms[columns.home]
    )
    inside = {(mode.home, unit) for mode in problem.modes for unit in mode.units}
    for column in np.flatnonzero(fits & (size > room.usual[columns.home])).tolist():
        pair = int(columns.home[column]), int(columns.unit[column])
        fits[column] = pair in inside
    return fits
