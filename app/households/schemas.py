"""Households as the API takes and gives them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.core.sealing import Sealed

LONGEST_LABEL = 100
EXAMPLE: dict[str, JsonValue] = {
    "label": "Amara and Jo",
    "offered_to": ["0198c2f0-0000-7000-8000-000000000001"],
    "record": {
        "status": {
            "value": "approved",
            "source": "panel",
            "confirmed_on": "2026-09-01",
        },
        "terms": {"value": {"places": 2, "ages": [8, 17]}, "source": "panel"},
        "available_from": "2026-11-01",
        "animals": {
            "value": [{"species": "dog"}],
            "source": "carers",
            "confirmed_on": "2026-10-20",
        },
    },
}
RECORD = (
    "The facts of the household: the fields of a household in a case, as printed by "
    "`hearth schema case`, without id, agency and offered_to. A fact is a value, or an "
    "object with value, source and confirmed_on."
)


@dataclass(frozen=True, slots=True)
class NewHousehold:
    """A household that is to be kept: its label, its facts, and who may see it.

    Where it was made ready it has an id, for which the first two are sealed.
    """

    label: str | Sealed
    facts: dict[str, Any] | Sealed
    offered_to: Sequence[str]
    id: str | None = None


class HouseholdWrite(BaseModel):
    """A household to be kept."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    label: str = Field(
        min_length=1, max_length=LONGEST_LABEL, description="What the agency calls it."
    )
    offered_to: list[str] = Field(
        default=[],
        description="Ids of the authorities it is offered to, and of frameworks.",
    )
    record: dict[str, Any] = Field(description=RECORD)


class HouseholdRead(BaseModel):
    """A household as the asking organisation may see it."""

    id: str = Field(description="The household's id.")
    reference: str = Field(description="What others call it, such as R-12.")
    label: str | None = Field(description="The agency's own label; null to others.")
    agency: str = Field(description="Id of the agency.")
    offered_to: list[str] = Field(description="Authorities it is offered to.")
    record: dict[str, Any] = Field(description=RECORD)
    version: int = Field(description="Grows with every change; send it as If-Match.")
    updated_at: datetime = Field(description="When it was last changed.")


class HouseholdList(BaseModel):
    """One page of households."""

    items: list[HouseholdRead]
    page: int
    pages: int
    total: int


class HouseholdState(BaseModel):
    """All that changing a household can change, as it stands at one version."""

    id: str
    label: str
    record: dict[str, Any]
    offered_to: list[str]
    version: int


@dataclass(frozen=True, slots=True)
class HouseholdOffer:
    """By what options are told apart: whose, in whose area, and from when on free."""

    agency: str
    authority: str
    free_from: date | None


class HouseholdOutline(BaseModel):
    """What two homes are told apart by."""

    id: str
    reference: str
    label: str
    postcode: str | None
