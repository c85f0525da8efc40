"""What-ifs as the API takes and gives them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from matching.case import Change

LONGEST_REASON = 2000

EXAMPLE: dict[str, JsonValue] = {
    "changes": [
        {
            "young_person": "0198c2f0-0000-7000-8000-000000000003",
            "at": "/needs/0/parameters/max_miles",
            "to": 14,
        }
    ],
    "reason": "The bus to school also stops in the next town.",
}


class OpeningTried(BaseModel):
    """An opening of a young person, as `…/openings` of the run lists them."""

    model_config = ConfigDict(extra="forbid")

    young_person: str = Field(max_length=40)
    number: int = Field(ge=0, description="Its place in that list, from 0.")
    household: str = Field(max_length=40, description="One of the homes it opens.")


class WhatIfStart(BaseModel):
    """Changes to try, or an opening; and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    changes: list[Change] = Field(
        default=[],
        max_length=50,
        description="As `hearth schema changes` prints them: of your own records, "
        "and pairs added to /decisions/fixed and /decisions/ruled_out.",
    )
    opening: OpeningTried | None = Field(
        default=None, description="Instead of changes: an opening to try."
    )
    reason: str = Field(
        max_length=LONGEST_REASON,
        description="Why it is tried: up to 2,000 characters.",
    )


class Adoption(BaseModel):
    """Why the changes are made to the record."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"reason": "Agreed with the young person."}},
    )

    reason: str = Field(
        max_length=LONGEST_REASON, description="Why: up to 2,000 characters."
    )


class WhatIfRead(BaseModel):
    """A what-if: where it is, and what would be different."""

    id: str
    run: str = Field(description="The run whose case it starts from.")
    state: str = Field(
        description="waiting, running, stopping, stopped, done or failed."
    )
    stage: str = Field(description="What is being done now.")
    done: int = Field(description="How many of total are done in this stage.")
    total: int
    reason: str
    changes: list[dict[str, Any]]
    reference: str | None = Field(description="Quote this when it failed.")
    created_at: datetime
    finished_at: datetime | None
    adopted_at: datetime | None = Field(
        description="When the changes were made to the record, if they were."
    )
    difference: dict[str, Any] | None = Field(
        default=None,
        description="What would be different (see `hearth schema difference`); only "
        "when one is read, and while all it counts is shared with you.",
    )


class WhatIfList(BaseModel):
    """One page of what-ifs."""

    items: list[WhatIfRead]
    page: int
    pages: int
    total: int
