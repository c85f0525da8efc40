"""Who has agreed to share with whom, and where authorities lie.

An agreement is its giver's row: the organisation that shares. Ending it ends what the
other may see at once.
"""

from sqlalchemy import JSON, ColumnElement, ForeignKey, String, or_, true
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, PrimaryId
from app.core.db import Base, TenantOwned


class ForumMembership(TenantOwned, Base):
    """An organisation takes part in a family-finding forum and shares with it."""

    __tablename__ = "forum_membership"

    id: Mapped[PrimaryId]
    forum_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the one who shares and to the forum."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.forum_id == actor.organisation_id,
        )


class AuthorityArea(Base):
    """The outcodes in an authority's area, and its neighbours: reference data."""

    __tablename__ = "authority_area"

    organisation_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), primary_key=True
    )
    name: Mapped[str]
    adjoining: Mapped[list[str]] = mapped_column(JSON)
    places: Mapped[list[str]] = mapped_column(JSON)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to everyone: where an authority lies is public."""
        del actor
        return true()
