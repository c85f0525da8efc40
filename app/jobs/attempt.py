"""One attempt at what a job works on. It can be begun again from the start at any time.

A worker thought to be lost may still be at work while another has taken its work up.
Both work from the same copy; whichever ends it first has ended it.
"""

from abc import ABC, abstractmethod
from contextlib import suppress
from typing import ClassVar, Generic

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.columns import new_id
from app.core.db import open_session, open_system_session
from app.jobs.apart import BrokenError, StoppedError
from app.jobs.engine import Job
from app.jobs.models import JobState
from app.jobs.repository import U, UndertakingRepository

log = structlog.get_logger()
ANY_ROLE = frozenset(Role)


class OverError(Exception):
    """It has ended already."""


class Attempt(ABC, Generic[U]):
    """One attempt, by whichever worker took it."""

    failed: ClassVar[str]
    """What the log says when it failed."""
    first_stage: ClassVar[str]
    repository: type[UndertakingRepository[U]]

    def __init__(self, engine: Engine, subject_id: str) -> None:
        self.engine, self.subject_id = engine, subject_id
        with open_system_session(engine, reads_only=True) as session:
            found = self.repository(session).get(subject_id)
            if found is None:
                raise LookupError("what the job is about is gone")
            # It reads as the one who asked for it; roles were checked then.
            self.actor = Actor(
                person_id=found.started_by,
                organisation_id=found.organisation_id,
                organisation_kind=OrganisationKind(found.kind),
                roles=ANY_ROLE,
            )

    @classmethod
    def job(cls, engine: Engine) -> Job:
        """Return all a worker needs to know about such work, bound to a database."""

        def unfinished() -> list[str]:
            with open_system_session(engine, reads_only=True) as session:
                return cls.repository(session).all_under_way()

        return Job(
            do=lambda subject_id: cls(engine, subject_id).go(),
            unfinished=unfinished,
            give_up=lambda subject_id: cls(engine, subject_id).give_up(),
        )

    @abstractmethod
    def work(self) -> None:
        """Do the work and keep what came of it."""

    @abstractmethod
    def note(self, session: Session, undertaking: U) -> None:
        """Put on record that it ended."""

    def go(self) -> None:
        """Work and write what came of it, whatever that is."""
        with suppress(OverError):
            self._try()

    def _try(self) -> None:
        try:
            self._begin()
            self.work()
        except (OverError, OperationalError):
            # Over already; or the database is away, and nothing can be written now.
            raise
        except StoppedError:
            self._close(JobState.STOPPED)
        except BrokenError as failed:
            self._fail(failed.reason)
        except Exception as failed:
            self._fail(f"an unexpected {type(failed).__name__}")

    def give_up(self) -> None:
        """End it for good: whoever tried it never came to the end."""
        with suppress(OverError):
            self._fail("its job ended before it did")

    def open(self) -> Session:
        """Open a session of whoever asked for it."""
        return open_session(self.engine, self.actor)

    def held(self, session: Session) -> U:
        """Return it, if it is not over by now, held until it is written.

        Raises
        ------
        OverError
            When it is over.
        """
        found = self.repository(session).held(self.subject_id)
        if found is None:
            raise LookupError("what the job is about is gone")
        if not found.under_way:
            raise OverError
        return found

    def end(self, session: Session, undertaking: U, state: JobState) -> None:
        """Let it be over and put it on record; the session is committed."""
        undertaking.end(state, now())
        # It before the record of it, in the order a stop takes them.
        session.flush()
        self.note(session, undertaking)
        session.commit()

    def progress(self, stage: str, done: int, total: int) -> None:
        """Write how far it is."""
        with self.open() as session:
            found = self.repository(session).get(self.subject_id)
            if found is not None and found.state == JobState.RUNNING:
                found.stage, found.done, found.total = stage, done, total
                session.commit()

    def asked_to_stop(self) -> bool:
        """Tell whether somebody asked for it to stop, or it is over.

        It is asked again and again, and takes nobody's turn to write.
        """
        with open_session(self.engine, self.actor, reads_only=True) as session:
            state = self.repository(session).state(self.subject_id)
        return state != JobState.RUNNING

    def _begin(self) -> None:
        with self.open() as session:
            found = self.held(session)
            if found.state == JobState.STOPPING:
                raise StoppedError
            found.state, found.stage = JobState.RUNNING, self.first_stage
            session.commit()

    def _close(self, state: JobState, reference: str | None = None) -> None:
        with self.open() as session:
            found = self.held(session)
            found.reference = reference
            self.end(session, found, state)

    def _fail(self, reason: str) -> None:
        reference = new_id()
        self._close(JobState.FAILED, reference)
        log.error(
            self.failed,
            job=self.subject_id,
            reference=reference,
            error=reason,
        )
