"""What people are told, whether they have read it, and the e-mails about it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime, enum_text
from app.core.db import Base, TenantOwned


class Notification(TenantOwned, Base):
    """One thing that happened, for the people of one organisation or one of them.

    ``kind`` is a code (words.py) and ``record_id`` what it is about: nothing here is in
    anybody's words. It belongs to the organisation that did it, which writes it in the
    transaction that does it; whoever did it is not told. ``once`` is there where the
    same must not be told twice. ``spread_at`` is when its e-mails were written.
    """

    __tablename__ = "notification"

    id: Mapped[PrimaryId]
    to_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    person_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    by_id: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    kind: Mapped[str] = mapped_column(String(40))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    once: Mapped[str | None] = mapped_column(String(120), unique=True)
    created_at: Mapped[Moment]
    spread_at: Mapped[datetime | None] = mapped_column(UTCDateTime, index=True)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to whoever did it and to whom it is for."""
        return (cls.organisation_id == actor.organisation_id) | (
            (cls.to_id == actor.organisation_id)
            & (cls.person_id.is_(None) | (cls.person_id == actor.person_id))
        )


class NotificationRead(TenantOwned, Base):
    """Somebody has read a notification."""

    __tablename__ = "notification_read"
    __table_args__ = (UniqueConstraint("notification_id", "person_id"),)

    id: Mapped[PrimaryId]
    notification_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("notification.id"), index=True
    )
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    read_at: Mapped[Moment]


class MailChoice(TenantOwned, Base):
    """Somebody wants e-mails too, while acting for this organisation."""

    __tablename__ = "mail_choice"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id"),)

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    since: Mapped[Moment]


class MailState(StrEnum):
    """Where an e-mail is. From the third on it stays there."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    GIVEN_UP = "given_up"
    # The connection ended before the server said whether it took it.
    UNCLEAR = "unclear"
    # Read meanwhile in Hearth, or not wanted any more.
    NOT_NEEDED = "not_needed"


class Mail(TenantOwned, Base):
    """An e-mail to send to one person about one notification, or that was sent."""

    __tablename__ = "mail"
    __table_args__ = (UniqueConstraint("notification_id", "person_id"),)

    id: Mapped[PrimaryId]
    notification_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("notification.id"), index=True
    )
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    state: Mapped[MailState] = mapped_column(enum_text(MailState, 20), index=True)
    tries: Mapped[int] = mapped_column(default=0)
    next_try_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
