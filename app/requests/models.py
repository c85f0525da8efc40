"""What was asked about a young person and a home, and how it was answered."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    String,
    UniqueConstraint,
    or_,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime, enum_text
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, SealedField


class AnswerOutcome(StrEnum):
    """How a request is answered; ``TALK`` leaves it open, and may be replied to."""

    AGREED = "agreed"
    IN_PART = "in_part"
    CANNOT = "cannot"
    ANSWERED = "answered"
    TALK = "talk"
    REPLY = "reply"


SUGGESTION = "suggestion"
"""What a request is about in which an agency suggests a home of its own."""
CHANGES = (AnswerOutcome.AGREED, AnswerOutcome.IN_PART)
SETTLES = (*CHANGES, AnswerOutcome.CANNOT, AnswerOutcome.ANSWERED)


class Ask(TenantOwned, Base):
    """One thing asked of one organisation: a change that would open a home, or a fact.

    ``content`` has ``what`` is asked, why it was asked for (``reasons``), the
    ``message`` and ``by`` whom, the engine's ``changes`` that agreeing makes, and the
    hash of each part they change as it ``was``; a question has no changes, but the
    criterion it is ``about``. ``figure`` is what can be agreed to in part.
    ``talk_first``: it is the young person's own wish, so their social worker answers.
    """

    __tablename__ = "ask"

    id: Mapped[PrimaryId]
    to_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id"), index=True
    )
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    due: Mapped[date] = mapped_column(Date)
    talk_first: Mapped[bool]
    content = SealedField[dict[str, Any]](JSON)
    asked_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    asked_at: Mapped[Moment]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to whoever asks and whoever is asked."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.to_id == actor.organisation_id,
        )


class Answer(TenantOwned, Base):
    """One answer to a request, or a reply to one who wants to talk; never changed.

    Two people who answer at the same moment write the same number, and the database
    lets one. ``to_id`` is the other side. ``content`` has ``because``, what the young
    person says (``heard``), the ``value`` agreed to in part, and ``by``, whose name it
    is.
    """

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("ask_id", "number"),)

    id: Mapped[PrimaryId]
    ask_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("ask.id", ondelete="CASCADE"), index=True
    )
    to_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    number: Mapped[int]
    outcome: Mapped[AnswerOutcome] = mapped_column(enum_text(AnswerOutcome, 20))
    content = SealedField[dict[str, Any]](JSON)
    answered_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    answered_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to whoever answers and whoever asked."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.to_id == actor.organisation_id,
        )
