"""The problem the solver is given, and what it answers. No word of fostering law here.

A *unit* is one young person, a sibling group that lives together, or a declared part of
one. A *column* is one unit in one home. A plan is a set of columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Unit:
    """Young people (by number) who are placed together or not at all."""

    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """The possible placings; all arrays have shape (columns,).

    ``unit`` and ``home`` are numbers; ``bedrooms`` how many of their own the unit needs
    in that home; ``alone`` where nobody else may be placed in that home beside it.
    """

    unit: Ints
    home: Ints
    bedrooms: Ints
    alone: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.unit)


@dataclass(frozen=True, slots=True)
class Room:
    """What is left in each home, shape (homes,): places, usual limit, bedrooms."""

    places: Ints
    usual: Ints
    bedrooms: Ints


@dataclass(frozen=True, slots=True)
class Mode:
    """A home's usual limit may be passed if only these units are placed there."""

    home: int
    units: frozenset[int]


@dataclass(frozen=True, slots=True)
class Level:
    """One aim: the sum of ``value`` over the chosen columns, as large as possible."""

    name: str
    value: Ints


@dataclass(frozen=True)
class Problem:
    """Choose columns so that every level, in order, is as large as possible.

    ``together`` lists units that are all placed or none; ``conflicts`` pairs of units
    that may not share a home; ``column_conflicts`` pairs of columns that may not both
    be chosen; ``fixed`` pairs (person, home) that must hold.
    """

    people: int
    units: tuple[Unit, ...]
    columns: Columns
    room: Room
    levels: tuple[Level, ...]
    together: tuple[tuple[int, ...], ...] = ()
    conflicts: frozenset[tuple[int, int]] = frozenset()
    column_conflicts: frozenset[tuple[int, int]] = frozenset()
    modes: tuple[Mode, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()

    @cached_property
    def size(self) -> Ints:
        """How many young people each column places, shape (columns,)."""
        sizes = np.array([len(unit.members) for unit in self.units], dtype=np.int64)
        return sizes[self.columns.unit] if len(sizes) else self.columns.unit

    @cached_property
    def by_home(self) -> dict[int, Ints]:
        """The columns of each home that has any, by home."""
        order = np.argsort(self.columns.home, kind="stable")
        homes, starts = np.unique(self.columns.home[order], return_index=True)
        parts = np.split(order, starts[1:])
        return dict(zip(homes.tolist(), parts, strict=True)) if len(homes) else {}

    def conflict(self, a: int, b: int) -> bool:
        """Tell whether two columns of one home may not both be chosen."""
        columns = self.columns
        units = int(columns.unit[a]), int(columns.unit[b])
        return bool(
            columns.alone[a]
            or columns.alone[b]
            or (min(units), max(units)) in self.conflicts
            or (min(a, b), max(a, b)) in self.column_conflicts
        )

    def holding(self, person: int, home: int) -> Iterator[int]:
        """Yield the columns that place this young person in this home."""
        for column in self.by_home.get(home, np.zeros(0, dtype=np.int64)).tolist():
            if person in self.units[self.columns.unit[column]].members:
                yield column


@dataclass(frozen=True, slots=True)
class LevelResult:
    """What a level reached, what no plan can pass, and whether that was proved."""

    name: str
    value: int
    bound: int
    proved: bool


@dataclass(frozen=True, slots=True)
class Solution:
    """The chosen columns in order, and how good they are.

    ``status`` is ``proved``, ``stopped`` (best so far), or ``contradiction`` (the fixed
    pairs cannot all hold; nothing is chosen).
    """

    columns: tuple[int, ...]
    levels: tuple[LevelResult, ...]
    status: str
