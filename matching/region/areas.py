"""The ground of the region: invented authorities over real outcodes."""

import csv
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from matching.places import great_circle_km, locate
from matching.region import names, rates

NEIGHBOURS = 12
NEXT_DOOR_KM = 15.0
MIDDLE = "ST16"
"""Larger regions grow outwards from here."""
BEYOND_ENGLAND = frozenset(
    "AB BT CF CH DD DG EH FK G GY HS IM IV JE KA KW KY LD LL ML NP PA PH SA SY TD "
    "ZE".split()
)
"""Postcode areas outside England, or across its border."""


@dataclass(frozen=True, slots=True)
class Area:
    """An authority and the outcodes of its area."""

    id: str
    name: str
    outcodes: tuple[str, ...]


class Ground:
    """Where everything is: authorities, their neighbours, and outcodes by distance."""

    def __init__(self, areas: list[Area]) -> None:
        self.areas = areas
        self.outcodes = [code for area in areas for code in area.outcodes]
        self._row = {code: row for row, code in enumerate(self.outcodes)}
        self._area_of = np.repeat(
            np.arange(len(areas)), [len(area.outcodes) for area in areas]
        )
        points = np.array([_point(code) for code in self.outcodes])
        self._km = great_circle_km(
            points[:, None, 0],
            points[:, None, 1],
            points[None, :, 0],
            points[None, :, 1],
        )
        self._nearest = np.argsort(self._km, axis=1, kind="stable")[:, :NEIGHBOURS]

    def near(self, outcode: str) -> list[str]:
        """Return the nearest outcodes of the region, itself first."""
        return [self.outcodes[row] for row in self._nearest[self._row[outcode]]]

    def km(self, one: str, other: str) -> float:
        """Return how far the middles of two outcodes are from each other."""
        return float(self._km[self._row[one], self._row[other]])

    def from_nearest(self, area: int) -> list[int]:
        """Return the places of all authorities in the list, nearest first."""
        return [int(i) for i in np.argsort(self._between[area], kind="stable")]

    def adjoining(self) -> list[list[str]]:
        """Return, for each authority, the ids of those next door."""
        next_door = np.zeros((len(self.areas),) * 2, dtype=np.bool_)
        for row, nearest in enumerate(self._nearest):
            close = nearest[self._km[row, nearest] < NEXT_DOOR_KM]
            next_door[self._area_of[row], self._area_of[close]] = True
        next_door |= next_door.T
        np.fill_diagonal(next_door, val=False)
        return [
            [self.areas[other].id for other in np.flatnonzero(row)] for row in next_door
        ]

    @cached_property
    def _between(self) -> NDArray[np.float64]:
        """Mean distances between authorities; each is nearest to itself."""
        starts = np.searchsorted(self._area_of, np.arange(len(self.areas)))
        sums = np.add.reduceat(np.add.reduceat(self._km, starts, 0), starts, 1)
        sizes = np.bincount(self._area_of)
        between: NDArray[np.float64] = sums / np.outer(sizes, sizes)
        np.fill_diagonal(between, -1.0)
        return between


def ground_for(households: int) -> Ground:
    """Return the demonstration's ground, or as large a one as is needed."""
    count = min(households // rates.HOUSEHOLDS_AN_AUTHORITY, rates.AUTHORITIES_AT_MOST)
    if count <= len(names.AUTHORITIES):
        parts = [tuple(codes.split()) for codes in names.AUTHORITIES.values()]
        return Ground(_named(parts, list(names.AUTHORITIES)))
    return Ground(_named(_divided(count), names.more_authorities(count)))


def _named(parts: list[tuple[str, ...]], called: list[str]) -> list[Area]:
    return [
        Area(f"A{number}", name, part)
        for number, (name, part) in enumerate(zip(called, parts, strict=True), 1)
    ]


def _divided(count: int) -> list[tuple[str, ...]]:
    """Divide the outcodes nearest the middle into this many compact areas."""
    codes = _england()
    middle = _point(MIDDLE)
    points = np.array([_point(code) for code in codes])
    km = great_circle_km(points[:, 0], points[:, 1], *middle)
    rows = np.argsort(km, kind="stable")[: count * rates.OUTCODES_AN_AUTHORITY]
    parts = _halved(points, rows, count)
    return [tuple(sorted((codes[row] for row in part), key=_natural)) for part in parts]


def _halved(
    points: NDArray[np.float64], rows: NDArray[np.intp], count: int
) -> list[NDArray[np.intp]]:
    """Split across the longer side until there are ``count`` parts of like size."""
    if count == 1:
        return [rows]
    spread = np.ptp(points[rows], axis=0) * (1.0, 0.6)
    ordered = rows[np.argsort(points[rows, int(spread[1] > spread[0])], kind="stable")]
    left = count // 2
    cut = len(ordered) * left // count
    return _halved(points, ordered[:cut], left) + _halved(
        points, ordered[cut:], count - left
    )


def _england() -> list[str]:
    text = (resources.files("matching") / "data" / "outcodes.csv").read_text("utf-8")
    codes = [row[0] for row in csv.reader(text.splitlines()[1:])]
    return [code for code in codes if _letters(code) not in BEYOND_ENGLAND]


def _letters(outcode: str) -> str:
    return re.match(r"[A-Z]+", outcode).group()  # type: ignore[union-attr]


def _natural(outcode: str) -> tuple[str, int, str]:
    letters = _letters(outcode)
    digits = re.match(r"\d+", outcode[len(letters) :])
    return letters, int(digits.group()) if digits else 0, outcode


def _point(outcode: str) -> tuple[float, float]:
    found = locate(outcode)
    if found is None:
        raise LookupError(f"{outcode} is not an outcode")
    return found.lat, found.lon
