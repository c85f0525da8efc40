"""Driving times from an OSRM server's table service."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from app.travel.router import DECIMALS, Router
from matching.travel import Coordinates

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Table(BaseModel):
    """An answer of the table service, as much of it as is read."""

    code: Literal["Ok"]
    durations: list[tuple[Seconds | None]]


class Refusal(BaseModel):
    """A refusal of the table service."""

    code: str


@dataclass(frozen=True, slots=True)
class OsrmTravel(Router):
    """Ask ``/table/v1``; a server takes 100 places a request unless told otherwise."""

    # No road near a place; no way between the places.
    UNROUTABLE: ClassVar[frozenset[str]] = frozenset({"NoSegment", "NoTable"})

    at_once: int = 99
    profile: str = "driving"

    @property
    def label(self) -> str:
        """Where the minutes come from, as the report says it."""
        return "driving times from OSRM"

    def request(self, origins: Coordinates, end: NDArray[np.float64]) -> httpx.Request:
        """Return the request for the journeys from these origins to one end."""
        places = ";".join(
            f"{lon:.{DECIMALS}f},{lat:.{DECIMALS}f}"
            for lat, lon in (*origins.tolist(), end.tolist())
        )
        last = len(origins)
        sources = ";".join(map(str, range(last)))
        return httpx.Request(
            "GET",
            f"{self.base_url}/table/v1/{self.profile}/{places}"
            f"?sources={sources}&destinations={last}&annotations=duration",
        )

    def seconds(self, answer: bytes) -> list[float | None]:
        """Return seconds for each origin; None where there is no way."""
        table = Table.model_validate_json(answer)
        return [duration for (duration,) in table.durations]

    def refusal(self, answer: bytes) -> str:
        """Return the code with which the service refused a request."""
        return Refusal.model_validate_json(answer).code
