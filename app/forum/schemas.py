"""What is written about a meeting."""

from dataclasses import dataclass
from datetime import date

LONGEST_NAME = 200
LONGEST_MEETING = 8 * 60


@dataclass(frozen=True, slots=True)
class MeetingWrite:
    """When a meeting is, how long (minutes), what it looks at and who is there.

    ``held_on`` is None, and ``length`` 0, where what was typed cannot be read.
    """

    name: str
    held_on: date | None
    length: int
    hides_order: bool
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
