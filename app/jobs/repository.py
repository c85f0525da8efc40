"""Queries for what jobs work on, and for workers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.core.db import SystemSession
from app.core.paging import PER_PAGE, Page
from app.jobs.models import UNDER_WAY, JobState, Undertaking, Worker

U = TypeVar("U", bound=Undertaking)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many are in a state, and since when the first of them."""

    state: str
    count: int
    oldest: datetime

    @property
    def waits(self) -> bool:
        """Tell whether these wait for a worker."""
        return self.state == JobState.WAITING


class UndertakingRepository(Generic[U]):
    """Those of one kind that the session's actor may see."""

    model: type[U]

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, subject_id: str) -> U | None:
        """Return one, without its large parts."""
        wanted = select(self.model).where(self.model.id == subject_id)
        return self.session.scalars(wanted).one_or_none()

    def held(self, subject_id: str) -> U | None:
        """Return one as it is now, held until the transaction ends."""
        wanted = select(self.model).where(self.model.id == subject_id).with_for_update()
        return self.session.scalars(
            wanted.execution_options(populate_existing=True)
        ).one_or_none()

    def state(self, subject_id: str) -> str | None:
        """Return only the state of one, as it is now."""
        wanted = select(self.model.state).where(self.model.id == subject_id)
        return self.session.scalars(wanted).one_or_none()

    def page(self, number: int) -> Page[U]:
        """Return one page, the newest first."""
        total = self.session.scalars(
            select(func.count()).select_from(select(self.model).subquery())
        ).one()
        rows = self.session.scalars(
            select(self.model)
            .order_by(self.model.created_at.desc(), self.model.id.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def under_way(self) -> U | None:
        """Return one that is waiting or running, if there is one."""
        wanted = select(self.model).where(self.model.state.in_(UNDER_WAY)).limit(1)
        return self.session.scalars(wanted).first()

    def tallies(self) -> list[Tally]:
        """Return how many there are in each state."""
        model = self.model
        wanted = select(
            model.state, func.count(model.id), func.min(model.created_at)
        ).group_by(model.state)
        return [Tally(*row) for row in self.session.execute(wanted)]

    def all_under_way(self) -> list[str]:
        """Return the ids of all that are waiting or running."""
        wanted = select(self.model.id).where(self.model.state.in_(UNDER_WAY))
        return list(self.session.scalars(wanted).all())


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
