"""CSV as it is found: several encodings, several separators, marks in front."""

import codecs
import csv
import io
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import BinaryIO

from app.exchange.tables import (
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

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = ",;\t|"
CHUNK = 1 << 16
LONGEST_LINE = 1_000_000
"""In characters. Every sheet of people or homes is far from it."""


def csv_table(file: File) -> Table:
    """Return the table in a CSV file.

    Raises
    ------
    UnreadableFileError
        When it is not text, or no line of it can be a header.
    """
    encoding = _encoding(file.content)
    with closing(_lines(file.content, encoding)) as lines:
        separator = _separator(next(lines, ""))
    with closing(iter(_Rows(file.content, encoding, separator))) as rows:
        names = header_cells(next(rows, (1, ()))[1])
    if not names:
        raise UnreadableFileError("The selected file is empty")
    if len(names) > MOST_COLUMNS:
        said = (
            f"The file has {len(names):,} columns. It must have {MOST_COLUMNS} or fewer"
        )
        raise UnreadableFileError(said)
    return Table(file.name, names, _Rows(file.content, encoding, separator, 1))


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of a file, read anew each time they are gone through."""

    content: BinaryIO
    encoding: str
    separator: str
    skipped: int = 0

    def __iter__(self) -> Generator[tuple[int, Sequence[Cell]], None, None]:
        number, seen = 0, 0
        try:
            with closing(_lines(self.content, self.encoding)) as lines:
                for cells in csv.reader(lines, delimiter=self.separator):
                    # A cell may hold line breaks; a spreadsheet counts the row once.
                    number += 1
                    if is_blank(cells):
                        continue
                    seen += 1
                    if seen > self.skipped:
                        yield number, cells_as_they_were(cells)
        except csv.Error:
            said = f"Row {number + 1} cannot be read: a cell in it is far too long"
            raise UnreadableFileError(said) from None


def _lines(content: BinaryIO, encoding: str) -> Generator[str, None, None]:
    content.seek(0)
    # The wrapper would close what it wraps when it is let go.
    text = io.TextIOWrapper(content, encoding, newline="")
    try:
        number = 0
        while line := text.readline(LONGEST_LINE + 1):
            number += 1
            if len(line) > LONGEST_LINE:
                raise UnreadableFileError(f"Line {number} of the file is far too long")
            yield line
    except UnicodeError:
        raise UnreadableFileError(f"The selected file is not text. {SAVE_AS}") from None
    finally:
        # Nothing is left to let go of once the file itself is closed.
        with suppress(ValueError):
            text.detach()


def _encoding(content: BinaryIO) -> str:
    content.seek(0)
    start = content.read(CHUNK)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        encoding = _utf_16_without_mark(start)
    else:
        encoding = "utf-8" if _decodes(content, "utf-8") else "cp1252"
    if not _is_text(start.decode(encoding, "replace")):
        raise UnreadableFileError(f"The selected file is not text. {SAVE_AS}")
    return encoding


def _utf_16_without_mark(start: bytes) -> str:
    # In text of Europe every other byte is zero: which one says which end comes first.
    little = start[1::2].count(0) > start[::2].count(0)
    return "utf-16-le" if little else "utf-16-be"


def _decodes(content: BinaryIO, encoding: str) -> bool:
    content.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while chunk := content.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_text(start: str) -> bool:
    strange = sum(not (c.isprintable() or c in "\r\n\t") for c in start)
    return strange * 100 <= len(start)


def _separator(line: str) -> str:
    outside = "".join(line.split('"')[::2])
    return max(SEPARATORS, key=outside.count)
