"""Fostering households, the authorities they are offered to, and places held."""

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
from app.core.sharing import in_group_of, reaches, shown


class HouseholdOffer(TenantOwned, Base):
    """An agency offers a household to an authority, or to those on a framework."""

    __tablename__ = "household_offer"
    __table_args__ = (UniqueConstraint("household_id", "authority_id"),)

    id: Mapped[PrimaryId]
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id"), index=True
    )
    authority_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the agency, to the authority, and to a forum both share with."""
        return _shown(cls, _reaches(cls, actor), actor)


class Household(TenantOwned, Base):
    """A fostering household as its agency records it.

    ``record`` holds the facts (matching.case.HouseholdFacts) with source and date;
    ``reference`` is what others call it until its agency releases the profile.
    """

    __tablename__ = "household"
    __table_args__ = (UniqueConstraint("organisation_id", "reference"),)

    id: Mapped[PrimaryId]
    reference: Mapped[str] = mapped_column(String(20))
    label = SealedField[str](TEXT)
    record = SealedField[dict[str, Any]](JSON)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[Moment]
    offers: Mapped[list[HouseholdOffer]] = relationship(
        cascade="all, delete-orphan", lazy="selectin"
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to its agency, the authorities it is offered to, and their forum.

        A group sees the homes of its agencies and no others.
        """
        # Asked row by row: whoever reads one home does not gather all on offer.
        offer = _offer()
        offered = exists().where(offer.household_id == cls.id, _reaches(offer, actor))
        return _shown(cls, offered, actor)


class Hold(TenantOwned, Base):
    """One place of a home, held by whoever decided to explore it for a young person.

    Places count from 1. Who holds a place that another held before writes its next
    ``turn``: two who want it at the same moment write the same turn, and the database
    lets one. So a hold that ran out is in nobody's way, and stays as it was. A hold is
    never made longer: that would be the next turn.

    ``whole`` is held so that nobody else joins the home. It says nothing of whom it is
    for: everybody who sees the home sees that a place in it is held.
    """

    __tablename__ = "hold"
    __table_args__ = (UniqueConstraint("household_id", "place", "turn"),)

    id: Mapped[PrimaryId]
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id"), index=True
    )
    place: Mapped[int]
    turn: Mapped[int]
    whole: Mapped[bool]
    decision_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("decision.id"), index=True
    )
    until: Mapped[date] = mapped_column(Date)
    created_at: Mapped[Moment]
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to whoever may see the home."""
        # Asked row by row: most holds are not of today, and there are many homes.
        home = _home()
        seen = exists().where(home.id == cls.household_id)
        return (cls.organisation_id == actor.organisation_id) | seen

    def stands(self, today: date) -> bool:
        """Tell whether the place is held on this day; its last day is held too."""
        return self.ended_at is None and today <= self.until


@cache
def _offer() -> type[HouseholdOffer]:
    """Return another name for the table, made once: every statement asks for it."""
    return aliased(HouseholdOffer)


@cache
def _home() -> type[Household]:
    return aliased(Household)


def _reaches(offer: type[HouseholdOffer], actor: Actor) -> ColumnElement[bool]:
    authority = OrganisationKind.AUTHORITY
    return reaches(offer.authority_id, offer.organisation_id, actor, authority)


def _shown(
    model: type[TenantOwned], offered: ColumnElement[bool], actor: Actor
) -> ColumnElement[bool]:
    """Show a group the rows of its agencies, and others what they may see of it."""
    if actor.organisation_kind is OrganisationKind.GROUP:
        return model.organisation_id.in_(in_group_of(actor))
    return shown(model, OrganisationKind.AUTHORITY, offered, actor)
