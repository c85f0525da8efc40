"""What was exported: who, when, what, how much, and why."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import TEXT, SealedField


class Export(TenantOwned, Base):
    """One file of an organisation's records that somebody took out.

    The file itself is not kept, nor whom it is about: each record in it has an entry in
    the record of who did what. ``left_out`` counts facts the file had no place for;
    ``made_by`` is a person's id, or the operator's.
    """

    __tablename__ = "record_export"

    id: Mapped[PrimaryId]
    kind: Mapped[str] = mapped_column(String(40))
    form: Mapped[str] = mapped_column(String(10))
    rows: Mapped[int]
    left_out: Mapped[int]
    reason = SealedField[str](TEXT)
    made_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    created_at: Mapped[Moment]
