"""Match runs: a frozen case, its progress, and what was found."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import BYTES, JSON, SealedField
from app.jobs.models import Undertaking

JOB = "match_run"
"""The job that does a run's work."""


class MatchRun(Undertaking, Base):
    """One look at everyone at once.

    ``frozen`` is the case (compressed JSON), from which everything can be worked out
    again; ``summary`` the report without the young people's own results; ``names`` the
    words for ids at the time of the freeze, as this organisation may see them. Once
    somebody it looked at is erased, or its time has run out, it is emptied: figures
    alone stay in ``summary``.
    """

    __tablename__ = "match_run"

    policy: Mapped[str] = mapped_column(String(60))
    looked_from: Mapped[str] = mapped_column(String(10))
    case_hash: Mapped[str | None] = mapped_column(String(80))
    frozen = SealedField[bytes | None](BYTES, nullable=True, deferred=True)
    summary = SealedField[dict[str, Any] | None](JSON, nullable=True, deferred=True)
    names = SealedField[dict[str, Any] | None](JSON, nullable=True, deferred=True)
    checked: Mapped[bool | None]
    emptied_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


class MatchResult(TenantOwned, Base):
    """What a run found for one young person (compressed JSON)."""

    __tablename__ = "match_result"
    __table_args__ = (UniqueConstraint("run_id", "young_person_id"),)

    id: Mapped[PrimaryId]
    run_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("match_run.id"), index=True
    )
    young_person_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    options: Mapped[int]
    open_options: Mapped[int]
    near: Mapped[int]
    content = SealedField[bytes](BYTES, deferred=True)


class MatchHome(TenantOwned, Base):
    """What a run found for one household: whom it suits, and whom nearly."""

    __tablename__ = "match_home"
    __table_args__ = (UniqueConstraint("run_id", "household_id"),)

    id: Mapped[PrimaryId]
    run_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("match_run.id"), index=True
    )
    household_id: Mapped[str] = mapped_column(String(ID_LENGTH), index=True)
    content = SealedField[bytes](BYTES)
