"""Queries about who was erased."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.erasure.models import Erased


class ErasedRepository:
    """Those whom the session's actor, or everybody, erased."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def every(self) -> Sequence[Erased]:
        """Return all of them, the first first."""
        wanted = select(Erased).order_by(Erased.erased_at, Erased.id)
        return self.session.scalars(wanted).all()

    def get(self, young_person_id: str) -> Erased | None:
        """Return one, if they were erased."""
        return self.session.get(Erased, young_person_id)

    def add(self, row: Erased) -> None:
        """Add one."""
        self.session.add(row)
        self.session.flush()
