"""What of an import a worker does: asked for, followed, given up."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import now
from app.core.db import SystemSession
from app.core.errors import ConflictError, FieldError, InvalidError
from app.exchange.models import JOB, READ, Import, ImportJob
from app.exchange.repository import ImportJobRepository
from app.jobs.engine import Queue, enqueue
from app.jobs.models import JobState
from app.jobs.repository import Tally

MOST_UNDER_WAY = 5


class BeingWrittenError(ConflictError):
    """A worker is writing the records, or putting them back: all of them, or none."""

    title = "This import is being saved"


def must_have_room(session: Session) -> None:
    """Refuse more files where several of the organisation's wait already.

    Raises
    ------
    InvalidError
        They would all be kept meanwhile.
    """
    if ImportJobRepository(session).count_under_way() >= MOST_UNDER_WAY:
        said = "Several files are being read. Wait for them, or give one up"
        raise InvalidError(errors=[FieldError(pointer="/files", detail=said)])


def begin(session: Session, actor: Actor, made: Import, what: str) -> ImportJob:
    """Let a worker read an import's files, confirm it or undo it, unless one does."""
    repository = ImportJobRepository(session)
    there = repository.latest(made.id)
    # One that ends this moment has done what came before.
    if there is not None and there.under_way and there.what == what:
        return there
    job = ImportJob(
        import_id=made.id,
        what=what,
        started_by=actor.person_id,
        kind=actor.organisation_kind,
        state=JobState.WAITING,
        stage="Waiting to start",
        created_at=now(),
    )
    before = repository.count_under_way()
    repository.add(job)
    enqueue(session, JOB, job.id, behind=before, queue=Queue.RECORDS)
    return job


def latest(session: Session, made: Import) -> ImportJob | None:
    """Return what a worker did last of an import, or does, if it did anything."""
    return ImportJobRepository(session).latest(made.id)


def give_up(session: Session, import_id: str) -> None:
    """Let the work end: at once while it waits; else the worker ends it soon.

    Raises
    ------
    BeingWrittenError
        When records are being written or put back.
    """
    repository = ImportJobRepository(session)
    there = repository.latest(import_id)
    job = repository.held(there.id) if there is not None else None
    if job is None or not job.under_way:
        return
    if job.what != READ and job.state != JobState.WAITING:
        raise BeingWrittenError
    job.stop(now())
    session.flush()


def tallies(system: SystemSession) -> list[Tally]:
    """Return how many there are in each state, of every organisation's."""
    return ImportJobRepository(system).tallies()
