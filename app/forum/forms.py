"""What is typed on the pages of a forum."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from app.core.errors import FieldError, InvalidError
from app.forum.models import Meeting
from app.forum.schemas import LONGEST, ItemWrite, MeetingWrite

Short = Annotated[str, StringConstraints(max_length=40)]
Long = Annotated[str, StringConstraints(max_length=10 * LONGEST)]


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
    """Return what the form says; what is no number or day is said at once.

    Raises
    ------
    InvalidError
        With what cannot be read; the rest is for the service to say.
    """
    wrong = []
    held_on = _day(typed)
    if held_on is None:
        wrong.append(("day", "Enter the date, for example 27 3 2027"))
    if not _is_number(typed.length):
        wrong.append(("length", "Enter how many minutes there are"))
    if held_on is None or wrong:
        raise InvalidError(errors=_errors(wrong))
    return MeetingWrite(
        name=typed.name,
        held_on=held_on,
        length=int(typed.length),
        hides_order=typed.order != "shown",
        organisations=tuple(typed.organisations),
        people=typed.people,
    )


def read_item(typed: TypedItem) -> ItemWrite:
    """Return what the form says.

    Raises
    ------
    InvalidError
        When the minutes are no number.
    """
    if not _is_number(typed.minutes):
        raise InvalidError(
            errors=_errors([("minutes", "Enter how many minutes are set aside")])
        )
    return ItemWrite(
        minutes=int(typed.minutes),
        views=typed.views,
        actions=typed.actions,
        knows_family=typed.knows_family,
        not_reached=bool(typed.not_reached),
    )


def _day(typed: TypedMeeting) -> date | None:
    try:
        return date(int(typed.year), int(typed.month), int(typed.day))
    except ValueError:
        return None


def _is_number(text: str) -> bool:
    return text.strip().isascii() and text.strip().isdecimal() and len(text) < 5


def _errors(wrong: list[tuple[str, str]]) -> list[FieldError]:
    return [FieldError(pointer=f"/{field}", detail=said) for field, said in wrong]
