"""Postcodes and where they are, packed small enough for two million of them."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

# The postcode without its space, and degrees in hundred-thousandths (about a metre).
ROW = np.dtype([("code", "S7"), ("lat", "<i4"), ("lon", "<i4")])
STEPS = 100_000


def packed(places: Mapping[str, tuple[float, float]]) -> bytes:
    """Pack postcodes (no space) and their latitude and longitude."""
    rows = np.array(
        [
            (code.encode(), round(lat * STEPS), round(lon * STEPS))
            for code, (lat, lon) in sorted(places.items())
        ],
        ROW,
    )
    return rows.tobytes()


def unpacked(content: bytes) -> NDArray[np.void]:
    """Return the rows, to look postcodes up in."""
    return np.frombuffer(content, ROW)


def look_up(rows: NDArray[np.void], code: str) -> tuple[float, float] | None:
    """Return latitude and longitude of a postcode (no space), if it is there."""
    at = int(np.searchsorted(rows["code"], code.encode()))
    if at == len(rows) or rows["code"][at] != code.encode():
        return None
    return int(rows["lat"][at]) / STEPS, int(rows["lon"][at]) / STEPS
