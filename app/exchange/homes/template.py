"""The sheet to fill in: empty, with its guidance beside it."""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from app.exchange.homes.columns import COLUMNS, GUIDANCE_SHEET

WIDTH = 18
GUIDANCE = ("Column", "Needed", "What to write", "Example")


def homes_template(form: str) -> bytes:
    """Return an empty list of homes, as csv or xlsx."""
    return _workbook() if form == "xlsx" else _text()


def _text() -> bytes:
    written = io.StringIO()
    csv.writer(written).writerow([column.heading for column in COLUMNS])
    # With a mark in front Excel reads it as the UTF-8 it is.
    return written.getvalue().encode("utf-8-sig")


def _workbook() -> bytes:
    book = Workbook()
    homes = book.active
    assert homes is not None  # noqa: S101 - a new workbook has a sheet
    homes.title = "Homes"
    homes.append([column.heading for column in COLUMNS])
    homes.freeze_panes = "A2"
    guidance = book.create_sheet(GUIDANCE_SHEET)
    guidance.append(list(GUIDANCE))
    for column in COLUMNS:
        needed = "Yes" if column.needed else "No"
        guidance.append([column.heading, needed, column.guidance, column.example])
    for cell in (*homes[1], *guidance[1]):
        cell.font = Font(bold=True)
    for place in range(1, len(COLUMNS) + 1):
        homes.column_dimensions[get_column_letter(place)].width = WIDTH
    for letter, width in zip("ABCD", (26, 8, 70, 28), strict=True):
        guidance.column_dimensions[letter].width = width
    for row in guidance.iter_rows(min_row=2):
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()
