"""What waits: referrals nobody of an agency opened, and days to look again."""

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.referrals import service

MOST = 100
"""Whose records are opened: an agency may see thousands it has never looked at."""


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return whom nobody of the agency has looked at, or whom to look again for."""
    kind = actor.organisation_kind
    if kind is OrganisationKind.AUTHORITY and may(actor, Permission.WRITE_REFERRALS):
        return _look_again(session)
    if kind is not OrganisationKind.AGENCY or not may(actor, Permission.READ_REFERRALS):
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


def _look_again(session: Session) -> list[ToDo]:
    due = [
        ToDo(
            f"Look again for a home for {one.sharing_name}",
            f"/young-people/{one.id}/openings",
            one.review_on,
            "Look again on",
        )
        for one in service.to_look_again(session, today())
    ]
    return soonest(
        due,
        lambda count: f"{count:,} more young people to look again for",
        "/young-people",
    )


def _others(count: int) -> str:
    return f"{count:,} more young people are newly shared with you"


def _many_others(count: int) -> str:
    return f"{count:,} or more other young people are newly shared with you"
