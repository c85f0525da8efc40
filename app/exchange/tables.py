"""Tables as they come out of files: CSV and Excel, read a row at a time.

Whatever a file is, reading it stays within bounds: of size, of columns, and of what is
packed inside an Excel file. What cannot be read is said in words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import BinaryIO

from app.core.spreadsheet import MARK, as_it_was

MEGABYTE = 1_000_000
MOST_BYTES = 50 * MEGABYTE
MOST_COLUMNS = 200
MOST_ROWS = 100_000

Cell = str | int | float | bool | date | datetime | time | None


@dataclass(frozen=True, slots=True)
class File:
    """A file as somebody gave it; its name serves only to tell files apart."""

    name: str
    content: BinaryIO
    size: int


class UnreadableFileError(Exception):
    """A file is not a table that can be read; `said` tells why, in words."""

    def __init__(self, said: str) -> None:
        super().__init__(said)
        self.said = said


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its header, and its rows as often as they are asked for.

    Rows come with their number, counted as a spreadsheet does, blank ones left out.
    ``name`` is the file's or the sheet's.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[tuple[int, Sequence[Cell]]]


def tables_in(files: Sequence[File]) -> list[Table]:
    """Return every table in the files.

    Raises
    ------
    UnreadableFileError
        When a file is empty, too large, or neither CSV nor Excel.
    """
    return [table for file in files for table in _tables(file)]


def _tables(file: File) -> Iterator[Table]:
    from app.exchange.csv_tables import csv_table
    from app.exchange.excel_tables import excel_tables

    look_at(file)
    start = _start(file.content)
    if start.startswith(PACKED):
        yield from excel_tables(file)
    elif start.startswith(XML):
        raise UnreadableFileError(f"The selected file is an XML file. {SAVE_AS}")
    else:
        yield csv_table(file)


def look_at(file: File) -> None:
    """Refuse a file that can be seen at a glance to be no table.

    Raises
    ------
    UnreadableFileError
        When it is empty, too large, or of another kind.
    """
    if not file.size:
        raise UnreadableFileError("The selected file is empty")
    if file.size > MOST_BYTES:
        most = MOST_BYTES // MEGABYTE
        raise UnreadableFileError(f"The file must be smaller than {most} MB")
    start = _start(file.content)
    for mark, kind in OTHER_FILES.items():
        if start.startswith(mark):
            raise UnreadableFileError(f"The selected file is {kind}. {SAVE_AS}")


def is_packed(content: BinaryIO) -> bool:
    """Tell whether a file is packed as an Excel file is."""
    return _start(content).startswith(PACKED)


PACKED = b"PK\x03\x04"
XML = b"<?xml"
SAVE_AS = "Save the list as CSV or Excel (.xlsx) and choose that file"
OTHER_FILES = {
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel or a password-protected file",
    b"\x1f\x8b": "a packed file",
    b"BM": "a picture",
}


def _start(content: BinaryIO) -> bytes:
    content.seek(0)
    start = content.read(8)
    content.seek(0)
    return start


def header_cells(cells: Sequence[Cell]) -> list[str]:
    """Return the header's cells as text, without those that are empty at its end."""
    names = [str(cell if cell is not None else "").strip() for cell in cells]
    while names and not names[-1]:
        names.pop()
    return names


def cells_as_they_were(cells: Sequence[Cell]) -> list[Cell]:
    """Return cells without the mark before text that looks like a formula."""
    return [
        as_it_was(cell) if isinstance(cell, str) and cell[:1] == MARK else cell
        for cell in cells
    ]


def is_blank(cells: Sequence[Cell]) -> bool:
    """Tell whether a row has nothing in it."""
    return all(
        cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells
    )
