"""Moves: a young person lives in a home, from a day on."""

from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint, or_
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, SealedField


class Move(TenantOwned, Base):
    """One young person moved into one home; as the return has it, an episode.

    ``content`` has the episode's columns by their names in the return (SSDA903): days
    as 2027-03-01, codes as they are.

    ``lives_there`` is the young person's id as long as they do, and empty once it
    ended: so the database lets nobody live in two homes.
    """

    __tablename__ = "move"
    __table_args__ = (UniqueConstraint("lives_there"),)

    id: Mapped[PrimaryId]
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id"), index=True
    )
    lives_there: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    # Empty once the home was erased: the episode is the young person's.
    household_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id"), index=True
    )
    agency_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    content = SealedField[dict[str, Any]](JSON)
    recorded_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    recorded_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the young person's authority and to the agency of the home."""
        return or_(
            cls.organisation_id == actor.organisation_id,
            cls.agency_id == actor.organisation_id,
        )
