"""How long a journey takes: an estimate, and the port for a real router."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.places import great_circle_km, locate
from matching.policy import TravelAssumptions

Coordinates = NDArray[np.float64]
"""Latitude and longitude in degrees, shape (n, 2); NaN where not known."""


class Travel(Protocol):
    """Anything that can say how long journeys take."""

    @property
    def label(self) -> str:
        """Where the minutes come from, as the report says it."""
        ...

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return minutes, shape (origins, destinations); NaN where not known."""
        ...


TOWN_KM, MIXED_KM = 8.0, 25.0
"""How much of a journey is driven through town, then on mixed roads."""


@dataclass(frozen=True, slots=True)
class EstimatedTravel:
    """Minutes worked out from the great-circle distance.

    The distance is lengthened by a detour factor; its first 8 km are driven at town
    speed, the next 17 on mixed roads, the rest on open roads. These figures are
    Hearth's own assumptions (policy ``travel``), not measurements: every sentence that
    rests on them says *estimate*.
    """

    assumptions: TravelAssumptions
    label: str = "estimate from distance"

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return estimated minutes, shape (origins, destinations)."""
        km = self.assumptions.detour * great_circle_km(
            origins[:, None, 0], origins[:, None, 1], to[None, :, 0], to[None, :, 1]
        )
        town = np.minimum(km, TOWN_KM)
        mixed = np.clip(km - TOWN_KM, 0, MIXED_KM - TOWN_KM)
        beyond = np.maximum(km - MIXED_KM, 0)
        a = self.assumptions
        hours = town / a.town_kmh + mixed / a.mixed_kmh + beyond / a.open_kmh
        minutes: NDArray[np.float64] = 60 * hours
        return minutes


class TravelMatrixError(ValueError):
    """A travel matrix cannot be read; ``errors`` says why, row by row."""

    def __init__(self, errors: list[str]) -> None:
        self.errors = errors
        super().__init__("\n".join(errors))


@dataclass(frozen=True, slots=True)
class MatrixTravel:
    """Minutes looked up in a table of journeys between places."""

    journeys: Mapping[tuple[float, float, float, float], float]
    label: str = "travel times from a file"

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return the minutes of the journeys in the table; NaN for all others."""
        found = [
            [self.journeys.get((*start, *end), np.nan) for end in to.tolist()]
            for start in origins.tolist()
        ]
        return np.array(found, dtype=np.float64).reshape(len(origins), len(to))


def read_matrix(lines: Iterable[str]) -> MatrixTravel:
    """Read ``from,to,minutes`` lines (postcodes) with a header line.

    Raises
    ------
    TravelMatrixError
        With every row that cannot be used.
    """
    rows = csv.DictReader(lines)
    wanted = {"from", "to", "minutes"}
    if not wanted <= set(rows.fieldnames or ()):
        raise TravelMatrixError(["the first line must name: from, to, minutes"])
    journeys: dict[tuple[float, float, float, float], float] = {}
    errors = []
    for number, row in enumerate(rows, start=2):
        start, end = locate(row["from"] or ""), locate(row["to"] or "")
        if start is None or end is None:
            errors.append(f"row {number}: a postcode is not known")
            continue
        try:
            minutes = float(row["minutes"] or "")
        except ValueError:
            minutes = -1.0
        if not 0 <= minutes < 1440:
            errors.append(f"row {number}: minutes must be a number from 0 to 1439")
            continue
        journeys[(start.lat, start.lon, end.lat, end.lon)] = minutes
    if errors:
        raise TravelMatrixError(errors)
    return MatrixTravel(journeys)


@dataclass(frozen=True, slots=True)
class WithFallback:
    """A router's minutes, and another's where the router has none."""

    first: Travel
    then: Travel

    @property
    def label(self) -> str:
        """Say both."""
        return f"{self.first.label}; where it has none, {self.then.label}"

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return the first one's minutes, filled from the second."""
        minutes = self.first.minutes(origins, to)
        missing = np.isnan(minutes)
        if missing.any():
            minutes = np.where(missing, self.then.minutes(origins, to), minutes)
        return minutes
