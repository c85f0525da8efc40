"""Queries for notifications and for the e-mails about them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.db import Base, SystemSession
from app.core.paging import PER_PAGE, Page
from app.notifications.models import (
    Mail,
    MailChoice,
    MailState,
    Notification,
    NotificationRead,
)


class NotificationRepository:
    """What somebody is told, and has read."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *rows: Base) -> None:
        """Add rows."""
        self._session.add_all(rows)
        self._session.flush()

    def add_once(self, row: Base) -> bool:
        """Add a row; false where the same is there already."""
        try:
            with self._session.begin_nested():
                self.add(row)
        except IntegrityError:
            return False
        return True

    def told(self, once: Collection[str]) -> set[str]:
        """Return which of these were told before."""
        wanted = select(Notification.once).where(Notification.once.in_(once))
        return {key for key in self._session.scalars(wanted) if key}

    def page(
        self, actor: Actor, kinds: Collection[str], since: datetime, number: int
    ) -> tuple[Page[Notification], set[str]]:
        """Return one page for somebody, the latest first, and which of it is read."""
        wanted = select(Notification).where(*_for(actor, kinds, since))
        count = select(func.count()).select_from(wanted.subquery())
        rows = self._session.scalars(
            wanted.order_by(Notification.created_at.desc(), Notification.id.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        read = select(NotificationRead.notification_id).where(
            NotificationRead.person_id == actor.person_id,
            NotificationRead.notification_id.in_([row.id for row in rows]),
        )
        total = self._session.scalars(count).one()
        return Page(rows, number, total), set(self._session.scalars(read))

    def tallies(self) -> dict[str, int]:
        """Return how many e-mails there are in each state."""
        wanted = select(Mail.state, func.count(Mail.id)).group_by(Mail.state)
        return {state.value: count for state, count in self._session.execute(wanted)}

    def one(
        self, actor: Actor, kinds: Collection[str], since: datetime, key: str
    ) -> Notification | None:
        """Return one that is for somebody."""
        wanted = select(Notification).where(
            *_for(actor, kinds, since), Notification.id == key
        )
        return self._session.scalars(wanted).one_or_none()

    def unread(
        self, actor: Actor, kinds: Collection[str], since: datetime
    ) -> Sequence[str]:
        """Return the ids of what somebody has not read."""
        read = select(NotificationRead.notification_id).where(
            NotificationRead.person_id == actor.person_id
        )
        wanted = select(Notification.id).where(
            *_for(actor, kinds, since), Notification.id.not_in(read)
        )
        return self._session.scalars(wanted).all()

    def choice(self, actor: Actor) -> MailChoice | None:
        """Return whether somebody wants e-mails too."""
        wanted = select(MailChoice).where(
            MailChoice.person_id == actor.person_id,
            MailChoice.organisation_id == actor.organisation_id,
        )
        return self._session.scalars(wanted).one_or_none()

    def not_sent(self, actor: Actor, since: datetime) -> int:
        """Count the e-mails to somebody that were given up since then."""
        wanted = select(func.count(Mail.id)).where(
            Mail.person_id == actor.person_id,
            Mail.state.in_((MailState.GIVEN_UP, MailState.UNCLEAR)),
            Mail.ended_at > since,
        )
        return self._session.scalars(wanted).one()

    def remove(self, row: Base) -> None:
        """Take a row away."""
        self._session.delete(row)
        self._session.flush()


class OutboxRepository:
    """The e-mails of every organisation, for whoever sends them."""

    def __init__(self, system: SystemSession) -> None:
        self._system = system

    def to_spread(self, most: int) -> Sequence[Notification]:
        """Return notifications whose e-mails are not written, held until commit."""
        wanted = (
            select(Notification)
            .where(Notification.spread_at.is_(None))
            .order_by(Notification.id)
            .limit(most)
            .with_for_update(skip_locked=True)
        )
        return self._system.scalars(wanted).all()

    def wanting(self, organisation_id: str) -> set[str]:
        """Return the ids of the people of an organisation who want e-mails."""
        wanted = select(MailChoice.person_id).where(
            MailChoice.organisation_id == organisation_id
        )
        return set(self._system.scalars(wanted))

    def is_read(self, mail: Mail) -> bool:
        """Tell whether somebody has read what an e-mail would tell of."""
        wanted = select(func.count(NotificationRead.id)).where(
            NotificationRead.notification_id == mail.notification_id,
            NotificationRead.person_id == mail.person_id,
        )
        return self._system.scalars(wanted).one() > 0

    def next_due(self, at: datetime) -> Mail | None:
        """Return an e-mail it is time to send, held until commit."""
        wanted = (
            select(Mail)
            .where(
                Mail.state.in_((MailState.WAITING, MailState.SENDING)),
                Mail.next_try_at <= at,
            )
            .order_by(Mail.next_try_at, Mail.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return self._system.scalars(wanted).first()

    def held(self, mail_id: str) -> Mail | None:
        """Return one e-mail as it is now, held until commit."""
        return self._system.get(
            Mail, mail_id, with_for_update=True, populate_existing=True
        )

    def notification(self, notification_id: str) -> Notification:
        """Return what an e-mail is about."""
        return self._system.get_one(Notification, notification_id)

    def of(self, record_ids: Collection[str]) -> Sequence[str]:
        """Return the ids of the notifications about these records."""
        wanted = select(Notification.id).where(Notification.record_id.in_(record_ids))
        return self._system.scalars(wanted).all()

    def before(self, moment: datetime, most: int) -> Sequence[str]:
        """Return the ids of some notifications from before a moment."""
        wanted = select(Notification.id).where(Notification.created_at < moment)
        return self._system.scalars(wanted.limit(most)).all()

    def remove(self, notification_ids: Collection[str]) -> None:
        """Take notifications away, and all that hangs on them."""
        for model in (NotificationRead, Mail):
            hangs = model.notification_id.in_(notification_ids)
            self._system.execute(delete(model).where(hangs))
        gone = Notification.id.in_(notification_ids)
        self._system.execute(delete(Notification).where(gone))


def _for(
    actor: Actor, kinds: Collection[str], since: datetime
) -> tuple[ColumnElement[bool], ...]:
    return (
        Notification.to_id == actor.organisation_id,
        Notification.person_id.is_(None) | (Notification.person_id == actor.person_id),
        Notification.by_id.is_distinct_from(actor.person_id),
        Notification.kind.in_(kinds),
        Notification.created_at > since,
    )
