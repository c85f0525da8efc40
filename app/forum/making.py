"""What a worker does of packs: asked for, and followed."""

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import now
from app.forum import parts
from app.forum.models import JOB, PackJob
from app.forum.repository import PackJobRepository
from app.forum.service import own
from app.jobs.engine import Queue, enqueue
from app.jobs.models import JobState


def begin(
    session: Session, actor: Actor, meeting_id: str, only_for: str = ""
) -> PackJob:
    """Let a worker make the packs of a meeting, unless one does.

    Raises
    ------
    InvalidError
        When nobody in the room may see anybody on the agenda.
    """
    meeting = own(session, actor, meeting_id)
    repository = PackJobRepository(session)
    there = repository.latest(meeting.id)
    if there is not None and there.under_way:
        return there
    parts.to_make(session, actor, meeting, only_for)
    job = PackJob(
        meeting_id=meeting.id,
        only_for=only_for,
        started_by=actor.person_id,
        kind=actor.organisation_kind,
        state=JobState.WAITING,
        stage="Waiting to start",
        created_at=now(),
    )
    repository.add(job)
    enqueue(session, JOB, job.id, queue=Queue.RECORDS)
    return job


def latest(session: Session, actor: Actor, meeting_id: str) -> PackJob | None:
    """Return what a worker made last of a meeting of one's own, or makes."""
    meeting = own(session, actor, meeting_id)
    return PackJobRepository(session).latest(meeting.id)
