"""Choose where travel times come from: a router of one's own, or a file."""

from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from app.travel.osrm import OsrmTravel
from app.travel.valhalla import ValhallaTravel
from matching.travel import Travel, TravelMatrixError, read_matrix


class TravelSourceError(ValueError):
    """What was asked for as the source of travel times cannot be used."""


def travel_from(spec: str) -> Travel:
    """Return the source of travel times a setting or an argument names.

    There is no default: a router is told where children live, so it is asked only when
    someone has named one of their own.

    Raises
    ------
    TravelSourceError
        When the text names no source, or its address or file cannot be used.
    """
    kind, _, where = spec.strip().partition(":")
    if kind not in SOURCES or not where:
        raise TravelSourceError(
            "travel times come from osrm:http://…, valhalla:http://… or csv:FILE"
        )
    return SOURCES[kind](where)


def _osrm(where: str) -> Travel:
    return OsrmTravel(_address(where))


def _valhalla(where: str) -> Travel:
    return ValhallaTravel(_address(where))


def _csv(where: str) -> Travel:
    try:
        # Spreadsheets begin a UTF-8 file with a mark that is no part of it.
        text = Path(where).read_text("utf-8-sig")
    except OSError as error:
        raise TravelSourceError(f"{where}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise TravelSourceError(f"{where}: is not UTF-8 text") from None
    try:
        return read_matrix(text.splitlines())
    except TravelMatrixError as error:
        rows = "\n".join(f"{where}: {reason}" for reason in error.errors)
        raise TravelSourceError(rows) from None


def _address(where: str) -> str:
    """Return the address of a server, without the last slash."""
    try:
        url = httpx.URL(where)
    except httpx.InvalidURL:
        url = httpx.URL("")
    plain = not (url.userinfo or url.query or url.fragment)
    if url.scheme not in ("http", "https") or not url.host or not plain:
        raise TravelSourceError(
            "a router is named by its address alone, like http://localhost:5000"
        )
    return str(url).rstrip("/")


SOURCES: Mapping[str, Callable[[str], Travel]] = {
    "osrm": _osrm,
    "valhalla": _valhalla,
    "csv": _csv,
}
