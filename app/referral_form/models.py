"""Referrals that are being written: kept at every step, shared with nobody."""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import JSON as SEALED_JSON
from app.core.sealed_fields import SealedField


class ReferralDraft(TenantOwned, Base):
    """What has been typed of one referral so far.

    ``answers`` holds what was typed, field by field; ``done`` the pages whose answers
    are complete; ``importance`` what was said about each need the answers made;
    ``versions`` how often each page was saved. A draft is never in a match run: only
    sending it makes a referral, whose id it then keeps.

    Brothers and sisters have a draft each. One of them leads: what is asked once for
    all of them is answered there, and it is sent with the others.

    A draft can change a referral that is live: ``base`` then holds what it was
    when it was begun: ``answers``, ``importance`` and ``share_with``, ``absent`` needs
    that the answers would make and the referral does not ask, and whether each was
    asked ``apart`` what is asked once of others. Sending it makes a new version, and
    answers the request that was ``asked``, if it was begun to answer one.
    """

    __tablename__ = "referral_draft"

    id: Mapped[PrimaryId]
    answers = SealedField[dict[str, Any]](SEALED_JSON)
    done: Mapped[list[str]] = mapped_column(JSON, default=list)
    importance = SealedField[dict[str, Any]](SEALED_JSON)
    versions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    share_with: Mapped[list[str]] = mapped_column(JSON, default=list)
    referral_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("referral.id"), index=True
    )
    young_person_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("young_person.id"), index=True
    )
    lead_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("referral_draft.id"), index=True
    )
    # The young person whose live referral it changes, if it does.
    changes_id: Mapped[str | None] = mapped_column(String(ID_LENGTH), index=True)
    base = SealedField[dict[str, Any] | None](SEALED_JSON, nullable=True)
    # What it was begun from, if not by hand: a kind of import.
    origin: Mapped[str | None] = mapped_column(String(40))
    # The day those records are from, or newer ones that changed it since.
    origin_day: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
    lead: Mapped["ReferralDraft | None"] = relationship(
        remote_side="ReferralDraft.id", back_populates="siblings"
    )
    siblings: Mapped[list["ReferralDraft"]] = relationship(
        back_populates="lead", order_by="ReferralDraft.id", cascade="all, delete-orphan"
    )

    @property
    def answers_request(self) -> str:
        """The id of the request that sending it answers, or nothing."""
        base = (self.lead or self).base or {}
        return str(base.get("asked", ""))

    @property
    def together(self) -> list["ReferralDraft"]:
        """Everybody this referral is for, the one who leads first."""
        first = self.lead or self
        return [first, *first.siblings]
