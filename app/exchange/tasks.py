"""The job of an import: reading large files, importing many records, taking them back.

It can be run again from the start at any time. Reading begins with what an earlier
attempt kept taken away; importing is one transaction, and so is taking it back: what is
done stays so.
"""

from contextlib import ExitStack

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import open_session
from app.core.errors import InvalidError
from app.exchange.confirming import Tell, confirm
from app.exchange.kept import StaleImportError, clear, held
from app.exchange.models import ABANDONED, CONFIRM, READ, READING, Import, ImportJob
from app.exchange.reading import read_kept, unread
from app.exchange.readying import Ready, made_ready
from app.exchange.repository import ImportJobRepository, ImportRepository
from app.exchange.undoing import TouchedSinceError, undo
from app.jobs.apart import StoppedError
from app.jobs.attempt import Attempt, OverError
from app.jobs.engine import Job
from app.jobs.models import JobState

SAVING = "Saving the records"
TAKING_BACK = "Putting the records back"


def work(engine: Engine) -> Job:
    """Return all a worker needs to know about imports, bound to a database."""
    return ImportAttempt.job(engine)


class ImportAttempt(Attempt[ImportJob]):
    """One attempt: an import's files are read, its records written, or put back."""

    failed = "import_failed"
    first_stage = "Starting"
    repository = ImportJobRepository

    def work(self) -> None:
        """Read or write, and keep what came of it."""
        with self.open() as session:
            job = self.held(session)
            job.attempt += 1
            self.number, import_id, what = job.attempt, job.import_id, job.what
            session.commit()
        with ExitStack() as stack:
            ready = None
            if what == CONFIRM:
                reading = open_session(self.engine, self.actor, reads_only=True)
                stack.enter_context(reading)
                lent = made_ready(reading, self.actor, import_id)
                ready = stack.enter_context(lent)
            session = stack.enter_context(self.open())
            if what == READ:
                self._read(session, import_id)
            elif what == CONFIRM:
                self._confirm(session, import_id, ready)
            else:
                self._undo(session, import_id)
            session.commit()
        self._close(JobState.DONE)

    def note(self, session: Session, undertaking: ImportJob) -> None:
        """Let go of what was read where nobody reads on; that it was read is noted."""
        if undertaking.what != READ or undertaking.state == JobState.DONE:
            return
        repository = ImportRepository(session)
        made = repository.held(undertaking.import_id)
        if made is not None:
            if made.state == READING:
                made.state, made.ended_at = ABANDONED, now()
            clear(repository, made)

    def _read(self, session: Session, import_id: str) -> None:
        made = ImportRepository(session).get(import_id)
        if made is None or made.state == ABANDONED:
            raise StoppedError
        if made.state != READING:
            # An earlier attempt came to the end of it.
            return

        def pause(kept: int) -> None:
            self._mine(session).stage = f"Reading the file: {kept:,} records so far"
            session.commit()

        try:
            read_kept(session, self.actor, made, pause, lambda: self._check(session))
        except InvalidError as refused:
            self._check(session)
            unread(session, self.actor, made, refused)

    def _confirm(self, session: Session, import_id: str, ready: Ready | None) -> None:
        made = self._held(session, import_id)
        tell = self._telling(SAVING, made.counts["to_write"])
        try:
            whole = confirm(session, self.actor, import_id, tell, ready)
        except StaleImportError:
            raise StoppedError from None
        if not whole:
            self._mine(session).renewed = True

    def _undo(self, session: Session, import_id: str) -> None:
        made = self._held(session, import_id)
        tell = self._telling(TAKING_BACK, made.counts["written"])
        try:
            undo(session, self.actor, import_id, tell)
        except StaleImportError:
            raise StoppedError from None
        except TouchedSinceError as refused:
            ImportRepository(session).touch(import_id, refused.items)
            self._mine(session).renewed = True

    def _held(self, session: Session, import_id: str) -> Import:
        """Return an import, held, if this attempt is the one that goes on with it."""
        made = held(session, import_id)
        # Asked once the import is held: an attempt thought lost may have held it.
        job = self.repository(session).get(self.subject_id)
        if job is None or job.attempt != self.number:
            raise OverError
        return made

    def _telling(self, stage: str, total: int) -> Tell:
        def tell(done: int) -> None:
            # SQLite lets nobody else write before all of it is.
            if self.engine.dialect.name == "postgresql":
                self.progress(stage, done, total)

        tell(0)
        return tell

    def _mine(self, session: Session) -> ImportJob:
        """Return the job, held, if it is still this attempt's and to be gone on with.

        Raises
        ------
        OverError
            When it is over, or another attempt has taken it up.
        StoppedError
            When somebody gave it up.
        """
        job = self.held(session)
        if job.attempt != self.number:
            raise OverError
        if job.state == JobState.STOPPING:
            raise StoppedError
        return job

    def _check(self, session: Session) -> None:
        self._mine(session)
