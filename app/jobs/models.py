"""What a job works on, and the workers that are there to take jobs."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime
from app.core.db import Base, TenantOwned


class JobState(StrEnum):
    """Where what a job works on is."""

    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


UNDER_WAY = (JobState.WAITING, JobState.RUNNING, JobState.STOPPING)
ENDED = {
    JobState.STOPPED: "Stopped",
    JobState.DONE: "Finished",
    JobState.FAILED: "Could not be finished",
}
"""What is said of what is over."""


class Undertaking(TenantOwned):
    """What somebody asked for and a job works on: who asked, and how far it is.

    ``kind`` is that of the organisation it was asked for; ``reference`` is quoted when
    it failed.
    """

    id: Mapped[PrimaryId]
    started_by: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), index=True)
    stage: Mapped[str] = mapped_column(String(60), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    reference: Mapped[str | None] = mapped_column(String(40))
    created_at: Mapped[Moment]
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    @property
    def under_way(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in UNDER_WAY

    def end(self, state: JobState, at: datetime) -> None:
        """Let it be over."""
        self.state, self.stage, self.finished_at = state, ENDED[state], at

    def stop(self, at: datetime) -> bool:
        """Let it end at once while it waits, else soon; tell whether that is news."""
        if self.state == JobState.WAITING:
            self.end(JobState.STOPPED, at)
        elif self.state == JobState.RUNNING:
            self.state, self.stage = JobState.STOPPING, "Stopping"
        else:
            return False
        return True


class Worker(Base):
    """A worker process, and when it last said that it is there."""

    __tablename__ = "worker"

    id: Mapped[PrimaryId]
    seen_at: Mapped[Moment]
