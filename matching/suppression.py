"""Which counts of a table may be told, so that no small one can be worked out.

A count of fewer than five, or of all but fewer than five, is told in just these words.
Where the totals would give it away all the same, another row's count is kept back too.
Whether they would is worked out as a careful reader would do it: by a linear program
over every table that agrees with what is told.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from math import ceil, floor

from ortools.math_opt.python import mathopt

FEW = 5
"""Counts below this are not told."""
TOTAL = -1
"""The row of the totals."""

Cell = tuple[str, int]
"""A column's name and a row."""


class Told(Enum):
    """How a count is told: itself, in words, or not at all.

    ASIDE is kept back for the sake of another one; HIDDEN along with its whole column.
    """

    EXACT = 0
    FEW = 1
    ALL_BUT_FEW = 2
    ASIDE = 3
    HIDDEN = 4


@dataclass(frozen=True, slots=True)
class Column:
    """Of how many people in each row something is true.

    They are told as a part of those of the column ``part_of``, or of all people of the
    row. ``inside`` is a column that, as readers may know, they are all in as well.
    """

    name: str
    counts: Sequence[int]
    part_of: str | None = None
    inside: str | None = None


def pooled(sizes: Sequence[int]) -> Iterator[list[int]]:
    """Yield the groups row by row, the small ones in one row with others.

    A group is small below FEW; the row they share has at least two groups and FEW
    people, for else the total would tell how small it is. Empty groups have no row.
    """
    order = sorted(range(len(sizes)), key=lambda group: (sizes[group], group))
    together = [group for group in order if 0 < sizes[group] < FEW]
    for group in order:
        enough = sum(sizes[g] for g in together) >= FEW and len(together) > 1
        if not together or enough:
            break
        if sizes[group] >= FEW:
            together.append(group)
    yield from ([g] for g in range(len(sizes)) if sizes[g] and g not in together)
    if together:
        yield sorted(together)


def told(sizes: Sequence[int], columns: Sequence[Column]) -> dict[Cell, Told]:
    """Return how to tell each count and, as row TOTAL, each column's total.

    ``sizes`` are the people in each row, told exactly and each at least FEW. The totals
    are told as they are where there is nothing else, whatever the rows.
    """
    summed = [replace(column, counts=[sum(column.counts)]) for column in columns]
    totals = _Table([sum(sizes)], summed, {}).protected()
    return _Table(
        sizes, columns, {c.name: totals[c.name, 0] for c in columns}
    ).protected()


class _Table:
    def __init__(
        self,
        sizes: Sequence[int],
        columns: Sequence[Column],
        totals: Mapping[str, Told],
    ) -> None:
        self.rows = range(len(sizes))
        self.sizes = [*sizes, sum(sizes)]
        self.columns = {column.name: column for column in columns}
        self.counts = {c.name: [*c.counts, sum(c.counts)] for c in columns}
        self.told = {
            (name, row): self._by_itself(name, row)
            for name in self.columns
            for row in self.rows
        }
        for name in self.columns:
            self.told[name, TOTAL] = totals.get(name, Told.HIDDEN)

    def protected(self) -> dict[Cell, Told]:
        """Keep back until nothing small can be worked out."""
        small = [
            cell
            for cell, how in self.told.items()
            if cell[1] != TOTAL and how is not Told.EXACT
        ]
        seen = {cell: _Seen() for cell in small}
        while (leaking := self._leaking(seen)) is not None:
            if not self._keep_back(leaking):
                break
        return self.told

    def _by_itself(self, name: str, row: int) -> Told:
        count, whole = self.counts[name][row], self.columns[name].part_of
        of = self.counts[whole][row] if whole else self.sizes[row]
        if count < FEW:
            return Told.FEW
        return Told.EXACT if of - count >= FEW else Told.ALL_BUT_FEW

    def _leaking(self, seen: dict[Cell, "_Seen"]) -> Cell | None:
        """Return a small count that is known too nearly.

        What has been ``seen`` to be possible stays so, as only ever less is told.
        """
        reader = _Reader(self)
        for cell in seen:
            if seen[cell].wide:
                continue
            for found in reader.extremes(cell):
                for each in seen:
                    seen[each].add(found[each])
            if not seen[cell].wide:
                return cell
        return None

    def _keep_back(self, leaking: Cell) -> bool:
        """Keep back one count more, the one that hides most; or else whole columns."""
        helpful = self._helpful(leaking)
        if helpful is not None:
            self.told[helpful] = Told.ASIDE
            return True
        rest = [
            cell
            for cell, how in self.told.items()
            if cell[1] != TOTAL and how is not Told.HIDDEN
        ]
        hide = [cell for cell in rest if cell[0] == leaking[0]] or rest
        self.told |= dict.fromkeys(hide, Told.HIDDEN)
        return bool(hide)

    def _helpful(self, leaking: Cell) -> Cell | None:
        """Return which count to keep back: of the same row, or the smallest row's."""
        exact = [
            cell
            for cell, how in self.told.items()
            if how is Told.EXACT and cell[1] != TOTAL
        ]
        exact.sort(key=lambda cell: (self.sizes[cell[1]], cell))
        smallest = {name: (name, row) for name, row in reversed(exact)}
        tried = {cell for cell in exact if cell[1] == leaking[1]} | {*smallest.values()}
        return max(
            (cell for cell in exact if cell in tried),
            key=lambda cell: self._width_without(cell, leaking),
            default=None,
        )

    def _width_without(self, kept_back: Cell, leaking: Cell) -> float:
        before = self.told[kept_back]
        self.told[kept_back] = Told.ASIDE
        least, most = (found[leaking] for found in _Reader(self).extremes(leaking))
        self.told[kept_back] = before
        return most - least


@dataclass(slots=True)
class _Seen:
    """The least and the most a count has been seen to be able to be."""

    least: float = float("inf")
    most: float = float("-inf")

    def add(self, value: float) -> None:
        self.least, self.most = min(self.least, value), max(self.most, value)

    @property
    def wide(self) -> bool:
        """Whether as many values are possible as the words for it cover."""
        if self.least > self.most:
            return False
        return floor(self.most + 1e-6) - ceil(self.least - 1e-6) >= FEW - 1


class _Reader:
    """Somebody who knows all that is told, and works out the rest."""

    def __init__(self, table: _Table) -> None:
        self.model = mathopt.Model()
        self.counts = {
            (name, row): self.model.add_variable(lb=0, ub=table.sizes[row])
            for name, row in table.told
        }
        for name, column in table.columns.items():
            rows = sum(self.counts[name, row] for row in table.rows)
            self.model.add_linear_constraint(self.counts[name, TOTAL] == rows)
            for row in (*table.rows, TOTAL):
                self._reads(table, column, row)
        self.solver = mathopt.IncrementalSolver(self.model, mathopt.SolverType.GLOP)

    def _reads(self, table: _Table, column: Column, row: int) -> None:
        count, require = self.counts[column.name, row], self.model.add_linear_constraint
        part_of, inside = column.part_of, column.part_of or column.inside
        if inside:
            require(count <= self.counts[inside, row])
        rest = (self.counts[part_of, row] if part_of else table.sizes[row]) - count
        match table.told[column.name, row]:
            case Told.EXACT:
                require(count == table.counts[column.name][row])
                require(rest >= FEW)
            case Told.FEW:
                require(count <= FEW - 1)
            case Told.ALL_BUT_FEW:
                require(rest <= FEW - 1)
            case Told.ASIDE:
                require(count >= FEW)
                require(rest >= FEW)

    def extremes(self, cell: Cell) -> Iterator[dict[Cell, float]]:
        """Yield a table with the least and one with the most this count can be."""
        for maximise in (False, True):
            self.model.set_linear_objective(self.counts[cell], is_maximize=maximise)
            values = self.solver.solve().variable_values()
            yield {each: values[count] for each, count in self.counts.items()}
