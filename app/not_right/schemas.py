"""What an agency has said of a home, as others read it."""

from dataclasses import dataclass
from datetime import datetime

from app.web.typed import LONGEST

LONGEST_REASON = LONGEST // 4


@dataclass(frozen=True, slots=True)
class Said:
    """That a home is not right for somebody: who said so and when, and why."""

    young_person: str
    reason: str
    by: str
    at: datetime
