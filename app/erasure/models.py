"""Who was erased: an id, when and why; nothing that tells who they are."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import Moment, PrimaryId
from app.core.db import Base, TenantOwned


class Erased(TenantOwned, Base):
    """A young person about whom everything was erased.

    ``id`` was theirs: a backup that still has them is told by it what to erase again.
    ``because`` is a code (app/erasure/rules.py).
    """

    __tablename__ = "erased"

    id: Mapped[PrimaryId]
    because: Mapped[str] = mapped_column(String(20))
    erased_at: Mapped[Moment]
