"""Who was erased, and how long an organisation keeps what it keeps."""

from sqlalchemy import String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId
from app.core.db import Base, TenantOwned

YOUNG_PERSON, HOUSEHOLD = "young_person", "household"


class Erased(TenantOwned, Base):
    """A young person or a home about whom everything was erased; it names nobody.

    ``id`` was theirs: a backup that still has them is told by it what to erase again.
    ``because`` is a code (app/erasure/rules.py).
    """

    __tablename__ = "erased"

    id: Mapped[PrimaryId]
    what: Mapped[str] = mapped_column(
        String(20), default=YOUNG_PERSON, server_default=YOUNG_PERSON
    )
    because: Mapped[str] = mapped_column(String(20))
    erased_at: Mapped[Moment]


class KeptFor(TenantOwned, Base):
    """How many days an organisation keeps what a rule is about, if it chose."""

    __tablename__ = "kept_for"
    __table_args__ = (UniqueConstraint("organisation_id", "rule"),)

    id: Mapped[PrimaryId]
    rule: Mapped[str] = mapped_column(String(20))
    days: Mapped[int]
    chosen_by: Mapped[str] = mapped_column(String(ID_LENGTH))
    chosen_at: Mapped[Moment]
