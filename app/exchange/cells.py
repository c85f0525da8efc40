"""Cells of a sheet as values: each either read, or told in words why it was not."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import TypeVar

from app.exchange.tables import Cell

T = TypeVar("T")
LONGEST_QUOTED = 40
NOT_KNOWN = {"", "not known", "unknown", "not recorded", "n/k", "nk", "?", "tbc"}
NOTHING = {"none", "no", "0", "nil", "n/a"}
YES = {"yes", "y", "true", "1"}
NO = {"no", "n", "false", "0"}
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            *("jan january", "feb february", "mar march", "apr april", "may"),
            *("jun june", "jul july", "aug august", "sep sept september"),
            *("oct october", "nov november", "dec december"),
        ),
        1,
    )
    for name in names.split()
}
ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]00:00(?::00)?)?")
DAY_FIRST = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: 00:00(?::00)?)?")
NO_CENTURY = re.compile(r"\d{1,2}[/.\- ](\d{1,2}|[A-Za-z]+)[/.\- ]\d{2}")
PART = re.compile(r'[ \t]*"((?:[^"]|"")*)"[ \t]*(?=[;,\n]|$)|([^;,\n]*)')
BETWEEN_WORDS = re.compile(r"(?:[^\w&+/]|_)+")
IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]+)[ \-](\d{4})")


class CellError(ValueError):
    """A cell cannot be read; the text says why."""


def as_text(cell: Cell) -> str:
    """Return a cell as the text a person sees in it."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime) and (cell.hour, cell.minute) == (0, 0):
        return cell.date().isoformat()
    return str(cell).strip()


def in_a_cell(text: str) -> str:
    """Return text as a cell can hold it that takes one line of it."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def is_unknown(cell: Cell) -> bool:
    """Tell whether a cell says nothing, or that nobody knows."""
    return as_text(cell).casefold() in NOT_KNOWN


def day(cell: Cell) -> date:
    """Read a date, day first as it is written in Britain, or year first."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = as_text(cell)
    if NO_CENTURY.fullmatch(written):
        raise CellError(f"{quoted(cell)} has no full year. Write it like 27/3/2027")
    parts: tuple[int, int, int] | None = None
    if found := ISO.fullmatch(written):
        parts = int(found[1]), int(found[2]), int(found[3])
    elif found := DAY_FIRST.fullmatch(written):
        parts = int(found[3]), int(found[2]), int(found[1])
    elif found := IN_WORDS.fullmatch(written):
        parts = int(found[3]), MONTHS.get(found[2].casefold(), 0), int(found[1])
    try:
        if parts and parts[0] >= 1900:
            return date(*parts)
    except ValueError:
        pass
    raise CellError(f"{quoted(cell)} is not a date")


def whole_number(cell: Cell, most: int, least: int = 0) -> int:
    """Read a whole number written in figures."""
    written = as_text(cell)
    if re.fullmatch(r"[0-9]{1,9}", written) and least <= int(written) <= most:
        return int(written)
    said = f"is not a whole number from {least} to {most}, in figures"
    raise CellError(f"{quoted(cell)} {said}")


def yes_or_no(cell: Cell) -> bool:
    """Read a yes or a no."""
    written = as_text(cell).casefold()
    if written in YES:
        return True
    if written in NO:
        return False
    raise CellError(f"{quoted(cell)} is neither yes nor no")


def one_of(cell: Cell, known: Mapping[str, T]) -> T:
    """Read one of the values known, whatever its capitals and hyphens."""
    found = known.get(plain(as_text(cell)))
    if found is None:
        raise CellError(f"{quoted(cell)} is not one of: {', '.join(known)}")
    return found


def listed(cell: Cell) -> list[str]:
    """Read several values: between semicolons, commas or line breaks.

    One that has any of these in it stands in quotation marks, as `joined` writes it.
    """
    found = PART.findall(as_text(cell))
    parts = [within.replace('""', '"') or part for within, part in found]
    return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


def joined(parts: Iterable[str]) -> str:
    """Write several values as `listed` reads them."""
    return "; ".join(_as_part(part) for part in parts)


def _as_part(part: str) -> str:
    if part[:1] != '"' and not re.search(r"[;,\n]", part):
        return part
    doubled = part.replace('"', '""')
    return f'"{doubled}"'


def plain(written: str) -> str:
    """Return a word as it is compared: small letters, single spaces."""
    return " ".join(BETWEEN_WORDS.sub(" ", written.casefold()).split())


def quoted(cell: Cell) -> str:
    """Return a cell as it is repeated to whoever gave it."""
    written = " ".join(as_text(cell).split())
    if len(written) > LONGEST_QUOTED:
        return written[:LONGEST_QUOTED] + "…"
    return written
