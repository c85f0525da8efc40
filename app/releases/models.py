"""What is released: a home's profile to authorities, a referral to an agency."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, ForeignKey, String, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor, OrganisationKind
from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, TEXT, SealedField
from app.core.sharing import in_group_of


class Release(TenantOwned, Base):
    """One authority may read a home's profile.

    It hangs on the offer of the home to that authority: whoever takes the offer back
    takes this with it, and offering the home again does not bring it back.
    """

    __tablename__ = "profile_release"

    id: Mapped[PrimaryId]
    offer_id: Mapped[str] = mapped_column(
        String(ID_LENGTH),
        ForeignKey("household_offer.id", ondelete="CASCADE"),
        unique=True,
    )
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id"), index=True
    )
    authority_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    # When the carers agreed that this authority reads it.
    agreed_on: Mapped[date] = mapped_column(Date)
    released_at: Mapped[Moment]
    released_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("person.id"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the agency and to the authority."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.authority_id == actor.organisation_id,
        )


class Profile(TenantOwned, Base):
    """What the carers want young people and their workers to know of them."""

    __tablename__ = "household_profile"

    id: Mapped[PrimaryId]
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id", ondelete="CASCADE"), unique=True
    )
    names = SealedField[str](TEXT)
    about = SealedField[str](TEXT)
    # When the carers agreed to these words.
    agreed_on: Mapped[date] = mapped_column(Date)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the agency and its group, and to whom it is released to."""
        if actor.organisation_kind is OrganisationKind.GROUP:
            return cls.organisation_id.in_(in_group_of(actor))
        released = select(Release.household_id).where(
            Release.authority_id == actor.organisation_id
        )
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.household_id.in_(released),
        )


class ReferralRelease(TenantOwned, Base):
    """One agency may read all of a young person's referral, for one of its homes.

    It hangs on the share and on the decision to explore the home: whoever takes the
    share back takes this with it, and it is read only while the decision holds a place.
    ``content`` is what is read, word for word as it was released: the real name, the
    day of birth and the referral in sentences.
    """

    __tablename__ = "referral_release"

    id: Mapped[PrimaryId]
    share_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("referral_share.id", ondelete="CASCADE")
    )
    decision_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("decision.id", ondelete="CASCADE"), unique=True
    )
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id", ondelete="CASCADE"), index=True
    )
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id", ondelete="CASCADE")
    )
    agency_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    content = SealedField[dict[str, Any]](JSON)
    # The referral's version that this was made of.
    version: Mapped[int]
    # When the carers said that they want to explore it.
    agreed_on: Mapped[date] = mapped_column(Date)
    released_at: Mapped[Moment]
    released_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("person.id"))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the authority and to the agency."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.agency_id == actor.organisation_id,
        )
