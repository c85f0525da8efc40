"""The return as XML: the same tables, one CHILD element after the other."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from app.exchange.ssda903.codes import TABLES
from app.exchange.tables import MOST_BYTES, File, Table, UnreadableFileError

NAMES = {"CHILD": "CHILDID", "PLACE": "PL"}
"""Columns that XML calls otherwise."""
PARTS = {
    "EPISODE": "Episodes",
    "AREVIEW": "Reviews",
    "AMISSING": "Missing",
    "OC2": "OC2",
    "PERMANENCE": "PrevPerm",
}


def is_xml(content: BinaryIO) -> bool:
    """Tell whether a file begins as XML does."""
    content.seek(0)
    start = content.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    content.seek(0)
    return start.startswith(b"<")


def xml_tables(file: File) -> list[Table]:
    """Return the tables of a return; rows count the CHILD elements from 1.

    Entities are not looked up, and a file that declares any is refused.

    Raises
    ------
    UnreadableFileError
        When it is no XML, too large, or not a return.
    """
    if file.size > MOST_BYTES:
        raise UnreadableFileError("The file must be smaller than 50 MB")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.parse(file.content, parser)
    except etree.XMLSyntaxError as failed:
        said = f"The file is not whole XML (line {failed.lineno})"
        raise UnreadableFileError(said) from None
    if root.docinfo.doctype:
        raise UnreadableFileError(
            "The file declares a document type. A return has none, and it was not read"
        )
    if root.getroot().tag != "EXPSSDA903":
        raise UnreadableFileError("The file is XML, and not a return (EXPSSDA903)")
    rows: dict[str, list[tuple[int, list[str | None]]]] = {}
    for number, child in enumerate(root.getroot().iterfind("CHILD"), 1):
        header = child.find("HEADER")
        shared = {} if header is None else _texts(header)
        for name, values in _tables_of(child, shared):
            cells = [values.get(NAMES.get(c, c)) for c in TABLES[name]]
            rows.setdefault(name, []).append((number, cells))
    return [Table(f"{file.name} {n}", TABLES[n], found) for n, found in rows.items()]


def _tables_of(
    child: etree._Element, shared: dict[str, str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row of a child: the table's name, and its values by column."""
    yield "Header", shared
    if shared.get("IN_TOUCH"):
        yield "OC3", shared
    for tag, name in PARTS.items():
        for part in child.iter(tag):
            yield name, {**shared, **_texts(part)}


def _texts(element: etree._Element) -> dict[str, str]:
    """Return the text of each element right beneath one."""
    return {
        str(part.tag): part.text.strip()
        for part in element
        if isinstance(part.tag, str) and part.text and part.text.strip()
    }
