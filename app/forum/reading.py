"""Forums as the API gives them."""

from datetime import date, datetime, time

from pydantic import BaseModel, Field


class MeetingRead(BaseModel):
    """A meeting of a forum."""

    id: str
    forum: str = Field(description="The organisation that holds it.")
    name: str
    held_on: date
    starts: time | None = Field(description="The time of day in London, if it is said.")
    length: int = Field(description="In minutes.")
    run: str = Field(description="The match run it looks at.")
    signed_at: datetime | None = Field(
        description="When its minutes were signed off; then corrections are added."
    )


class MeetingList(BaseModel):
    """One page of meetings, the latest first."""

    items: list[MeetingRead]
    page: int
    pages: int
    total: int


class ItemRead(BaseModel):
    """A young person on the agenda, and what was decided."""

    number: int
    young_person: str
    authority: str
    needed_by: date
    minutes: int = Field(description="The time set aside.")
    not_reached: bool
    decision: str | None = Field(description="As `…/decisions` of them has it.")
    outcome: str | None
    household: str | None = Field(description="The home to explore first.")


class AgendaRead(BaseModel):
    """The agenda, in order, of those you may see."""

    items: list[ItemRead]


class ActionRead(BaseModel):
    """What is to be done; earlier versions kept neither by whom nor by when."""

    what: str
    who: str = Field(description="The organisation that does it.")
    by: date | None


class MinuteRead(ItemRead):
    """What was said about a young person, decided, and is to be done."""

    views: str
    knows_family: str
    actions: list[ActionRead]


class MinutesRead(BaseModel):
    """The minutes of a meeting, of those you may see."""

    signed_at: datetime | None
    attended: str
    items: list[MinuteRead]
    corrections: list[str]
