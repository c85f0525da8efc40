"""Referrals, the young people they are for, and the agencies they are shared with."""

from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    ForeignKey,
    String,
    UniqueConstraint,
    exists,
)
from sqlalchemy.orm import Mapped, aliased, mapped_column, relationship

from app.core.actor import Actor, OrganisationKind
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, TEXT, SealedField
from app.core.sharing import reaches, shown

LIVE, CLOSED = "live", "closed"

AGENCY = OrganisationKind.AGENCY


class ReferralShare(TenantOwned, Base):
    """An authority shares a referral with an agency, or those on a framework."""

    __tablename__ = "referral_share"
    __table_args__ = (UniqueConstraint("referral_id", "agency_id"),)

    id: Mapped[PrimaryId]
    referral_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("referral.id"), index=True
    )
    agency_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the authority that shares, to its forum, and to the agency."""
        return shown(cls, AGENCY, _reaches(cls, actor), actor)


class YoungPerson(TenantOwned, Base):
    """A young person a home is sought for, as their authority records them.

    ``record`` holds the facts and needs (matching.case.YoungPersonFacts); ``voice`` is
    what they say, in their own words; ``sharing_name`` is not their real name. On
    ``review_on`` their authority looks again, if no home is found before.
    """

    __tablename__ = "young_person"

    id: Mapped[PrimaryId]
    referral_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("referral.id"), index=True
    )
    sharing_name = SealedField[str](TEXT)
    voice = SealedField[str | None](TEXT, nullable=True)
    record = SealedField[dict[str, Any]](JSON)
    review_on: Mapped[date | None] = mapped_column(Date)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show them where their referral is shown."""
        return shown(cls, AGENCY, _shared(cls.referral_id, actor), actor)


class Referral(TenantOwned, Base):
    """A request for a home for one young person or for brothers and sisters.

    ``closed_because`` is a code (app/closing/words.py). A closed one is in no run and
    shared with no agency; the authority and its forum still read what was.
    """

    __tablename__ = "referral"

    id: Mapped[PrimaryId]
    state: Mapped[str] = mapped_column(String(20), default=LIVE, index=True)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    closed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    closed_because: Mapped[str | None] = mapped_column(String(20))
    young_people: Mapped[list[YoungPerson]] = relationship(
        cascade="all, delete-orphan", lazy="selectin", order_by=YoungPerson.id
    )
    shares: Mapped[list[ReferralShare]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to its authority, the agencies it is shared with, and their forum."""
        return shown(cls, AGENCY, _shared(cls.id, actor), actor)


def _reaches(share: type[ReferralShare], actor: Actor) -> ColumnElement[bool]:
    return reaches(share.agency_id, share.organisation_id, actor, AGENCY)


@cache
def _share() -> type[ReferralShare]:
    """Return another name for the table, made once: every statement asks for it."""
    return aliased(ReferralShare)


def _shared(referral_id: Any, actor: Actor) -> ColumnElement[bool]:
    """Say of a row that its referral is shared with the agency.

    Each is asked of alone: whoever reads one does not gather all that is shared.
    """
    share = _share()
    return exists().where(share.referral_id == referral_id, _reaches(share, actor))
