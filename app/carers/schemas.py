"""What is asked of carers, and what an agency says of a home, as read and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.not_right.schemas import LONGEST_REASON

EXAMPLE: dict[str, JsonValue] = {
    "reason": "The carers lost their father this month and want to wait."
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What carers are asked about a young person, with nothing that says who it is.

    ``asked`` is what was asked for, each with how important it is; ``in_the_way`` what
    keeps this home from being an option that the carers can change.
    """

    home: Any
    home_name: str
    age: int
    gender: str
    needed_by: date
    asked: Sequence[tuple[str, str]]
    interests: Sequence[str]
    questions: Sequence[str]
    in_the_way: Sequence[str]


class NotRightWrite(BaseModel):
    """Why a home is not right for a young person: it stays with the agency."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    reason: str = Field(min_length=1, max_length=LONGEST_REASON)


class NotRightRead(BaseModel):
    """That a home is not right for a young person, and why."""

    household: str
    young_person: str
    reason: str
    by: str = Field(description="Who of your agency said so.")
    said_at: datetime


class NotRightList(BaseModel):
    """Whom one of your homes is not right for, as your agency has said."""

    items: list[NotRightRead]
