"""What an organisation did that another one hears of."""

from sqlalchemy import ColumnElement, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.actor import Actor
from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned


class Notice(TenantOwned, Base):
    """One change, for one other organisation; its own are in its audit trail.

    ``position`` is that of the entry in the trail of whoever made the change: an
    organisation's entries are written one at a time, so that nobody who has read up to
    one ever finds an earlier one new.
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("to_id", "organisation_id", "position"),)

    id: Mapped[PrimaryId]
    to_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), index=True
    )
    position: Mapped[int]
    what: Mapped[str] = mapped_column(String(60))
    record_type: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    at: Mapped[Moment]

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show it to whoever made the change and to whom it is for."""
        return (cls.organisation_id == actor.organisation_id) | (
            cls.to_id == actor.organisation_id
        )
