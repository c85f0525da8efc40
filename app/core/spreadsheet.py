"""Tables for spreadsheets, as CSV or Excel: what is in a cell is never run.

A spreadsheet takes text that begins like a formula for one. This is the one place for
what stands against it: an apostrophe goes before such text (`inert`), and whoever reads
a table takes it away again (`as_it_was`), so that the value is as it was.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Value = str | int | float | bool | date | None

MARK = "'"
# The wide ones are what some spreadsheets of East Asia take for the narrow.
BEGINS_A_FORMULA = re.compile(rf"{MARK}*[=+\-@\t\r\n＝＋－＠]")
CANNOT_BE_KEPT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
REPLACED = "\ufffd"
FORMS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
"""How a table can be written, and how each is called when it is sent."""
LONGEST_TITLE = 31
WIDTH = 18


def inert(text: str) -> str:
    """Return text that no spreadsheet runs; `as_it_was` gives back what it was."""
    return f"{MARK}{text}" if BEGINS_A_FORMULA.match(text) else text


def as_it_was(text: str) -> str:
    """Return what `inert` was given."""
    is_marked = text[:1] == MARK and BEGINS_A_FORMULA.match(text)
    return text[1:] if is_marked else text


def written(
    form: str, title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> bytes:
    """Return a table as a file of one of the forms; no cell of it is a formula.

    A character no spreadsheet can hold is written as the mark for one (U+FFFD).
    """
    make = _workbook if form == "xlsx" else _text
    return make(title, header, rows)


def _text(_: str, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    sheet = io.StringIO()
    writer = csv.writer(sheet)
    writer.writerow(map(_harmless, header))
    for row in rows:
        writer.writerow(_in_text(value) for value in row)
    # With a mark in front Excel reads it as the UTF-8 it is.
    return sheet.getvalue().encode("utf-8-sig")


def _workbook(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Value]]
) -> bytes:
    # A row at a time: what is written is not held in memory as cells.
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:LONGEST_TITLE])
    sheet.freeze_panes = "A2"
    for place in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    heads = [_cell(sheet, name) for name in header]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def _cell(sheet: object, value: Value) -> WriteOnlyCell:
    if isinstance(value, date) and not isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, int | float) and not isinstance(value, bool):
        return WriteOnlyCell(sheet, value)
    cell = WriteOnlyCell(sheet, _in_text(value))
    # Text whatever it looks like: the library itself would make formulas of some.
    cell.data_type = "s"
    return cell


def _in_text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return value.isoformat()
    return _harmless(value) if isinstance(value, str) else str(value)


def _harmless(text: str) -> str:
    return inert(CANNOT_BE_KEPT.sub(REPLACED, text))
