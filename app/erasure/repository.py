"""Queries about who was erased, and how long things are kept."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.erasure.models import Erased, KeptFor


class ErasedRepository:
    """Those whom the session's actor, or everybody, erased."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def every(self) -> Sequence[Erased]:
        """Return all of them, the first first."""
        wanted = select(Erased).order_by(Erased.erased_at, Erased.id)
        return self.session.scalars(wanted).all()

    def get(self, key: str) -> Erased | None:
        """Return one, if they were erased."""
        return self.session.get(Erased, key)

    def add(self, row: Erased) -> None:
        """Add one."""
        self.session.add(row)
        self.session.flush()


class KeptForRepository:
    """How long organisations keep what they keep, where they chose."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def of(self, organisation_id: str) -> dict[str, KeptFor]:
        """Return what an organisation chose, by the rule."""
        wanted = select(KeptFor).where(KeptFor.organisation_id == organisation_id)
        return {one.rule: one for one in self.session.scalars(wanted)}

    def add(self, row: KeptFor) -> None:
        """Add one."""
        self.session.add(row)
        self.session.flush()

    def remove(self, row: KeptFor) -> None:
        """Forget what was chosen."""
        self.session.delete(row)
        self.session.flush()
