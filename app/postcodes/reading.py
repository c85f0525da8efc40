"""Read OS Code-Point Open or the ONS Postcode Directory, as downloaded.

Both come as a zip of CSV files; a single CSV file of either will do as well. Code-Point
Open has no headings and National Grid coordinates; the directory has headings and
degrees. Rows without a position are counted and left out.
"""

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from pyproj import Transformer

from matching.places import full_postcode

CODE_POINT, DIRECTORY = "OS Code-Point Open", "ONS Postcode Directory"
WITHOUT_POSITION = 90
"""The positional quality of Code-Point Open from which on there is none."""
NOWHERE = 99.0
"""Latitudes from here on stand for none in the directory."""
AT_ONCE = 10_000
Row = tuple[str, float, float]
Degrees = Callable[..., Sequence[Sequence[float]]]


class PostcodesUnreadableError(ValueError):
    """The file is none of postcodes; says in words what is wrong."""


@dataclass
class Postcodes:
    """What was read: by area, where each postcode (no space) is; and what was not."""

    source: str = ""
    areas: dict[str, dict[str, tuple[float, float]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    without_position: int = 0
    unreadable: int = 0

    @property
    def count(self) -> int:
        """How many postcodes there are."""
        return sum(map(len, self.areas.values()))


def read(path: Path) -> Postcodes:
    """Read a file of postcodes.

    Raises
    ------
    PostcodesUnreadableError
        When it cannot be read, or is no list of postcodes known here.
    """
    found = Postcodes()
    try:
        for name, lines in _tables(path):
            _read_table(csv.reader(lines), name, found)
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError, csv.Error) as failed:
        why = getattr(failed, "strerror", None) or "it cannot be read"
        raise PostcodesUnreadableError(f"{path.name}: {why}") from None
    if not found.count:
        raise PostcodesUnreadableError(
            f"{path.name}: neither {CODE_POINT} nor the {DIRECTORY} as downloaded"
        )
    return found


def _tables(path: Path) -> Iterator[tuple[str, Iterator[str]]]:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as plain, _lines(plain) as lines:
            yield path.name, lines
        return
    with zipfile.ZipFile(path) as archive:
        for entry in archive.infolist():
            # Both have a folder for the data; beside it stand lists of what codes mean.
            parts = Path(entry.filename.lower()).parts
            if parts[-1].endswith(".csv") and "documents" not in parts:
                with archive.open(entry) as file, _lines(file) as lines:
                    yield parts[-1], lines


@contextmanager
def _lines(file: IO[bytes]) -> Iterator[Iterator[str]]:
    text = io.TextIOWrapper(file, "utf-8-sig", newline="")
    yield text
    text.detach()


def _read_table(rows: Iterator[Sequence[str]], name: str, found: Postcodes) -> None:
    first = next(rows, None)
    if not first:
        return
    heads = [head.strip().lower() for head in first]
    if {"pcds", "lat", "long"} <= set(heads):
        _tell_source(found, DIRECTORY, name)
        _read_directory(rows, heads, found)
    elif len(first) >= 4 and full_postcode(first[0]) and first[1].strip().isdigit():
        _tell_source(found, CODE_POINT, name)
        _read_code_point(_and(first, rows), found)


def _tell_source(found: Postcodes, source: str, name: str) -> None:
    if found.source not in ("", source):
        raise PostcodesUnreadableError(f"{name}: another kind of list beside it")
    found.source = source


def _and(
    first: Sequence[str], rows: Iterator[Sequence[str]]
) -> Iterator[Sequence[str]]:
    yield first
    yield from rows


def _read_directory(
    rows: Iterator[Sequence[str]], heads: Sequence[str], found: Postcodes
) -> None:
    code, lat, lon = (heads.index(head) for head in ("pcds", "lat", "long"))
    ended = heads.index("doterm") if "doterm" in heads else None
    for row in rows:
        if not row:
            continue
        try:
            at = (row[code], float(row[lat]), float(row[lon]))
            # One that is used no more: its place still is where it was.
            gone = ended is not None and bool(row[ended].strip())
        except (ValueError, IndexError):
            found.unreadable += 1
            continue
        if at[1] >= NOWHERE:
            found.without_position += 1
        else:
            _keep(found, at, only_if_new=gone)


def _read_code_point(rows: Iterator[Sequence[str]], found: Postcodes) -> None:
    degrees = Transformer.from_crs(27700, 4326).transform
    batch: list[Row] = []
    for row in rows:
        if not row:
            continue
        try:
            quality, east, north = int(row[1]), float(row[2]), float(row[3])
        except (ValueError, IndexError):
            found.unreadable += 1
            continue
        if quality >= WITHOUT_POSITION:
            found.without_position += 1
            continue
        batch.append((row[0], east, north))
        if len(batch) == AT_ONCE:
            _keep_batch(found, batch, degrees)
    _keep_batch(found, batch, degrees)


def _keep_batch(
    found: Postcodes,
    batch: list[Row],
    degrees: Callable[..., Sequence[Sequence[float]]],
) -> None:
    if batch:
        codes, east, north = zip(*batch, strict=True)
        for at in zip(codes, *degrees(east, north), strict=True):
            _keep(found, at)
        batch.clear()


def _keep(found: Postcodes, at: Row, *, only_if_new: bool = False) -> None:
    written, lat, lon = at
    code = full_postcode(written)
    # Off the map: 49 to 61 north, 9 west to 2.5 east.
    if code is None or not (49 <= lat <= 61 and -9 <= lon <= 2.5):
        found.unreadable += 1
        return
    area = found.areas[area_of(code)]
    if not (only_if_new and code in area):
        area[code] = (lat, lon)


def area_of(code: str) -> str:
    """Return the area a postcode begins with: ST of ST42AB, M of M11AA."""
    return code[:1] if code[1].isdigit() else code[:2]
