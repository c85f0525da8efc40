"""The workers that are there to take jobs."""

from sqlalchemy.orm import Mapped

from app.core.columns import Moment, PrimaryId
from app.core.db import Base


class Worker(Base):
    """A worker process, and when it last said that it is there."""

    __tablename__ = "worker"

    id: Mapped[PrimaryId]
    seen_at: Mapped[Moment]
