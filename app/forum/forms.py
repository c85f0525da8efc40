"""What is typed on the pages of a forum."""

import re
from datetime import date, time
from itertools import zip_longest

from pydantic import BaseModel, Field

from app.forum.models import AgendaItem, Meeting
from app.forum.schemas import ActionWrite, ItemWrite, MeetingWrite
from app.web.typed import Long, Short


class TypedMeeting(BaseModel):
    """The form about a meeting as it was typed."""

    name: Long = ""
    day: Short = ""
    month: Short = ""
    year: Short = ""
    starts: Short = ""
    length: Short = "120"
    order: Short = "hidden"
    homes: Short = "shown"
    organisations: list[Short] = Field(default=[], max_length=500)
    people: Long = ""


class TypedItem(BaseModel):
    """The form about a young person on the agenda as it was typed."""

    minutes: Short = ""
    views: Long = ""
    what: list[Long] = Field(default=[], max_length=20)
    who: list[Short] = Field(default=[], max_length=20)
    by: list[Short] = Field(default=[], max_length=20)
    knows_family: Long = ""
    not_reached: Short = ""

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        """The rows of what is to be done, with two to fill in at the end."""
        given = zip_longest(self.what, self.who, self.by, fillvalue="")
        filled = [row for row in given if any(part.strip() for part in row)]
        return [*filled, ("", "", ""), ("", "", "")]


def item_as_kept(item: AgendaItem) -> TypedItem:
    """Fill the form about a young person in with what is kept."""
    days = [one["by"] and date.fromisoformat(one["by"]) for one in item.actions]
    return TypedItem(
        minutes=str(item.minutes),
        views=item.said.get("views", ""),
        knows_family=item.said.get("knows_family", ""),
        what=[one["what"] for one in item.actions],
        who=[one["who"] for one in item.actions],
        by=[f"{day.day} {day.month} {day.year}" if day else "" for day in days],
        not_reached="yes" if item.not_reached else "",
    )


def as_kept(meeting: Meeting) -> TypedMeeting:
    """Fill the form in with what is kept."""
    return TypedMeeting(
        name=meeting.name,
        day=str(meeting.held_on.day),
        month=str(meeting.held_on.month),
        year=str(meeting.held_on.year),
        starts=f"{meeting.starts:%H:%M}" if meeting.starts else "",
        length=str(meeting.length),
        order="hidden" if meeting.hides_order else "shown",
        homes="hidden" if meeting.hides_homes else "shown",
        organisations=meeting.room["organisations"],
        people=meeting.room["people"],
    )


def read_meeting(typed: TypedMeeting) -> MeetingWrite:
    """Return what the form says; what is wrong with it is for the service to say."""
    starts = _time(typed.starts)
    return MeetingWrite(
        name=typed.name,
        held_on=_day(typed),
        starts=starts,
        wrong_time=starts is None and bool(typed.starts.strip()),
        length=_number(typed.length),
        hides_order=typed.order != "shown",
        hides_homes=typed.homes == "hidden",
        organisations=tuple(typed.organisations),
        people=typed.people,
    )


def read_item(typed: TypedItem) -> ItemWrite:
    """Return what the form says; what is wrong with it is for the service to say."""
    return ItemWrite(
        minutes=_number(typed.minutes),
        views=typed.views,
        actions=tuple(
            ActionWrite(what.strip(), who, _written_day(by))
            for what, who, by in typed.rows[:-2]
        ),
        knows_family=typed.knows_family,
        not_reached=bool(typed.not_reached),
    )


def _day(typed: TypedMeeting) -> date | None:
    try:
        return date(int(typed.year), int(typed.month), int(typed.day))
    except (ValueError, OverflowError):
        return None


TIME = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*([ap]m)?", re.ASCII | re.IGNORECASE)


def _time(text: str) -> time | None:
    """Read a time as people write it: 14:30, 2.30pm or 9am."""
    found = TIME.fullmatch(text.strip())
    if found is None or not (found[2] or found[3]):
        return None
    hour, half = int(found[1]), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    try:
        return time(hour, int(found[2] or 0))
    except ValueError:
        return None


def _written_day(text: str) -> date | None:
    """Read a day as people write it: 27 3 2027 or 27/3/2027."""
    parts = text.replace("/", " ").replace(".", " ").split()
    try:
        day, month, year = (int(part) for part in parts)
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _number(text: str) -> int:
    said = text.strip()
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 5 else 0
