"""The rules of a problem as rows of one sparse matrix: row · x ≤ right-hand side.

The variables are the columns, then one switch for every mode. Rows that only speak of
one home are made as strong as is cheap: groups of columns of which at most one can be
chosen become one row, so that little stays fractional.
"""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from matching.solver.problem import Problem

Row = tuple[list[int], list[float], float]
"""Variables, their coefficients, and the right-hand side."""


@dataclass(frozen=True, slots=True)
class Rows:
    """``matrix`` · x between ``least`` and ``most``."""

    matrix: sparse.csr_matrix
    least: NDArray[np.float64]
    most: NDArray[np.float64]


def rows_of(problem: Problem) -> Rows:
    """Write every rule of the problem."""
    limits = [*_each_person_once(problem), *_homes(problem), *_one_mode(problem)]
    equal = [*_all_or_none(problem), *_fixed(problem)]
    matrix = _matrix([*limits, *equal], len(problem.columns) + len(problem.modes))
    most = np.array([row[2] for row in (*limits, *equal)], dtype=np.float64)
    least = most.copy()
    least[: len(limits)] = -np.inf
    return Rows(matrix, least, most)


def _matrix(rows: list[Row], width: int) -> sparse.csr_matrix:
    starts = np.zeros(len(rows) + 1, dtype=np.int64)
    np.cumsum([len(row[0]) for row in rows], out=starts[1:])
    index = np.array([i for row in rows for i in row[0]], dtype=np.int64)
    value = np.array([v for row in rows for v in row[1]], dtype=np.float64)
    return sparse.csr_matrix((value, index, starts), shape=(len(rows), width))


def _each_person_once(problem: Problem) -> Iterator[Row]:
    """Require each young person to be in at most one chosen column."""
    of_unit: dict[int, list[int]] = {}
    for column, unit in enumerate(problem.columns.unit.tolist()):
        of_unit.setdefault(unit, []).append(column)
    of_person: dict[int, list[int]] = {}
    for unit, columns in of_unit.items():
        for member in problem.units[unit].members:
            of_person.setdefault(member, []).extend(columns)
    for person in sorted(of_person):
        columns = of_person[person]
        yield columns, [1.0] * len(columns), 1.0


def _homes(problem: Problem) -> Iterator[Row]:
    modes: dict[int, list[int]] = {}
    for number, mode in enumerate(problem.modes):
        modes.setdefault(mode.home, []).append(number)
    for home, columns in problem.by_home.items():
        yield from _home(problem, home, columns.tolist(), modes.get(home, []))


def _home(
    problem: Problem, home: int, columns: list[int], modes: list[int]
) -> Iterator[Row]:
    """Require places, the usual limit, bedrooms and company to hold in one home."""
    size = problem.size[columns].tolist()
    rooms = problem.columns.bedrooms[columns].tolist()
    places, bedrooms = int(problem.room.places[home]), int(problem.room.bedrooms[home])
    usual = int(problem.room.usual[home])
    cap = places if modes else min(places, usual)
    if sum(size) > cap:
        yield columns, [float(s) for s in size], float(cap)
    if sum(rooms) > bedrooms:
        yield columns, [float(r) for r in rooms], float(bedrooms)
    if modes:
        yield from _modes(problem, columns, size, usual, modes)
    if cap == 1 and not modes:
        return  # the first row already lets one column be chosen at most
    apart = [
        {
            j
            for j in range(len(columns))
            if j != i
            and (
                size[i] + size[j] > cap
                or rooms[i] + rooms[j] > bedrooms
                or problem.conflict(columns[i], columns[j])
            )
        }
        for i in range(len(columns))
    ]
    for clique in _cliques(apart):
        yield [columns[i] for i in clique], [1.0] * len(clique), 1.0


def _cliques(apart: list[set[int]]) -> Iterator[list[int]]:
    """Cover every pair that excludes each other by groups that all do."""
    open_pairs = {(i, j) for i, others in enumerate(apart) for j in others if i < j}
    for pair in sorted(open_pairs):
        if pair not in open_pairs:
            continue
        clique = list(pair)
        common = apart[pair[0]] & apart[pair[1]]
        while common:
            nxt = min(common)
            clique.append(nxt)
            common &= apart[nxt]
        clique.sort()
        open_pairs -= {(a, b) for n, a in enumerate(clique) for b in clique[n + 1 :]}
        yield clique


def _modes(
    problem: Problem, columns: list[int], size: list[int], usual: int, modes: list[int]
) -> Iterator[Row]:
    """Require the usual limit unless a mode is on, and then only its units."""
    first = len(problem.columns)
    beyond = float(max(sum(size) - usual, 0))
    yield (
        [*columns, *(first + m for m in modes)],
        [*map(float, size), *([-beyond] * len(modes))],
        float(usual),
    )
    units = problem.columns.unit
    for mode in modes:
        for column in columns:
            if int(units[column]) not in problem.modes[mode].units:
                yield [column, first + mode], [1.0, 1.0], 1.0


def _one_mode(problem: Problem) -> Iterator[Row]:
    """Require at most one mode of a home to be on."""
    first = len(problem.columns)
    by_home: dict[int, list[int]] = {}
    for number, mode in enumerate(problem.modes):
        by_home.setdefault(mode.home, []).append(first + number)
    for switches in by_home.values():
        if len(switches) > 1:
            yield switches, [1.0] * len(switches), 1.0


def _all_or_none(problem: Problem) -> Iterator[Row]:
    """Require the parts of a sibling group to be all placed or none."""
    of_unit: dict[int, list[int]] = {}
    wanted = {unit for part in problem.together for unit in part}
    for column, unit in enumerate(problem.columns.unit.tolist()):
        if unit in wanted:
            of_unit.setdefault(unit, []).append(column)
    for part in problem.together:
        for one, other in itertools.pairwise(part):
            ones, others = of_unit.get(one, []), of_unit.get(other, [])
            signs = [1.0] * len(ones) + [-1.0] * len(others)
            yield [*ones, *others], signs, 0.0


def _fixed(problem: Problem) -> Iterator[Row]:
    """Require what people have decided."""
    for person, home in problem.fixed:
        columns = list(problem.holding(person, home))
        yield columns, [1.0] * len(columns), 1.0
