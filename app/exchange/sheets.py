"""Rows of a sheet whose columns are known: what each says, and all that is amiss."""

from collections.abc import Sequence
from typing import Any

from app.exchange.cells import CellError, as_text, is_unknown
from app.exchange.headings import Recognised
from app.exchange.port import Problem
from app.exchange.tables import MOST_ROWS, Cell

ROWS_SHOWN = 5


def values_of(
    found: Recognised, row: int, cells: Sequence[Cell]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read the cells of a row: what each says, and every problem at once."""
    values: dict[str, Any] = {}
    wrong = []
    name = found.table.name
    width = len(found.table.header)
    if any(not is_unknown(cell) for cell in cells[width:]):
        said = (
            f"has {len(cells)} cells, and there are {width} columns. A value with the "
            "separator in it needs quotation marks"
        )
        return values, [Problem(said, row, table=name, refused=True)]
    for place, column in found.columns.items():
        cell = cells[place] if place < len(cells) else None
        if found.mapping.values:
            cell = found.mapping.cell(column, cell)
        if is_unknown(cell):
            if column.needed:
                wrong.append(Problem("is empty", row, column.heading, name, True))
            continue
        try:
            values[column.key] = column.read(cell)
        except CellError as failed:
            wrong.append(Problem(str(failed), row, column.heading, name, True))
    return values, wrong


def doubles(found: Recognised, key: str) -> dict[str, list[int]]:
    """Return the rows of every id (in column ``key``) that is there more than once."""
    place = next(at for at, column in found.columns.items() if column.key == key)
    first: dict[str, int] = {}
    again: dict[str, list[int]] = {}
    for row, cells in found.table.rows:
        if place < len(cells) and not is_unknown(cells[place]):
            written = as_text(cells[place])
            if written in first:
                again.setdefault(written, [first[written]]).append(row)
            else:
                first[written] = row
        if row > 2 * MOST_ROWS:
            break
    return again


def rows_in_words(rows: Sequence[int]) -> str:
    """Name rows: 3, 4."""
    shown = ", ".join(map(str, rows[:ROWS_SHOWN]))
    return shown + (" and more" if len(rows) > ROWS_SHOWN else "")
