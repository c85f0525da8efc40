"""What a sheet's columns are called, take and mean: for every kind that has a sheet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from app.exchange.cells import plain
from app.exchange.tables import Cell

GUIDANCE_SHEET = "Guidance"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``read`` returns its value or raises CellError with why not.

    ``choices`` are all the values it takes, where they can be named: what a sheet
    writes otherwise can be said once to mean one of them. ``several``: a cell may
    hold more than one.
    """

    key: str
    heading: str
    guidance: str
    example: str
    read: Callable[[Cell], Any]
    needed: bool = False
    other_names: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    several: bool = False


def by_name(columns: Sequence[Column]) -> dict[str, Column]:
    """Return the columns by what they may be called, as `plain` writes it."""
    return {
        plain(name): column
        for column in columns
        for name in (column.heading, column.key, *column.other_names)
    }
