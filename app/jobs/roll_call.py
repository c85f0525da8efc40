"""Which workers are there: each says so in the database, again and again."""

from datetime import timedelta

from sqlalchemy import Engine

from app.core.clock import now
from app.core.columns import new_id
from app.core.db import open_system_session
from app.jobs.repository import WorkerRepository


class RollCall:
    """One worker's part in the roll call."""

    def __init__(self, engine: Engine, lost_after: timedelta) -> None:
        self.engine, self.lost_after = engine, lost_after
        self.worker_id = new_id()

    def answer(self) -> None:
        """Say that this worker is there, and strike off those no longer heard."""
        with open_system_session(self.engine) as session:
            workers, at = WorkerRepository(session), now()
            workers.seen(self.worker_id, at)
            workers.forget_unseen_since(at - self.lost_after)
            session.commit()

    def there(self) -> set[str]:
        """Return the ids of all workers that are there."""
        with open_system_session(self.engine, reads_only=True) as session:
            return WorkerRepository(session).ids()

    def leave(self) -> None:
        """Say that this worker goes, so that others need not wait for it."""
        with open_system_session(self.engine) as session:
            WorkerRepository(session).forget(self.worker_id)
            session.commit()
