"""What another system's columns and values mean, said once and remembered.

A mapping is of one kind of source and one system: which of its headings is which column
here, and which of its values mean which of ours. Shapes that are known beforehand are
mappings too (`shapes.py`).
"""

from collections.abc import Mapping as Given
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.exchange.cells import CellError, as_text, is_unknown, joined, listed, plain
from app.exchange.columns import Column
from app.exchange.tables import Cell, Table

LEFT_OUT = ""
"""What a heading or a value means that says nothing."""
MOST_VALUES = 30
MOST_SAMPLES = 3
LONGEST_SAMPLE = 60
ROWS_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Mapping:
    """Headings to keys of columns; and for each key, values there to values here.

    Headings and values are as `plain` writes them. LEFT_OUT: it says nothing.
    """

    columns: Given[str, str] = field(default_factory=dict)
    values: Given[str, Given[str, str]] = field(default_factory=dict)

    def with_columns(self, columns: Given[str, str]) -> "Mapping":
        """Return it with more columns."""
        return Mapping({**self.columns, **columns}, self.values)

    def with_values(self, values: Given[str, Given[str, str]]) -> "Mapping":
        """Return it with more values."""
        keys = dict.fromkeys((*self.values, *values))
        merged = {k: {**self.values.get(k, {}), **values.get(k, {})} for k in keys}
        return Mapping(self.columns, merged)

    def cell(self, column: Column, cell: Cell) -> Cell:
        """Return what a cell means here; what was not said stays as it is."""
        known = self.values.get(column.key)
        if not known:
            return cell
        written = plain(as_text(cell))
        if written in known:
            return known[written]
        if not column.several:
            return cell
        return joined(known.get(plain(part), part) for part in listed(cell))


NOTHING_SAID = Mapping()


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping that is known beforehand. No claim that it is a product's own."""

    name: str
    mapping: Mapping


def shape(
    name: str,
    columns: Given[str, str],
    values: Given[str, Given[str, str]] | None = None,
) -> Shape:
    """Make a shape of headings and values as they are written."""
    plainly = {
        key: {plain(there): here for there, here in meant.items()}
        for key, meant in (values or {}).items()
    }
    return Shape(name, Mapping({plain(k): v for k, v in columns.items()}, plainly))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that was found, and some of what stands under it."""

    name: str
    samples: Sequence[str]


def headings_of(tables: Sequence[Table]) -> list[Heading]:
    """Return the tables' headings, each once, with a few of their values."""
    found: dict[str, tuple[str, list[str]]] = {}
    for table in tables:
        samples = [
            found.setdefault(plain(name), (name, []))[1] for name in table.header
        ]
        for count, (_, cells) in enumerate(table.rows):
            if count > ROWS_LOOKED_AT or all(len(s) >= MOST_SAMPLES for s in samples):
                break
            for sample, cell in zip(samples, cells, strict=False):
                said = " ".join(as_text(cell).split())[:LONGEST_SAMPLE]
                if said and said not in sample and len(sample) < MOST_SAMPLES:
                    sample.append(said)
    return [Heading(name, said) for key, (name, said) in found.items() if key]


def unread_values(
    table: Table, columns: Given[int, Column], mapping: Mapping
) -> dict[str, list[str]]:
    """Return by column which values cannot be read, of those that can be said.

    Each is as `plain` writes it, in the order they come, `MOST_VALUES` of a column.
    """
    found: dict[str, dict[str, None]] = {}
    asked = {place: one for place, one in columns.items() if one.choices}
    if not asked:
        return {}
    seen: set[tuple[int, str]] = set()
    for _, cells in table.rows:
        for place, column in asked.items():
            cell = cells[place] if place < len(cells) else None
            written = as_text(cell)
            if is_unknown(cell) or (place, written) in seen:
                continue
            seen.add((place, written))
            kept = found.setdefault(column.key, {})
            for value in _unread(column, mapping.cell(column, cell)):
                if len(kept) < MOST_VALUES:
                    kept[value] = None
    return {key: list(values) for key, values in found.items() if values}


def _unread(column: Column, cell: Cell) -> list[str]:
    """Return which parts of a cell cannot be read."""
    parts = listed(cell) if column.several else [cell]
    wrong = []
    for part in parts:
        try:
            if not is_unknown(part):
                column.read(part)
        except CellError:
            wrong.append(plain(as_text(part)))
    return [one for one in wrong if one]
