"""Decisions as they are written and read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.decisions.models import Outcome
from app.web.typed import LONGEST

EXAMPLE: dict[str, JsonValue] = {
    "run": "0198c2f0-0000-7000-8000-000000000004",
    "after": 0,
    "outcome": "later",
    "because": "Two questions are open: both carers are to be asked first.",
    "their_view": "Would like to stay at the same school.",
    "decided_by": [{"name": "Ade Moss", "role": "placement officer"}],
}


@dataclass(frozen=True, slots=True)
class DecisionMade:
    """A decision as it was recorded, for whoever exports it."""

    young_person_id: str
    number: int
    in_force: bool
    outcome: Outcome
    household_id: str | None
    held_until: date | None
    recorded_by: str
    recorded_at: datetime
    content: dict[str, Any]


class Decider(BaseModel):
    """Somebody who decided, and in which role."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(min_length=1, max_length=200)
    role: str = Field(min_length=1, max_length=200)


class DecisionWrite(BaseModel):
    """What was decided for a young person, and why."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    run: str = Field(max_length=40, description="The match run that was looked at.")
    after: int = Field(
        ge=0,
        description="The number of the last decision about them that was read; 0 where "
        "there is none.",
    )
    outcome: Outcome
    household: str | None = Field(
        default=None, max_length=40, description="The home to explore first."
    )
    reserve: str | None = Field(
        default=None, max_length=40, description="The home to explore after it."
    )
    hold_days: Literal[7, 14, 28] = Field(
        default=14, description="How long the place in the first home is held."
    )
    passed_over: list[str] = Field(
        default=[],
        max_length=7,
        description="Why the first home in order was not chosen: codes.",
    )
    passed_over_because: str = Field(default="", max_length=LONGEST)
    because: str = Field(max_length=LONGEST, description="Why; it stays on record.")
    closeness: Literal["as_planned", "adjusted", "compromise"] | None = None
    compromise: str = Field(
        default="",
        max_length=LONGEST,
        description="What was given up and how it will be made up.",
    )
    their_view: str = Field(
        default="", max_length=LONGEST, description="What the young person says."
    )
    not_asked_because: str = Field(default="", max_length=LONGEST)
    decided_by: list[Decider] = Field(max_length=30)
    dissent: str = Field(default="", max_length=LONGEST)
    unseen: str = Field(
        default="",
        max_length=LONGEST,
        description="What people know that Hearth cannot see.",
    )
    rule_out: list[str] = Field(
        default=[],
        max_length=50,
        description="Homes to leave out for them in the runs to come.",
    )


class DecisionRead(BaseModel):
    """A decision as it was recorded, with what those who decided were shown."""

    id: str
    young_person: str
    number: int
    in_force: bool
    outcome: Outcome
    household: str | None
    held_until: date | None = Field(description="The last day the place is held.")
    recorded_at: datetime
    content: dict[str, Any]


class DecisionList(BaseModel):
    """Every decision about a young person, the newest first."""

    items: list[DecisionRead]
