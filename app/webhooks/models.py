"""Where an organisation's programs are told of changes, and what they are told."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import TEXT, SealedField


class Webhook(TenantOwned, Base):
    """One address. It hears what the membership it was made for may read.

    ``cursor`` is how far the change feed was read for it. ``lease`` is whoever sends
    to it at the moment: no two do, or what happened to a record could arrive in
    another order than it happened.
    """

    __tablename__ = "webhook"

    id: Mapped[PrimaryId]
    membership_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("membership.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    # It can have a password of its own in its path.
    address = SealedField[str](TEXT)
    secret = SealedField[str](TEXT)
    # What signed before, which signs as well until the moment beside it.
    earlier_secret = SealedField[str | None](TEXT, nullable=True)
    earlier_until: Mapped[datetime | None] = mapped_column(UTCDateTime)
    about: Mapped[list[str]] = mapped_column(JSON)
    cursor: Mapped[str] = mapped_column(Text)
    made_at: Mapped[Moment]
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Times in a row that nobody was there, and not to be tried before.
    failures: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime] = mapped_column(UTCDateTime, index=True)
    lease: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    leased_until: Mapped[datetime | None] = mapped_column(UTCDateTime)


class DeliveryState(StrEnum):
    """How far one message is."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Delivery(TenantOwned, Base):
    """One message: a change, by ids and codes, and how far its sending is.

    ``id`` goes with every attempt, so that who hears it twice can tell. ``number``
    counts a webhook's messages in the order in which things happened to a record.
    """

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("webhook_id", "number"),)

    id: Mapped[PrimaryId]
    webhook_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("webhook.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int]
    what: Mapped[str] = mapped_column(String(60))
    record_type: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    by_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    at: Mapped[Moment]
    state: Mapped[str] = mapped_column(String(20), default=DeliveryState.WAITING)
    # Since when it is to be sent: it is given up some days after.
    since: Mapped[Moment]
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[Moment]
    tried_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # How the last attempt ended: a status, or a code of Hearth's own.
    ended: Mapped[str | None] = mapped_column(String(40))
