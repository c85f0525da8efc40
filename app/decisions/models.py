"""Decisions: written once, and never changed."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId, enum_text
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON, SealedField
from app.core.sharing import shared_with_forum


class Outcome(StrEnum):
    """What was decided for a young person."""

    EXPLORE = "explore"
    EXPLORE_IN_ORDER = "explore_in_order"
    NONE = "none"
    LATER = "later"


EXPLORES = (Outcome.EXPLORE, Outcome.EXPLORE_IN_ORDER)


class Decision(TenantOwned, Base):
    """One decision about one young person, by their authority or its forum.

    The one with the highest ``number`` is in force; two people who decide at the same
    moment write the same number, and the database lets one. ``household_id`` is the
    home to explore first; ``content`` the rest: reasons, who decided, and what they
    were shown.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("young_person_id", "number"),)

    id: Mapped[PrimaryId]
    authority_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    young_person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id"), index=True
    )
    run_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("match_run.id"))
    household_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("household.id")
    )
    number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(enum_text(Outcome, 20))
    content = SealedField[dict[str, Any]](JSON)
    recorded_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    recorded_at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to the young person's authority and to its forum."""
        return (
            (cls.organisation_id == actor.organisation_id)
            | (cls.authority_id == actor.organisation_id)
            | cls.authority_id.in_(shared_with_forum(actor))
        )

    @property
    def explores(self) -> bool:
        """Tell whether a home is explored."""
        return self.outcome in EXPLORES
