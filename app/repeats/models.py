"""Requests that were done, so that the same one sent again is not done again."""

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned

HASH_LENGTH = 64


class DoneRequest(TenantOwned, Base):
    """One request with an Idempotency-Key, and the record it made.

    The key and what was asked are kept as hashes: a program may put anything in them.
    """

    __tablename__ = "done_request"
    __table_args__ = (UniqueConstraint("organisation_id", "person_id", "key_hash"),)

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("person.id"))
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    asked_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    # Empty only within the transaction that makes the record.
    subject_id: Mapped[str] = mapped_column(String(ID_LENGTH), default="")
    created_at: Mapped[Moment]
