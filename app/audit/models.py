"""The record of who read and changed what, kept so that tampering shows."""

from typing import Any

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned

HASH_LENGTH = 64


class AuditChain(TenantOwned, Base):
    """How long one organisation's chain is and where it ends.

    Whoever writes an entry holds this row, so that entries follow one another.
    """

    __tablename__ = "audit_chain"

    organisation_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id"), primary_key=True
    )
    length: Mapped[int]
    head: Mapped[str] = mapped_column(String(HASH_LENGTH))


class AuditEntry(TenantOwned, Base):
    """One thing someone did; the database refuses to change or delete it."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("organisation_id", "position"),)

    id: Mapped[PrimaryId]
    position: Mapped[int]
    recorded_at: Mapped[Moment]
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH))
    action: Mapped[str] = mapped_column(String(60))
    record_type: Mapped[str] = mapped_column(String(60))
    record_id: Mapped[str] = mapped_column(String(60), index=True)
    detail: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    entry_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
