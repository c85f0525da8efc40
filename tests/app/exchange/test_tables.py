"""Files as they are found, good and bad."""

import io
import struct
import time
import zipfile
from datetime import datetime

import pytest
from openpyxl import Workbook

from app.exchange.tables import File, UnreadableFileError, tables_in

ROWS = [("1", "Zoë – Núñez"), ("2", "a;b,c")]


def file(content: bytes, name: str = "list.csv") -> File:
    return File(name, io.BytesIO(content), len(content))


def read(content: bytes) -> list[list[str]]:
    (table,) = tables_in([file(content)])
    # Twice: rows are there as often as they are asked for.
    assert list(table.rows) == list(table.rows)
    return [list(table.header), *(list(cells) for _, cells in table.rows)]


def workbook(*rows: tuple[object, ...]) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def repacked(content: bytes, **parts: bytes) -> bytes:
    """Return a workbook with other content in some of its parts."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for part in old.infolist():
            name = part.filename.rsplit("/")[-1].split(".")[0]
            new.writestr(part.filename, parts.get(name) or old.read(part))
    return packed.getvalue()


def sheet(cells: str, before: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return (
        f'<?xml version="1.0"?>{before}<worksheet xmlns="{space}"><sheetData>'
        f"{cells}</sheetData></worksheet>"
    ).encode()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_csv_is_read_in_every_encoding_and_with_every_separator(encoding, separator):
    lines = [separator.join(("Home ID", "Name")), ""]
    lines += [f'{key}{separator}"{name}"' for key, name in ROWS]
    content = "\r\n".join(lines).encode(encoding)
    assert read(content) == [["Home ID", "Name"], *map(list, ROWS)]


def test_rows_have_the_numbers_a_spreadsheet_shows():
    (table,) = tables_in([file(b'a,b\n\n1,"two\nlines"\n\n3,x\n')])
    assert [number for number, _ in table.rows] == [3, 5]


def test_excel_gives_values_with_their_kinds():
    day = datetime(2026, 11, 1)  # noqa: DTZ001 - a sheet knows no time zones
    made = workbook(("Home ID", "Day", "n"), (12, day, 2.5), (None, "x", None, "y"))
    assert read(made)[1:] == [[12, day, 2.5, None], [None, "x", None, "y"]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The selected file is empty"),
        (b"\n \n,,\n", "The selected file is empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is a picture"),
        (b"\xff\xd8\xff\xe0JFIF", "is a picture"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel or a password-protected"),
        (bytes(range(256)) * 40, "is not text"),
        (b"\x01\x02\x03\x04" * 99, "is not text"),
        (b"a,b\n" + b"x" * 5_000_000, "Line 2 of the file is far too long"),
        (b'a,b\n1,"' + b"x\n" * 200_000, "a cell in it is far too long"),
        (b"a," * 5000, "The file has 5,000 columns"),
        (b"PK\x03\x04 not a zip", "is not an Excel workbook"),
    ],
)
def test_what_is_no_table_is_said_in_words(content, said):
    with pytest.raises(UnreadableFileError) as failed:
        read(content)
    assert said in failed.value.said


def test_a_file_too_large_is_not_opened():
    with pytest.raises(UnreadableFileError) as failed:
        tables_in([File("list.csv", io.BytesIO(b"a"), 50_000_001)])
    assert failed.value.said == "The file must be smaller than 50 MB"


def test_other_packed_files_and_paths_out_of_them_are_no_workbook(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../../../../tmp/slipped", "out")
        archive.writestr(str(tmp_path / "slipped"), "out")
    with pytest.raises(UnreadableFileError):
        tables_in([file(packed.getvalue())])
    assert not list(tmp_path.iterdir())


def test_a_bomb_is_not_unpacked():
    good = workbook(("Home ID",), ("1",))
    bomb = repacked(good, sheet1=bytes(310_000_000))
    assert len(bomb) < 5_000_000
    with pytest.raises(UnreadableFileError) as failed:
        tables_in([file(bomb)])
    assert "far more than its size says" in failed.value.said


def test_a_bomb_that_lies_about_its_size_is_not_unpacked():
    bomb = bytearray(repacked(workbook(("a",)), sheet1=bytes(310_000_000)))
    true, lie = struct.pack("<I", 310_000_000), struct.pack("<I", 1_000)
    assert bomb.count(true) == 2
    with pytest.raises(UnreadableFileError) as failed:
        tables_in([file(bytes(bomb.replace(true, lie)))])
    assert "not an Excel workbook" in failed.value.said


def test_entities_in_a_workbook_are_not_followed(tmp_path):
    (tmp_path / "secret").write_text("the secret")
    for entity in (
        f'<!ENTITY e SYSTEM "file://{tmp_path}/secret">',
        '<!ENTITY a "ha"><!ENTITY e "' + "&a;" * 50_000 + '">',
    ):
        cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>Home &e;</t></is></c></row>'
        made = repacked(
            workbook(("a",)), sheet1=sheet(cells, f"<!DOCTYPE w [{entity}]>")
        )
        with pytest.raises(UnreadableFileError) as failed:
            read(made)
        assert "not an Excel workbook" in failed.value.said


def test_a_sheet_with_one_cell_at_its_far_end_is_read_within_bounds():
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Home ID</t></is></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    )
    made = repacked(workbook(("a",)), sheet1=sheet(cells))
    started = time.monotonic()
    assert read(made) == [["Home ID"]]
    assert time.monotonic() - started < 5
