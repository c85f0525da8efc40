"""Match runs: a frozen case, its progress, and what was found."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned

JOB = "match_run"
"""The job that does a run's work."""


class RunState(StrEnum):
    """Where a run is."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (RunState.WAITING, RunState.RUNNING, RunState.STOPPING)
ENDED = {
    RunState.STOPPED: "Stopped",
    RunState.DONE: "Finished",
    RunState.FAILED: "Could not be finished",
}
"""What is said of a run that is over."""


class MatchRun(TenantOwned, Base):
    """One look at everyone at once.

    ``frozen`` is the case (compressed JSON), from which everything can be worked out
    again; ``summary`` the report without the young people's own results; ``names`` the
    words for ids at the time of the freeze, as this organisation may see them.
    """

    __tablename__ = "match_run"

    id: Mapped[PrimaryId]
    started_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    stage: Mapped[str] = mapped_column(String(60), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    policy: Mapped[str] = mapped_column(String(60))
    looked_from: Mapped[str] = mapped_column(String(10))
    case_hash: Mapped[str | None] = mapped_column(String(80))
    frozen: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    summary: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    names: Mapped[dict[str, Any] | None] = deferred(mapped_column(JSON))
    checked: Mapped[bool | None]
    reference: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[Moment]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)


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
    content: Mapped[bytes] = deferred(mapped_column(LargeBinary))
