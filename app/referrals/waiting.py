"""What waits for an agency: referrals shared with it that nobody there has opened."""

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.referrals import service

MOST = 100
"""Whose records are opened: an agency may see thousands it has never looked at."""


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return whom a home is sought for that nobody of the agency has looked at."""
    agency = actor.organisation_kind is OrganisationKind.AGENCY
    if not (agency and may(actor, Permission.READ_REFERRALS)):
        return []
    unread = service.unread(session, actor, MOST)
    new = [
        ToDo(
            f"{one.sharing_name} is newly shared with you",
            f"/young-people/{one.id}",
            service.needed_by(one),
            "Needed by",
        )
        for one in unread
    ]
    others = _many_others if len(unread) == MOST else _others
    return soonest(new, others, "/young-people")


def _others(count: int) -> str:
    return f"{count:,} more young people are newly shared with you"


def _many_others(count: int) -> str:
    return f"{count:,} or more other young people are newly shared with you"
