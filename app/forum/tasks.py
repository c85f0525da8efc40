"""The job that makes packs of a meeting, one organisation after the other.

It can be run again from the start: a pack is made in place of an earlier one.
"""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.forum import parts
from app.forum.models import PackJob
from app.forum.repository import PackJobRepository
from app.forum.service import own
from app.jobs.apart import StoppedError
from app.jobs.attempt import Attempt
from app.jobs.engine import Job
from app.jobs.models import JobState


def work(engine: Engine) -> Job:
    """Return all a worker needs to know about packs, bound to a database."""
    return PackAttempt.job(engine)


class PackAttempt(Attempt[PackJob]):
    """One attempt: each pack is kept as soon as it is made."""

    failed = "packs_failed"
    first_stage = "Looking at who is in the room"
    repository = PackJobRepository

    def work(self) -> None:
        """Make each pack, and tell whom they are for once all are there."""
        with self.open() as session:
            job = self.held(session)
            meeting_id, only_for = job.meeting_id, job.only_for
            meeting = own(session, self.actor, meeting_id)
            wanted = parts.to_make(session, self.actor, meeting, only_for)
            session.commit()
        for number, (key, people) in enumerate(wanted.items()):
            if self.asked_to_stop():
                raise StoppedError
            self.progress("Packs made", number, len(wanted))
            with self.open() as session:
                meeting = own(session, self.actor, meeting_id)
                parts.make_pack(session, self.actor, meeting, key, people)
                session.commit()
        with self.open() as session:
            meeting = own(session, self.actor, meeting_id)
            parts.tell_made(session, self.actor, meeting, wanted.keys())
            session.commit()
        self._close(JobState.DONE)

    def note(self, session: Session, undertaking: PackJob) -> None:
        """Nothing more: that packs were made is on record."""
