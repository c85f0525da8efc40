"""Fostering households and the authorities they are offered to."""

from typing import Any

from sqlalchemy import (
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    or_,
    select,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, TEXT, SealedField
from app.core.sharing import ForumMembership


class HouseholdOffer(TenantOwned, Base):
    """An agency offers a household to an authority."""

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
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.authority_id == actor.organisation_id,
            cls.organisation_id.in_(shared_with_forum(actor)),
        )


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
        """Show it to its agency, the authorities it is offered to, and their forum."""
        offered = select(HouseholdOffer.household_id).where(
            HouseholdOffer.authority_id == actor.organisation_id
        )
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.id.in_(offered),
            cls.organisation_id.in_(shared_with_forum(actor)),
        )


def shared_with_forum(actor: Actor) -> Any:
    """Select the organisations that share with the forum the actor acts for."""
    return select(ForumMembership.organisation_id).where(
        ForumMembership.forum_id == actor.organisation_id
    )
