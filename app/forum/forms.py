"""What is typed on the pages of a forum."""

from datetime import date

from pydantic import BaseModel, Field

from app.forum.models import Meeting
from app.forum.schemas import ItemWrite, MeetingWrite
from app.web.typed import Long, Short


class TypedMeeting(BaseModel):
    """The form about a meeting as it was typed."""

    name: Long = ""
    day: Short = ""
    month: Short = ""
    year: Short = ""
    length: Short = "120"
    order: Short = "hidden"
    organisations: list[Short] = Field(default=[], max_length=500)
    people: Long = ""


class TypedItem(BaseModel):
    """The form about a young person on the agenda as it was typed."""

    minutes: Short = ""
    views: Long = ""
    actions: Long = ""
    knows_family: Long = ""
    not_reached: Short = ""


def as_kept(meeting: Meeting) -> TypedMeeting:
    """Fill the form in with what is kept."""
    return TypedMeeting(
        name=meeting.name,
        day=str(meeting.held_on.day),
        month=str(meeting.held_on.month),
        year=str(meeting.held_on.year),
        length=str(meeting.length),
        order="hidden" if meeting.hides_order else "shown",
        organisations=meeting.room["organisations"],
        people=meeting.room["people"],
    )


def read_meeting(typed: TypedMeeting) -> MeetingWrite:
    """Return what the form says; what is wrong with it is for the service to say."""
    return MeetingWrite(
        name=typed.name,
        held_on=_day(typed),
        length=_number(typed.length),
        hides_order=typed.order != "shown",
        organisations=tuple(typed.organisations),
        people=typed.people,
    )


def read_item(typed: TypedItem) -> ItemWrite:
    """Return what the form says; what is wrong with it is for the service to say."""
    return ItemWrite(
        minutes=_number(typed.minutes),
        views=typed.views,
        actions=typed.actions,
        knows_family=typed.knows_family,
        not_reached=bool(typed.not_reached),
    )


def _day(typed: TypedMeeting) -> date | None:
    try:
        return date(int(typed.year), int(typed.month), int(typed.day))
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> int:
    said = text.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
