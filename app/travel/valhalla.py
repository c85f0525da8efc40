"""Driving times from a Valhalla server's matrix service."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

import httpx
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field

from app.travel.router import Router
from matching.travel import Coordinates

Seconds = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Cell(BaseModel):
    """One journey of the matrix."""

    time: Seconds | None


class Matrix(BaseModel):
    """An answer of the matrix service, as much of it as is read."""

    sources_to_targets: list[tuple[Cell]]


class Refusal(BaseModel):
    """A refusal of the matrix service."""

    error_code: int


@dataclass(frozen=True, slots=True)
class ValhallaTravel(Router):
    """Ask ``/sources_to_targets``; a server takes 2,500 pairs unless told otherwise."""

    # Too far apart; in regions that are not connected; no road near; no way.
    UNROUTABLE: ClassVar[frozenset[str]] = frozenset({"154", "170", "171", "442"})

    at_once: int = 1000

    @property
    def label(self) -> str:
        """Where the minutes come from, as the report says it."""
        return "driving times from Valhalla"

    def request(self, origins: Coordinates, end: NDArray[np.float64]) -> httpx.Request:
        """Return the request for the journeys from these origins to one end."""
        body = {
            "sources": [{"lat": lat, "lon": lon} for lat, lon in origins.tolist()],
            "targets": [{"lat": float(end[0]), "lon": float(end[1])}],
            "costing": "auto",
        }
        return httpx.Request("POST", f"{self.base_url}/sources_to_targets", json=body)

    def seconds(self, answer: bytes) -> list[float | None]:
        """Return seconds for each origin; None where there is no way."""
        matrix = Matrix.model_validate_json(answer)
        return [cell.time for (cell,) in matrix.sources_to_targets]

    def refusal(self, answer: bytes) -> str:
        """Return the code with which the service refused a request."""
        return str(Refusal.model_validate_json(answer).error_code)
