"""Queries for workers."""

from datetime import datetime

from sqlalchemy import delete, select

from app.core.db import SystemSession
from app.jobs.models import Worker


class WorkerRepository:
    """Every worker of this database."""

    def __init__(self, session: SystemSession) -> None:
        self.session = session

    def seen(self, worker_id: str, at: datetime) -> None:
        """Note that a worker is there, also one that had been given up."""
        self.session.merge(Worker(id=worker_id, seen_at=at))

    def forget(self, worker_id: str) -> None:
        """Remove one worker."""
        self.session.execute(delete(Worker).where(Worker.id == worker_id))

    def forget_unseen_since(self, moment: datetime) -> None:
        """Remove the workers not seen since a moment."""
        self.session.execute(delete(Worker).where(Worker.seen_at < moment))

    def ids(self) -> set[str]:
        """Return the workers there are."""
        return set(self.session.scalars(select(Worker.id)))
