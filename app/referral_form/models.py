"""Referrals that are being written: kept at every step, shared with nobody."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned


class ReferralDraft(TenantOwned, Base):
    """What has been typed of one referral so far.

    ``answers`` holds what was typed, field by field; ``done`` the pages whose answers
    are complete; ``importance`` what was said about each need the answers made;
    ``versions`` how often each page was saved. A draft is never in a match run: only
    sending it makes a referral, whose id it then keeps.
    """

    __tablename__ = "referral_draft"

    id: Mapped[PrimaryId]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    done: Mapped[list[str]] = mapped_column(JSON, default=list)
    importance: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    versions: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    share_with: Mapped[list[str]] = mapped_column(JSON, default=list)
    referral_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("referral.id"), index=True
    )
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]
