"""Where something is: a postcode as coarse as its owner chose, or a coordinate."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from matching.case.facts import Strict


class Place(Strict):
    """A postcode (outcode, sector or full) or a latitude and longitude."""

    postcode: Annotated[str, Field(min_length=2, max_length=10)] | None = None
    lat: Annotated[float, Field(ge=49, le=61)] | None = None
    lon: Annotated[float, Field(ge=-9, le=2.5)] | None = None

    @model_validator(mode="after")
    def _one_way_of_saying_where(self) -> Self:
        by_postcode = self.postcode is not None
        if by_postcode == (self.lat is not None) or (self.lat is None) != (
            self.lon is None
        ):
            raise ValueError("needs either a postcode, or lat and lon together")
        return self
