"""Queries for forums; the session adds who may see which."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session, undefer

from app.core.paging import PER_PAGE, Page
from app.core.sharing import ForumMembership
from app.forum.models import AgendaItem, Meeting, PackJob, Part, PartOpened
from app.jobs.repository import UndertakingRepository


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

    def parts(self, meeting_id: str, kind: str) -> Sequence[Part]:
        """Return what organisations have of a meeting, of one kind."""
        wanted = select(Part).where(Part.meeting_id == meeting_id, Part.kind == kind)
        return self.session.scalars(
            wanted.options(undefer(Part.content)).order_by(Part.id)
        ).all()

    def part_for(self, own: str, meeting_id: str, kind: str) -> Part | None:
        """Return what one organisation has of a meeting, of one kind."""
        wanted = select(Part).where(
            Part.meeting_id == meeting_id, Part.kind == kind, Part.to_id == own
        )
        return self.session.scalars(wanted.options(undefer(Part.content))).one_or_none()

    def packs_to(self, own: str) -> Sequence[str]:
        """Return the meetings of which an organisation has a pack."""
        wanted = select(Part.meeting_id).where(Part.to_id == own, Part.kind == "pack")
        return self.session.scalars(wanted).all()

    def parts_held_before(
        self, forum_id: str, kind: str, before: date
    ) -> Sequence[Part]:
        """Return what organisations have of a forum's meetings before a day."""
        held = select(Meeting.id).where(
            Meeting.organisation_id == forum_id, Meeting.held_on < before
        )
        wanted = select(Part).where(Part.meeting_id.in_(held), Part.kind == kind)
        return self.session.scalars(wanted.order_by(Part.id)).all()

    def all_parts(self) -> Sequence[Part]:
        """Return every part there is, with what it tells."""
        return self.session.scalars(select(Part).options(undefer(Part.content))).all()

    def openings(self, part_ids: Sequence[str]) -> Sequence[PartOpened]:
        """Return who opened these, the first first."""
        wanted = select(PartOpened).where(PartOpened.part_id.in_(part_ids))
        return self.session.scalars(wanted.order_by(PartOpened.opened_at)).all()

    def opened(self, part_id: str, person_id: str) -> PartOpened | None:
        """Return when somebody opened one, if they did."""
        wanted = select(PartOpened).where(
            PartOpened.part_id == part_id, PartOpened.person_id == person_id
        )
        return self.session.scalars(wanted).one_or_none()

    def members(self, forum_id: str) -> Sequence[str]:
        """Return the organisations that share with a forum."""
        wanted = select(ForumMembership.organisation_id).where(
            ForumMembership.forum_id == forum_id
        )
        return self.session.scalars(wanted).all()

    def add(self, row: Meeting | AgendaItem | Part | PartOpened) -> None:
        """Add a row."""
        self.session.add(row)
        self.session.flush()

    def remove(self, row: AgendaItem | Part) -> None:
        """Take an item off the agenda, or a part away."""
        self.session.delete(row)
        self.session.flush()


class PackJobRepository(UndertakingRepository[PackJob]):
    """Packs that are made for meetings of the session's actor."""

    model = PackJob

    def latest(self, meeting_id: str) -> PackJob | None:
        """Return what was asked for last of a meeting."""
        wanted = select(PackJob).where(PackJob.meeting_id == meeting_id)
        ordered = wanted.order_by(PackJob.created_at.desc(), PackJob.id.desc())
        return self.session.scalars(ordered).first()

    def add(self, job: PackJob) -> None:
        """Add one."""
        self.session.add(job)
        self.session.flush()
