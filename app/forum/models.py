"""Meetings of a forum and the young people on their agendas."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, TEXT, SealedField
from app.core.sharing import ForumMembership


class Meeting(TenantOwned, Base):
    """One meeting. It looks at what one match run found.

    ``room`` is who is in it: ``organisations`` by id and ``people`` by name.
    ``corrections`` are added to minutes that are signed off; nothing is taken away.
    """

    __tablename__ = "forum_meeting"

    id: Mapped[PrimaryId]
    name = SealedField[str](TEXT)
    held_on: Mapped[date] = mapped_column(Date)
    length: Mapped[int]
    run_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("match_run.id"))
    hides_order: Mapped[bool]
    room = SealedField[dict[str, Any]](JSON)
    corrections = SealedField[list[dict[str, Any]]](JSON)
    created_at: Mapped[Moment]
    signed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the forum and to the organisations that share with it."""
        forums = select(ForumMembership.forum_id).where(
            ForumMembership.organisation_id == actor.organisation_id
        )
        return (cls.organisation_id == actor.organisation_id) | (
            cls.organisation_id.in_(forums)
        )


class AgendaItem(TenantOwned, Base):
    """A young person on the agenda, and what is said about them.

    ``said`` has ``views``, ``actions`` and ``knows_family`` in words.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "young_person_id"),)

    id: Mapped[PrimaryId]
    meeting_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("forum_meeting.id"), index=True
    )
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id"), index=True
    )
    authority_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    position: Mapped[int]
    minutes: Mapped[int]
    not_reached: Mapped[bool]
    said = SealedField[dict[str, str]](JSON)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the forum and to the young person's authority."""
        return (cls.organisation_id == actor.organisation_id) | (
            cls.authority_id == actor.organisation_id
        )
