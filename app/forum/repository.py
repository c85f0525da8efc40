"""Queries for forums; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.paging import PER_PAGE, Page
from app.core.sharing import ForumMembership
from app.forum.models import AgendaItem, Meeting


class ForumRepository:
    """Meetings the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def page(self, number: int) -> Page[Meeting]:
        """Return one page of meetings, the latest first."""
        total = self.session.scalars(select(func.count(Meeting.id))).one()
        rows = self.session.scalars(
            select(Meeting)
            .order_by(Meeting.held_on.desc(), Meeting.id.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def not_signed_off(self) -> Sequence[Meeting]:
        """Return the meetings whose minutes are not signed off, by day."""
        wanted = select(Meeting).where(Meeting.signed_at.is_(None))
        return self.session.scalars(wanted.order_by(Meeting.held_on, Meeting.id)).all()

    def agendas(self, meeting_ids: Sequence[str]) -> Sequence[AgendaItem]:
        """Return who is on the agenda of any of these meetings."""
        wanted = select(AgendaItem).where(AgendaItem.meeting_id.in_(meeting_ids))
        return self.session.scalars(wanted.order_by(AgendaItem.id)).all()

    def get(self, meeting_id: str) -> Meeting | None:
        """Return one meeting."""
        wanted = select(Meeting).where(Meeting.id == meeting_id)
        return self.session.scalars(wanted).one_or_none()

    def agenda(self, meeting_id: str) -> Sequence[AgendaItem]:
        """Return the agenda of a meeting, in order."""
        wanted = (
            select(AgendaItem)
            .where(AgendaItem.meeting_id == meeting_id)
            .order_by(AgendaItem.position, AgendaItem.id)
        )
        return self.session.scalars(wanted).all()

    def items_about(self, young_person_id: str) -> Sequence[AgendaItem]:
        """Return every item about one young person."""
        wanted = select(AgendaItem).where(AgendaItem.young_person_id == young_person_id)
        return self.session.scalars(wanted.order_by(AgendaItem.id)).all()

    def members(self, forum_id: str) -> Sequence[str]:
        """Return the organisations that share with a forum."""
        wanted = select(ForumMembership.organisation_id).where(
            ForumMembership.forum_id == forum_id
        )
        return self.session.scalars(wanted).all()

    def add(self, row: Meeting | AgendaItem) -> None:
        """Add a meeting or an item."""
        self.session.add(row)
        self.session.flush()

    def remove(self, item: AgendaItem) -> None:
        """Take an item off the agenda."""
        self.session.delete(item)
        self.session.flush()
