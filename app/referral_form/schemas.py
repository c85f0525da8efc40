"""What other features learn of drafts."""

from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, slots=True)
class DraftOutline:
    """What tells a draft apart that is not sent."""

    id: str
    child_id: str
    name: str
    born: str
    """Year, month and day as they were typed, or nothing."""


@dataclass(frozen=True, slots=True)
class DraftState:
    """A draft as it stands, with all an import could change of it."""

    id: str
    answers: dict[str, Any]
    saved: frozenset[str]
    """The fields of the pages somebody saved."""
    day: date | None
    """The day the records are from that it was begun from, or last changed by."""
    sent: bool
    updated_at: str
    mark: dict[str, Any]
    """All that somebody could have changed: another mark is another draft."""
