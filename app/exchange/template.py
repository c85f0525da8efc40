"""The sheet to fill in: empty, with its guidance beside it."""

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.exchange.columns import GUIDANCE_SHEET, Column

WIDTH = 18
GUIDANCE = ("Column", "Needed", "What to write", "Example")


def template(title: str, columns: Sequence[Column], form: str) -> bytes:
    """Return an empty sheet of that title, as csv or xlsx."""
    return _workbook(title, columns) if form == "xlsx" else _text(columns)


def _text(columns: Sequence[Column]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow([column.heading for column in columns])
    # With a mark in front Excel reads it as the UTF-8 it is.
    return written.getvalue().encode("utf-8-sig")


def _workbook(title: str, columns: Sequence[Column]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has a sheet
    sheet.title = title
    sheet.append([column.heading for column in columns])
    sheet.freeze_panes = "A2"
    guidance = book.create_sheet(GUIDANCE_SHEET)
    guidance.append(list(GUIDANCE))
    for column in columns:
        needed = "Yes" if column.needed else "No"
        guidance.append([column.heading, needed, column.guidance, column.example])
    for cell in (*sheet[1], *guidance[1]):
        cell.font = Font(bold=True)
    for place in range(1, len(columns) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = WIDTH
    for letter, width in zip("ABCD", (26, 8, 70, 28), strict=True):
        guidance.column_dimensions[letter].width = width
    for row in guidance.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
