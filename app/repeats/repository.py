"""Queries for requests that were done."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.repeats.models import DoneRequest


class RepeatsRepository:
    """The requests of the session's actor's organisation."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def added(self, request: DoneRequest) -> bool:
        """Keep a request, or tell that the same person's key is there already.

        While another transaction is about to keep the same key, this waits for it.
        """
        try:
            with self.session.begin_nested():
                self.session.add(request)
                self.session.flush()
        except IntegrityError:
            return False
        return True

    def of(self, person_id: str, key_hash: str) -> DoneRequest:
        """Return the request that somebody sent with a key."""
        wanted = select(DoneRequest).where(
            DoneRequest.person_id == person_id, DoneRequest.key_hash == key_hash
        )
        return self.session.scalars(wanted).one()

    def forget_before(self, moment: datetime) -> None:
        """Remove the requests done before a moment."""
        self.session.execute(delete(DoneRequest).where(DoneRequest.created_at < moment))
