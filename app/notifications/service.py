"""Tell people that something happened, and what they do with what they are told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import or_not_found
from app.core.paging import Page
from app.notifications.models import MailChoice, Notification, NotificationRead
from app.notifications.repository import NotificationRepository
from app.notifications.words import KINDS

KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Told:
    """A notification as its reader sees it."""

    id: str
    said: str
    at: datetime
    is_read: bool


def tell(
    session: Session,
    actor: Actor,
    kind: str,
    record_id: str,
    to: Iterable[str],
    *,
    person_id: str | None = None,
) -> None:
    """Tell organisations, or one of one's own people, in the transaction that does it.

    Whoever did it is not told, unless it is for them alone: they asked for it.
    """
    repository = NotificationRepository(session)
    for one in sorted(set(to)):
        repository.add(
            Notification(
                organisation_id=actor.organisation_id,
                to_id=one,
                person_id=person_id,
                by_id=None if person_id else actor.person_id,
                kind=kind,
                record_id=record_id,
                created_at=now(),
            )
        )


def page(session: Session, actor: Actor, number: int) -> Page[Told]:
    """Return one page of what somebody is told, the latest first."""
    repository = NotificationRepository(session)
    found, read = repository.page(actor, _heard(actor), now() - KEPT, number)
    rows = [
        Told(one.id, KINDS[one.kind].said, one.created_at, one.id in read)
        for one in found.rows
    ]
    return Page(rows, found.number, found.total)


def unread(session: Session, actor: Actor) -> int:
    """Return how many somebody has not read."""
    repository = NotificationRepository(session)
    return len(repository.unread(actor, _heard(actor), now() - KEPT))


def opened(session: Session, actor: Actor, key: str) -> str:
    """Note that somebody has read a notification; return where it leads.

    Raises
    ------
    NotFoundError
        When there is none, or it is not for them.
    """
    repository = NotificationRepository(session)
    found = or_not_found(repository.one(actor, _heard(actor), now() - KEPT, key))
    repository.add_once(_read(actor, found.id))
    return KINDS[found.kind].href.format(id=found.record_id)


def read_all(session: Session, actor: Actor) -> None:
    """Note that somebody has read all that is there for them now."""
    repository = NotificationRepository(session)
    for key in repository.unread(actor, _heard(actor), now() - KEPT):
        repository.add_once(_read(actor, key))


def wants_mail(session: Session, actor: Actor) -> bool:
    """Tell whether somebody wants e-mails too."""
    return NotificationRepository(session).choice(actor) is not None


def choose_mail(session: Session, actor: Actor, *, wanted: bool) -> None:
    """Keep whether somebody wants e-mails too, for the organisation they act for."""
    repository = NotificationRepository(session)
    there = repository.choice(actor)
    if wanted and there is None:
        repository.add_once(MailChoice(person_id=actor.person_id, since=now()))
    elif there is not None and not wanted:
        repository.remove(there)


def not_sent(session: Session, actor: Actor) -> int:
    """Count the e-mails to somebody that could not be sent in the last days."""
    return NotificationRepository(session).not_sent(actor, now() - timedelta(days=7))


def tallies(session: Session) -> dict[str, int]:
    """Return how many e-mails of all organisations are in each state."""
    return NotificationRepository(session).tallies()


def _heard(actor: Actor) -> list[str]:
    """Return the kinds somebody may hear of."""
    return [key for key, kind in KINDS.items() if kind.heard_by(actor)]


def _read(actor: Actor, key: str) -> NotificationRead:
    return NotificationRead(
        notification_id=key, person_id=actor.person_id, read_at=now()
    )
