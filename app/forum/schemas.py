"""What is written about a meeting."""

from dataclasses import dataclass
from datetime import date

LONGEST_NAME = 200
LONGEST = 4000
LONGEST_MEETING = 8 * 60


@dataclass(frozen=True, slots=True)
class MeetingWrite:
    """When a meeting is, how long (minutes), what it looks at and who is there."""

    name: str
    held_on: date
    length: int
    hides_order: bool
    organisations: tuple[str, ...]
    people: str


@dataclass(frozen=True, slots=True)
class ItemWrite:
    """What is said about a young person; ``minutes`` is the time set aside."""

    minutes: int
    views: str
    actions: str
    knows_family: str
    not_reached: bool
