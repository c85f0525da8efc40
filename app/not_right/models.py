"""That a home is not right for a young person, as its agency says; and why."""

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import TEXT, SealedField
from app.core.sharing import shared_with_forum


class NotRight(TenantOwned, Base):
    """An agency has said that a home of its own is not right for a young person.

    That it was said is for the young person's authority and its forum too: their runs
    keep to it. Why is a row of its own.
    """

    __tablename__ = "not_right"
    __table_args__ = (UniqueConstraint("household_id", "young_person_id"),)

    id: Mapped[PrimaryId]
    household_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id", ondelete="CASCADE")
    )
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id", ondelete="CASCADE"), index=True
    )
    authority_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    said_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    said_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the agency, to the young person's authority, and to its forum."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.authority_id == actor.organisation_id,
            cls.authority_id.in_(shared_with_forum(actor)),
        )


class NotRightReason(TenantOwned, Base):
    """Why a home is not right for a young person: it stays with the agency."""

    __tablename__ = "not_right_reason"

    id: Mapped[PrimaryId]
    not_right_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("not_right.id", ondelete="CASCADE"), unique=True
    )
    text = SealedField[str](TEXT)
