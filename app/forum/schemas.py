"""What is written about a meeting."""

from dataclasses import dataclass
from datetime import date, time

LONGEST_NAME = 200
LONGEST_MEETING = 8 * 60


@dataclass(frozen=True, slots=True)
class MeetingWrite:
    """When a meeting is, how long (minutes), what it looks at and who is there.

    ``held_on`` is None, ``length`` 0 and ``wrong_time`` true, where what was typed
    cannot be read. ``starts`` is None where nothing was typed.
    """

    name: str
    held_on: date | None
    starts: time | None
    wrong_time: bool
    length: int
    hides_order: bool
    hides_homes: bool
    organisations: tuple[str, ...]
    people: str


@dataclass(frozen=True, slots=True)
class ActionWrite:
    """What is to be done, by which organisation, until when; None if it is unclear."""

    what: str
    who: str
    by: date | None


@dataclass(frozen=True, slots=True)
class ItemWrite:
    """What is said about a young person; ``minutes`` is the time set aside, or 0."""

    minutes: int
    views: str
    actions: tuple[ActionWrite, ...]
    knows_family: str
    not_reached: bool
