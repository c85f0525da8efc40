"""From a postcode to a coordinate, and how far the true place may lie from it.

The shipped tables hold the middle of every postcode sector and outcode (see
data/SOURCE.md). A full postcode is placed at the middle of its sector.
"""

import csv
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

import numpy as np
from numpy.typing import ArrayLike, NDArray

EARTH_RADIUS_KM = 6371.0088
KM_PER_MILE = 1.609344
ATTRIBUTION = (
    "Contains Ordnance Survey data © Crown copyright and database right 2025. "
    "Contains Royal Mail data © Royal Mail copyright and database right 2025. "
    "Contains National Statistics data © Crown copyright and database right 2025."
)

# A sector needs its space: 788 sectors written together read as another outcode (N1 1
# and N11), and outcodes without addresses of their own (LE55) as a sector (LE5 5).
_POSTCODE = re.compile(
    r"([A-Z]{1,2}[0-9][0-9A-Z]?)(?: ?([0-9])[A-Z]{2}| ([0-9]))?",
    re.ASCII | re.IGNORECASE,
)
_FULL = re.compile(r"[A-Z]{1,2}[0-9][0-9A-Z]?[0-9][A-Z]{2}", re.ASCII)


class Precision(StrEnum):
    """What a coordinate stands for."""

    POINT = "point"
    POSTCODE = "postcode"
    SECTOR = "sector"
    OUTCODE = "outcode"


ERROR_KM = {Precision.SECTOR: 4.43, Precision.OUTCODE: 7.48}
"""How far 95 in 100 unit postcodes lie from the middle, measured on the whole table."""


@dataclass(frozen=True, slots=True)
class Located:
    """A coordinate in degrees and how coarse it is."""

    lat: float
    lon: float
    precision: Precision

    @property
    def error_km(self) -> float:
        """How far the true place may lie from here (95 in 100), in km."""
        return ERROR_KM[self.precision]


def locate(postcode: str) -> Located | None:
    """Return where a postcode is: its sector's middle, or else its outcode's.

    Case and spacing do not matter, except that a sector needs its space: ``ST42`` is
    not read as sector ``ST4 2``. None for anything that is not known, whatever the
    text.
    """
    parts = _parts(postcode)
    if parts is None:
        return None
    outcode, sector = parts
    sectors, outcodes = _tables()
    if sector and (found := sectors.get(f"{outcode} {sector}")):
        return Located(*found, Precision.SECTOR)
    if found := outcodes.get(outcode):
        return Located(*found, Precision.OUTCODE)
    return None


def outcode_of(postcode: str) -> str | None:
    """Return the outcode: as much of a place as may be shown before release."""
    parts = _parts(postcode)
    return parts[0] if parts else None


def full_postcode(text: str) -> str | None:
    """Return a full postcode in capitals without its space; None for anything else."""
    joined = "".join(text.split()).upper()
    return joined if _FULL.fullmatch(joined) else None


def spaced_postcode(text: str) -> str | None:
    """Return a full postcode as people write it, "ST4 2AB"; None for anything else."""
    joined = full_postcode(text)
    return joined and f"{joined[:-3]} {joined[-3:]}"


def looks_like_postcode(text: str) -> bool:
    """Tell whether a text has the shape of a postcode or of the first part of one."""
    return _parts(text) is not None


def great_circle_km(
    lat1: ArrayLike, lon1: ArrayLike, lat2: ArrayLike, lon2: ArrayLike
) -> NDArray[np.float64]:
    """Return great-circle distances in km (haversine); degrees in, broadcasting."""
    phi1, phi2 = np.radians(lat1), np.radians(lat2)
    half = (phi2 - phi1) / 2
    turn = np.radians(np.subtract(lon2, lon1)) / 2
    h = np.sin(half) ** 2 + np.cos(phi1) * np.cos(phi2) * np.sin(turn) ** 2
    km: NDArray[np.float64] = 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(np.minimum(h, 1)))
    return km


def _parts(postcode: str) -> tuple[str, str | None] | None:
    found = _POSTCODE.fullmatch(" ".join(postcode.split()))
    if found is None:
        return None
    outcode, sector_of_full, sector = found.groups()
    return outcode.upper(), sector_of_full or sector


@cache
def _tables() -> tuple[dict[str, tuple[float, float]], dict[str, tuple[float, float]]]:
    return _table("sectors.csv"), _table("outcodes.csv")


def _table(name: str) -> dict[str, tuple[float, float]]:
    text = (resources.files("matching") / "data" / name).read_text("utf-8")
    rows = csv.reader(text.splitlines()[1:])
    return {code: (float(lat), float(lon)) for code, lat, lon in rows}
