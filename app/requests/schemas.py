"""Requests as they are written and read."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from app.requests.models import AnswerOutcome
from app.web.typed import LONGEST

EXAMPLE: dict[str, JsonValue] = {
    "young_person": "0198c2f0-0000-7000-8000-000000000003",
    "household": "0198c2f0-0000-7000-8000-000000000005",
    "question": 0,
    "message": "Could you ask the carers this week?",
}


class AskWrite(BaseModel):
    """What is asked: a change that would open a home, or a question on an option."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": EXAMPLE})

    young_person: str = Field(max_length=40)
    household: str = Field(max_length=40, description="The home it is about.")
    opening: int | None = Field(
        default=None,
        ge=0,
        description="The place of an opening in `…/openings` of the run, from 0.",
    )
    question: int | None = Field(
        default=None,
        ge=0,
        description="Instead of an opening: the place of a question among those of the "
        "option, from 0.",
    )
    suggest: bool = Field(
        default=False,
        description="Instead of either, by an agency: suggest this home of its own.",
    )
    of: str = Field(
        default="",
        max_length=10,
        description="agency or authority, where both have a part in it.",
    )
    message: str | None = Field(
        default=None, max_length=LONGEST, description="Without one, words are proposed."
    )
    due: date | None = Field(
        default=None, description="When an answer is needed; else within a week."
    )


class AnswerWrite(BaseModel):
    """How a request is answered, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"outcome": "talk", "because": "We would like to meet first."}
        },
    )

    outcome: AnswerOutcome | None = Field(
        description="A change is agreed, in_part, cannot or talk; a question answered, "
        "cannot or talk. Agreeing makes the change."
    )
    because: str = Field(max_length=LONGEST, description="Why, or the answer itself.")
    heard: str = Field(
        default="",
        max_length=LONGEST,
        description="What the young person says, where it is their own wish.",
    )
    value: float | None = Field(
        default=None, description="The figure that is agreed to in part."
    )


class ReplyWrite(BaseModel):
    """What whoever asked writes back."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"reply": "Thursday at two would suit us."}},
    )

    reply: str = Field(max_length=LONGEST)


class AnswerRead(BaseModel):
    """One answer."""

    outcome: str
    because: str
    heard: str | None
    value: float | None
    answered_at: datetime


class RequestRead(BaseModel):
    """A request, and every answer to it, the first first."""

    id: str
    state: str = Field(
        description="waiting, overdue, talk, withdrawn, or how it was settled: agreed, "
        "in_part, cannot or answered."
    )
    asked_by: str = Field(description="The organisation that asks.")
    asked_of: str
    young_person: str
    household: str
    what: str
    message: str
    talk_first: bool = Field(
        description="It is the young person's own wish: talk with them first."
    )
    due: date
    asked_at: datetime
    withdrawn_at: datetime | None
    answers: list[AnswerRead]


class RequestList(BaseModel):
    """One page of requests."""

    items: list[RequestRead]
    page: int
    pages: int
    total: int
