"""What other systems send, and what they are told became of it."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from app.core.errors import Problem
from app.households.schemas import HouseholdWrite
from app.referrals.schemas import ReferralWrite

Name = Annotated[
    str,
    StringConstraints(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f/]+$"),
]
"""What a system is called, or what it calls a record: never a person's name."""

Outcome = Literal["created", "changed", "same"]


class _Line(BaseModel):
    external_id: Name = Field(description="What your system calls the record.")
    if_match: int | None = Field(
        default=None,
        ge=1,
        le=999_999_999,
        description="The version you read, where somebody else changed it since.",
    )


class HouseholdLine(_Line, HouseholdWrite):
    """One line of many: a household, and what the system calls it."""


class ReferralLine(_Line, ReferralWrite):
    """One line of many: a referral, and what the system calls it."""


class Found(BaseModel):
    """What a record is called."""

    external_id: str = Field(description="What your system calls the record.")
    id: str = Field(description="What Hearth calls it: read it under this.")


class Kept(Found):
    """What became of one record."""

    outcome: Outcome = Field(description="Whether it is new, changed or as it was.")
    version: int = Field(description="Grows with every change; send it as If-Match.")


class LineAnswer(BaseModel):
    """What became of one line: ``kept`` or ``problem``."""

    line: int = Field(description="Counted from 1.")
    status: int = Field(description="What a request for this line alone would answer.")
    kept: Kept | None = None
    problem: Problem | None = None
