"""Where something is: a postcode as coarse as its owner chose, or a coordinate."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from matching.case.facts import Strict


class Place(Strict):
    """A postcode (outcode, sector or full), a latitude and longitude, or both.

    With both, distances go by the coordinate. ``within_km`` says how far the true place
    may lie from it (95 in 100); without, it is exact.
    """

    postcode: Annotated[str, Field(min_length=2, max_length=10)] | None = None
    lat: Annotated[float, Field(ge=49, le=61)] | None = None
    lon: Annotated[float, Field(ge=-9, le=2.5)] | None = None
    within_km: Annotated[float, Field(ge=0, le=50)] | None = None

    @model_validator(mode="after")
    def _says_where(self) -> Self:
        if (self.lat is None) != (self.lon is None):
            raise ValueError("needs lat and lon together")
        if self.postcode is None and self.lat is None:
            raise ValueError("needs a postcode, or lat and lon together")
        if self.within_km is not None and self.lat is None:
            raise ValueError("says how exact lat and lon are, and has none")
        return self
