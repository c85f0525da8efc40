"""The problem the solver is given, and what it answers. No word of fostering law here.

A *unit* is one young person, a sibling group that lives together, or a declared part of
one. A *column* is one unit in one home. A plan is a set of columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
_NONE = np.zeros((0, 0), dtype=np.bool_)


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

    ``together`` lists units that are all placed or none; ``kept_apart`` which units may
    not share a home, shape (units, units), symmetric (none where left out);
    ``column_conflicts`` pairs of columns that may not both be chosen; ``fixed`` pairs
    (person, home) that must hold.
    """

    people: int
    units: tuple[Unit, ...]
    columns: Columns
    room: Room
    levels: tuple[Level, ...]
    together: tuple[tuple[int, ...], ...] = ()
    kept_apart: NDArray[np.bool_] = field(default_factory=lambda: _NONE)
    column_conflicts: frozenset[tuple[int, int]] = frozenset()
    modes: tuple[Mode, ...] = ()
    fixed: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        """Raise ValueError where the parts of the problem do not go together."""
        columns, homes = self.columns, len(self.room.places)
        width, units = len(columns), len(self.units)
        if self.kept_apart is _NONE:
            nobody = np.zeros((units, units), dtype=np.bool_)
            object.__setattr__(self, "kept_apart", nobody)
        _require(self.kept_apart.shape == (units, units), "who is kept apart")
        for array in (columns.home, columns.bedrooms, columns.alone):
            _require(len(array) == width, "columns differ in length")
        for array in (self.room.usual, self.room.bedrooms):
            _require(len(array) == homes, "homes differ in number")
        for level in self.levels:
            _require(len(level.value) == width, f"{level.name}: one value a column")
            _require(not (level.value < 0).any(), f"{level.name}: a value below 0")
        _require(_within(columns.unit, units), "a column of no unit")
        _require(_within(columns.home, homes), "a column of no home")
        pairs = np.sort(columns.unit * homes + columns.home)
        _require(not (np.diff(pairs) == 0).any(), "a unit twice in one home")
        for unit in self.units:
            members = set(unit.members)
            _require(len(members) == len(unit.members) > 0, "a unit's members")
            _require(members <= set(range(self.people)), "a unit of nobody")
        named = [u for part in self.together for u in part]
        named += [u for mode in self.modes for u in mode.units]
        _require(all(0 <= u < units for u in named), "a unit that is not there")
        _require(all(0 <= mode.home < homes for mode in self.modes), "a mode's home")

    @cached_property
    def size(self) -> Ints:
        """How many young people each column places, shape (columns,)."""
        sizes = np.array([len(unit.members) for unit in self.units], dtype=np.int64)
        return sizes[self.columns.unit] if len(sizes) else self.columns.unit

    @cached_property
    def by_home(self) -> dict[int, Ints]:
        """The columns of each home that has any, by home."""
        return _grouped(self.columns.home)

    @cached_property
    def by_unit(self) -> dict[int, Ints]:
        """The columns of each unit that has any, by unit."""
        return _grouped(self.columns.unit)

    def in_home(self, home: int) -> Ints:
        """Return the columns of a home."""
        return self.by_home.get(home, np.zeros(0, dtype=np.int64))

    def of_unit(self, unit: int) -> Ints:
        """Return the columns of a unit."""
        return self.by_unit.get(unit, np.zeros(0, dtype=np.int64))

    def only(self, columns: Ints) -> "Problem":
        """Return the problem with these columns alone, given in order."""
        place = np.full(len(self.columns), -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        mine = self.columns
        return replace(
            self,
            columns=Columns(
                mine.unit[columns],
                mine.home[columns],
                mine.bedrooms[columns],
                mine.alone[columns],
            ),
            levels=tuple(
                Level(level.name, level.value[columns]) for level in self.levels
            ),
            column_conflicts=frozenset(
                (int(place[a]), int(place[b]))
                for a, b in self.column_conflicts
                if place[a] >= 0 and place[b] >= 0
            ),
        )

    def conflict(self, a: int, b: int) -> bool:
        """Tell whether two columns of one home may not both be chosen."""
        columns = self.columns
        return bool(
            columns.alone[a]
            or columns.alone[b]
            or self.kept_apart[columns.unit[a], columns.unit[b]]
            or (min(a, b), max(a, b)) in self.column_conflicts
        )

    def holding(self, person: int, home: int) -> Iterator[int]:
        """Yield the columns that place this young person in this home."""
        for column in self.in_home(home).tolist():
            if person in self.units[self.columns.unit[column]].members:
                yield column


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise ValueError(f"not a problem: {what}")


def _within(numbers: Ints, count: int) -> bool:
    return bool(((numbers >= 0) & (numbers < count)).all())


def _grouped(by: Ints) -> dict[int, Ints]:
    order = np.argsort(by, kind="stable")
    keys, starts = np.unique(by[order], return_index=True)
    parts = np.split(order, starts[1:])
    return dict(zip(keys.tolist(), parts, strict=True)) if len(keys) else {}


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
