"""What waits for a data officer: records whose time has run out, or will soon."""

from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.permissions import Permission, may
from app.core.to_do import ToDo
from app.erasure.choosing import rules_of
from app.erasure.homes import all_kept
from app.erasure.rules import REFERRAL
from app.referrals import service as referrals

SOON = timedelta(days=30)
HREF = "/retention"


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return how many records are to be erased now, and in the next weeks."""
    if not may(actor, Permission.ERASE_RECORDS):
        return []
    day_now = today()
    due = _due(session, actor)
    over = [day for day in due if day <= day_now]
    soon = [day for day in due if day_now < day <= day_now + SOON]
    found = []
    if over:
        said = f"{_records(len(over))} to erase: their time has run out"
        found.append(ToDo(said, HREF, min(over), "Due", len(over)))
    if soon:
        said = f"{_records(len(soon))} to erase in the next 30 days"
        found.append(ToDo(said, HREF, min(soon), "From", len(soon)))
    return found


def _due(session: Session, actor: Actor) -> list[date]:
    if actor.organisation_kind is OrganisationKind.AGENCY:
        return [one.due for one in all_kept(session, actor)]
    rules = rules_of(session, actor, REFERRAL)
    ended = referrals.ended(session, actor)
    return [rules[one.because].due(one.closed_at) for one in ended]


def _records(count: int) -> str:
    return "One record" if count == 1 else f"{count:,} records"
