"""What waits for a data officer: records whose time has run out, or will soon."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core import clock
from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.core.to_do import ToDo
from app.erasure.rules import rules
from app.referrals import service as referrals

SOON = timedelta(days=30)
HREF = "/retention"


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return how many records are to be erased now, and in the next weeks."""
    if not may(actor, Permission.ERASE_RECORDS):
        return []
    today = clock.today()
    due = [
        rules()[one.because].due(one.closed_at)
        for one in referrals.ended(session, actor)
    ]
    over = [day for day in due if day <= today]
    soon = [day for day in due if today < day <= today + SOON]
    found = []
    if over:
        said = f"{_records(len(over))} to erase: their time has run out"
        found.append(ToDo(said, HREF, min(over), "Due", len(over)))
    if soon:
        said = f"{_records(len(soon))} to erase in the next 30 days"
        found.append(ToDo(said, HREF, min(soon), "From", len(soon)))
    return found


def _records(count: int) -> str:
    return "One record" if count == 1 else f"{count:,} records"
