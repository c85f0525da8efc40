"""How long a journey takes: an estimate, and the port for a real router."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from matching.places import great_circle_km, locate
from matching.policy import TravelAssumptions

Coordinates = NDArray[np.float64]
"""Latitude and longitude in degrees, shape (n, 2); NaN where not known."""


class TravelUnavailableError(Exception):
    """A router did not answer, or its answer cannot be used."""


class Travel(Protocol):
    """Anything that can say how long journeys take."""

    @property
    def label(self) -> str:
        """Where the minutes come from, as the report says it."""
        ...

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return minutes, shape (origins, destinations); NaN where not known.

        Raises
        ------
        TravelUnavailableError
            When a router had to be asked and gave no usable answer.
        """
        ...


TOWN_KM, MIXED_KM = 8.0, 25.0
"""Where a journey leaves town, and where it reaches open roads; assumed."""


@dataclass(frozen=True, slots=True)
class EstimatedTravel:
    """Minutes worked out from the great-circle distance.

    The distance is lengthened by a detour factor (1.3 in the shipped policies). Its
    first 8 km are driven at town speed (30 km/h), the next 17 on mixed roads (50 km/h),
    the rest on open roads (75 km/h), so that minutes rise steadily with distance. All
    of these are Hearth's own assumptions (policy ``travel``), not measurements: every
    sentence that rests on them says *estimate*.
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


Journey = tuple[float, float, float, float]
"""Latitude and longitude of the start, then of the end."""


@dataclass(frozen=True, slots=True)
class MatrixTravel:
    """Minutes looked up in a table of journeys between postcodes.

    A journey is found by where its postcodes lie (see ``locate``); a place given by
    latitude and longitude is in no table.
    """

    journeys: Mapping[Journey, float]
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

    Of several journeys between the same two places the longest counts.

    Raises
    ------
    TravelMatrixError
        With every row that cannot be used.
    """
    journeys: dict[Journey, float] = {}
    errors: list[str] = []
    rows = csv.DictReader(lines)
    try:
        rows.fieldnames = [name.strip().lower() for name in rows.fieldnames or ()]
        if not {"from", "to", "minutes"} <= set(rows.fieldnames):
            raise TravelMatrixError(["the first line must name: from, to, minutes"])
        for row in rows:
            try:
                journey, minutes = _journey(row)
            except ValueError as error:
                errors.append(f"row {rows.line_num}: {error}")
            else:
                journeys[journey] = max(minutes, journeys.get(journey, 0.0))
    except csv.Error as error:
        errors.append(f"row {rows.line_num + 1}: cannot be read as CSV ({error})")
    if errors:
        raise TravelMatrixError(errors)
    return MatrixTravel(journeys)


def _journey(row: Mapping[str, str | None]) -> tuple[Journey, float]:
    start, end = locate(row["from"] or ""), locate(row["to"] or "")
    if start is None or end is None:
        which = "from" if start is None else "to"
        raise ValueError(f"the postcode under {which} is not known")
    wrong = ValueError("minutes must be a number from 0 to 1439")
    try:
        minutes = float(row["minutes"] or "")
    except ValueError:
        raise wrong from None
    if not 0 <= minutes < 1440:
        raise wrong
    return (start.lat, start.lon, end.lat, end.lon), minutes


@dataclass(slots=True)
class WithFallback:
    """A router's minutes, and another's where the router has none or cannot be asked.

    A router that fails is not asked again: ``failure`` says why, and the label that it
    failed.
    """

    first: Travel
    then: Travel
    failure: TravelUnavailableError | None = field(default=None, init=False)

    @property
    def label(self) -> str:
        """Say both, and whether the first one failed."""
        when = "until it could not be asked" if self.failure else "where it has them"
        return f"{self.first.label} {when}, else {self.then.label}"

    def minutes(self, origins: Coordinates, to: Coordinates) -> NDArray[np.float64]:
        """Return the first one's minutes, filled from the second."""
        minutes = np.full((len(origins), len(to)), np.nan)
        if not self.failure:
            try:
                minutes = self.first.minutes(origins, to)
            except TravelUnavailableError as error:
                self.failure = error
        if np.isnan(minutes).any():
            rest = self.then.minutes(origins, to)
            minutes = np.where(np.isnan(minutes), rest, minutes)
        return minutes
