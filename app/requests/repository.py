"""Queries for requests; the session adds who may see which."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Select, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.core.paging import PER_PAGE, Page
from app.requests.models import SETTLES, Answer, Ask


class Show(StrEnum):
    """Which requests a list shows."""

    FOR_YOU = "for-you"
    FROM_YOU = "from-you"
    SETTLED = "settled"


class RequestRepository:
    """Requests the session's actor asked or is asked."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def about(self) -> list[tuple[str, str]]:
        """Return the young person and the home of every request, each pair once."""
        wanted = select(Ask.young_person_id, Ask.household_id).distinct()
        return [(person, home) for person, home in self.session.execute(wanted)]

    def page(
        self,
        show: Show,
        own: str,
        people: Collection[str],
        homes: Collection[str],
        number: int,
    ) -> Page[Ask]:
        """Return one page of those about these: the soonest due first, or newest."""
        wanted = _shown(show, own).where(
            Ask.young_person_id.in_(people), Ask.household_id.in_(homes)
        )
        order = (Ask.asked_at.desc(),) if show is Show.SETTLED else (Ask.due, Ask.id)
        rows = self.session.scalars(
            wanted.order_by(*order).offset((number - 1) * PER_PAGE).limit(PER_PAGE)
        ).all()
        count = select(func.count()).select_from(wanted.subquery())
        return Page(rows, number, self.session.scalars(count).one())

    def open(self, show: Show, own: str) -> Sequence[Ask]:
        """Return those that wait for an answer, the soonest due first."""
        wanted = _shown(show, own).order_by(Ask.due, Ask.id)
        return self.session.scalars(wanted).all()

    def open_from(self, own: str, young_people: Collection[str]) -> Sequence[Ask]:
        """Return what was asked about these young people and waits for an answer."""
        wanted = _shown(Show.FROM_YOU, own)
        wanted = wanted.where(Ask.young_person_id.in_(young_people))
        return self.session.scalars(wanted.order_by(Ask.id)).all()

    def asked_since(
        self, own: str, young_people: Collection[str], since: datetime
    ) -> Sequence[Ask]:
        """Return what was asked about these since then, withdrawn ones left out."""
        wanted = select(Ask).where(
            Ask.organisation_id == own,
            Ask.young_person_id.in_(young_people),
            Ask.asked_at >= since,
            Ask.withdrawn_at.is_(None),
        )
        return self.session.scalars(wanted.order_by(Ask.id)).all()

    def get(self, ask_id: str) -> Ask | None:
        """Return one request."""
        return self.session.scalars(select(Ask).where(Ask.id == ask_id)).one_or_none()

    def of(self, key: str) -> Sequence[Ask]:
        """Return every request about a young person or a home, the first first."""
        about = or_(Ask.young_person_id == key, Ask.household_id == key)
        return self.session.scalars(select(Ask).where(about).order_by(Ask.id)).all()

    def answers(self, ask_ids: Collection[str]) -> Sequence[Answer]:
        """Return the answers to these, each one's in order."""
        if not ask_ids:
            return []
        wanted = select(Answer).where(Answer.ask_id.in_(ask_ids))
        return self.session.scalars(wanted.order_by(Answer.ask_id, Answer.number)).all()

    def answers_to(self, own: str) -> Sequence[Answer]:
        """Return every answer that settles what one's own organisation asked."""
        wanted = select(Answer).where(Answer.to_id == own, Answer.outcome.in_(SETTLES))
        return self.session.scalars(wanted.order_by(Answer.answered_at)).all()

    def some(self, ask_ids: Collection[str]) -> Sequence[Ask]:
        """Return those of these requests that are there."""
        return self.session.scalars(select(Ask).where(Ask.id.in_(ask_ids))).all()

    def add(self, ask: Ask) -> None:
        """Add one."""
        self.session.add(ask)
        self.session.flush()

    def add_answer(self, answer: Answer) -> bool:
        """Add an answer; false where somebody answered first."""
        try:
            with self.session.begin_nested():
                self.session.add(answer)
                self.session.flush()
        except IntegrityError:
            return False
        return True

    def remove(self, ask: Ask) -> None:
        """Remove one with its answers."""
        for answer in self.answers([ask.id]):
            self.session.delete(answer)
        self.session.flush()
        self.session.delete(ask)
        self.session.flush()


def _shown(show: Show, own: str) -> Select[Ask]:
    settled = select(Answer.ask_id).where(Answer.outcome.in_(SETTLES))
    is_open = Ask.withdrawn_at.is_(None) & Ask.id.not_in(settled)
    if show is Show.SETTLED:
        return select(Ask).where(~is_open)
    side = Ask.to_id if show is Show.FOR_YOU else Ask.organisation_id
    return select(Ask).where(is_open, side == own)
