"""Excel workbooks, a row at a time, and no more unpacked than is allowed."""

import zipfile
import zlib
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from lxml.etree import LxmlError
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from app.exchange.tables import (
    MEGABYTE,
    MOST_COLUMNS,
    SAVE_AS,
    Cell,
    File,
    Table,
    UnreadableFileError,
    cells_as_they_were,
    header_cells,
    is_blank,
)

MOST_UNPACKED = 300 * MEGABYTE
MOST_TEXTS = 100 * MEGABYTE
"""Of the part that holds a workbook's texts, which is read whole."""
MOST_PARTS = 1_000
MOST_BLANK = 5_000
"""Blank rows in a row: past so many nothing more is looked for."""
CHUNK = 1 << 16
NOT_A_WORKBOOK = f"The selected file is not an Excel workbook. {SAVE_AS}"
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    LxmlError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    LookupError,
    TypeError,
    ValueError,
    AttributeError,
)
"""What the library raises on a workbook that is not one; it wraps nothing."""


def excel_tables(file: File) -> list[Table]:
    """Return the table on each sheet that has a header.

    Raises
    ------
    UnreadableFileError
        When it is no workbook, or holds more than is allowed when unpacked.
    """
    _look_inside(file.content)
    try:
        book = _open(file.content)
        names = [sheet.title for sheet in book.worksheets]
        book.close()
    except BROKEN:
        raise UnreadableFileError(NOT_A_WORKBOOK) from None
    found = []
    for place, name in enumerate(names):
        with closing(iter(_Rows(file.content, place))) as rows:
            header = header_cells(next(rows, (1, ()))[1])
        if len(header) > MOST_COLUMNS:
            said = f"Sheet {name} has more than {MOST_COLUMNS} columns"
            raise UnreadableFileError(said)
        if header:
            # One more than there are, so that a value too many shows.
            beyond = len(header) + 1
            found.append(Table(name, header, _Rows(file.content, place, 1, beyond)))
    if not found:
        raise UnreadableFileError("The selected file is empty")
    return found


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a sheet, read anew each time they are gone through."""

    content: BinaryIO
    sheet: int
    skipped: int = 0
    width: int = MOST_COLUMNS + 1

    def __iter__(self) -> Generator[tuple[int, Sequence[Cell]], None, None]:
        try:
            with closing(self._filled()) as rows:
                yield from islice(rows, self.skipped, None)
        except BROKEN:
            raise UnreadableFileError(NOT_A_WORKBOOK) from None

    def _filled(self) -> Generator[tuple[int, Sequence[Cell]], None, None]:
        book = _open(self.content)
        try:
            sheet: Any = book.worksheets[self.sheet]
            # What a sheet says of its own size need not be so.
            sheet.reset_dimensions()
            blank = 0
            rows = sheet.iter_rows(max_col=self.width, values_only=True)
            for number, cells in enumerate(rows, 1):
                if is_blank(cells):
                    blank += 1
                    if blank > MOST_BLANK:
                        return
                    continue
                blank = 0
                yield number, cells_as_they_were(cells)
        finally:
            book.close()


def _open(content: BinaryIO) -> Any:
    content.seek(0)
    # Read-only: a row at a time. Values only: what a formula came to, not the formula.
    return load_workbook(content, read_only=True, data_only=True, keep_links=False)


def _look_inside(content: BinaryIO) -> None:
    """Unpack every part without keeping it: what a file says of its sizes may lie."""
    content.seek(0)
    try:
        with zipfile.ZipFile(content) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS:
                raise UnreadableFileError(NOT_A_WORKBOOK)
            if not any(part.filename == "xl/workbook.xml" for part in parts):
                raise UnreadableFileError(NOT_A_WORKBOOK)
            left = MOST_UNPACKED
            for part in parts:
                left -= _size(packed, part, min(left, _most(part)))
    except BROKEN:
        raise UnreadableFileError(NOT_A_WORKBOOK) from None


def _most(part: zipfile.ZipInfo) -> int:
    in_rows = part.filename.startswith("xl/worksheets/")
    return MOST_UNPACKED if in_rows else MOST_TEXTS


def _size(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> int:
    size = 0
    with packed.open(part) as content:
        while chunk := content.read(CHUNK):
            size += len(chunk)
            if size > most:
                raise UnreadableFileError(
                    "The selected file holds far more than its size says, and was not "
                    "opened"
                )
    return size
