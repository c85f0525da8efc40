"""What people know that Hearth cannot see: written once, by somebody with a name."""

from sqlalchemy import ColumnElement, ForeignKey, String, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import TEXT, SealedField
from app.core.sharing import shared_with_forum


class Note(TenantOwned, Base):
    """What somebody knows about a young person, or about one home for them.

    With ``everyone`` it is for all who see the options it is about: the young person's
    authority, its forum and, where it is about a home, the agency whose home it is.
    """

    __tablename__ = "note"

    id: Mapped[PrimaryId]
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id"), index=True
    )
    authority_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    household_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id", ondelete="CASCADE"), index=True
    )
    agency_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    everyone: Mapped[bool]
    text = SealedField[str](TEXT)
    written_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    written_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to who wrote it and, if it is for everyone, to those it is for."""
        own = actor.organisation_id
        concerned = or_(
            cls.authority_id == own,
            cls.agency_id == own,
            cls.authority_id.in_(shared_with_forum(actor)),
        )
        return (cls.organisation_id == own) | (cls.everyone & concerned)
