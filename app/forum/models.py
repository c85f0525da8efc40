"""Meetings of a forum and the young people on their agendas."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    String,
    Time,
    UniqueConstraint,
    false,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import BYTES, JSON, TEXT, SealedField
from app.core.sharing import ForumMembership
from app.jobs.models import Undertaking
from app.web.templates import day, time_of_day

JOB = "forum_packs"
"""The job that makes packs of a meeting."""


class Meeting(TenantOwned, Base):
    """One meeting. It looks at what one match run found.

    ``starts`` is the time of day in London, where it is said. ``hides_homes``: homes
    stand without their references in the room and in packs, which can tell the agency.

    ``room`` is who is in it: ``organisations`` by id and ``people`` by name.
    ``corrections`` are added to minutes that are signed off; nothing is taken away.
    """

    __tablename__ = "forum_meeting"

    id: Mapped[PrimaryId]
    name = SealedField[str](TEXT)
    held_on: Mapped[date] = mapped_column(Date)
    starts: Mapped[time | None] = mapped_column(Time)
    length: Mapped[int]
    run_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("match_run.id"))
    hides_order: Mapped[bool]
    hides_homes: Mapped[bool] = mapped_column(default=False, server_default=false())
    room = SealedField[dict[str, Any]](JSON)
    corrections = SealedField[list[dict[str, Any]]](JSON)
    created_at: Mapped[Moment]
    agenda_changed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    signed_by: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def when(self) -> str:
        """When it is, in words: 22 November 2026 at 9:05am."""
        said = day(self.held_on)
        return f"{said} at {time_of_day(self.starts)}" if self.starts else said

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

    ``said`` has ``views`` and ``knows_family`` in words, and ``actions``: each what is
    to be done, by which organisation (``who``) and until when. ``started_at`` is when
    their time began.
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
    started_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    said = SealedField[dict[str, Any]](JSON)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the forum and to the young person's authority."""
        return (cls.organisation_id == actor.organisation_id) | (
            cls.authority_id == actor.organisation_id
        )

    @property
    def actions(self) -> list[dict[str, Any]]:
        """What is to be done: earlier versions kept it as one text."""
        kept = self.said.get("actions", [])
        if isinstance(kept, str):
            return [{"what": kept, "who": "", "by": None}]
        actions: list[dict[str, Any]] = kept
        return actions


class Part(TenantOwned, Base):
    """What one organisation has of a meeting: its pack, or its part of the minutes.

    The forum writes it, of what that organisation may see. ``content`` has ``people``
    and ``homes``, the ids of whom and what it tells of: once one of them is not shared
    any more, it is not shown. A pack also has its files, as they were set.
    """

    __tablename__ = "forum_part"
    __table_args__ = (UniqueConstraint("meeting_id", "to_id", "kind"),)

    id: Mapped[PrimaryId]
    meeting_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("forum_meeting.id"), index=True
    )
    to_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    content = SealedField[dict[str, Any]](JSON, deferred=True)
    pdf = SealedField[bytes | None](BYTES, nullable=True, deferred=True)
    word = SealedField[bytes | None](BYTES, nullable=True, deferred=True)
    made_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the forum and to whom it is for."""
        return (cls.organisation_id == actor.organisation_id) | (
            cls.to_id == actor.organisation_id
        )


class PackJob(Undertaking, Base):
    """Packs of a meeting that a worker makes: all of them, or that of one organisation.

    What is ready is there for whom it is for, before the others are.
    """

    __tablename__ = "forum_pack_job"

    meeting_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("forum_meeting.id"), index=True
    )
    only_for: Mapped[str] = mapped_column(String(ID_LENGTH), default="")


class PartOpened(TenantOwned, Base):
    """Somebody opened what their organisation has of a meeting."""

    __tablename__ = "forum_part_opened"
    __table_args__ = (UniqueConstraint("part_id", "person_id"),)

    id: Mapped[PrimaryId]
    part_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("forum_part.id", ondelete="CASCADE"), index=True
    )
    to_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    name = SealedField[str](TEXT)
    opened_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the forum and to who opened it."""
        return (cls.organisation_id == actor.organisation_id) | (
            cls.to_id == actor.organisation_id
        )
