"""Queries for drafts; the session adds that they are the authority's own."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, selectinload

from app.core.many import Values, change_many
from app.core.paging import PER_PAGE, Page
from app.referral_form.models import ReferralDraft

AT_ONCE = 500


class DraftRepository:
    """Drafts the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, draft: ReferralDraft) -> None:
        """Add a draft."""
        self._session.add(draft)
        self._session.flush()

    def remove(self, draft: ReferralDraft) -> None:
        """Delete a draft."""
        self._session.delete(draft)
        self._session.flush()

    def change(self, drafts: Sequence[Values]) -> None:
        """Change drafts; those held in memory are not told."""
        change_many(self._session, ReferralDraft, drafts)

    def remove_all(self, ids: Sequence[str]) -> None:
        """Delete drafts that lead nobody."""
        for start in range(0, len(ids), AT_ONCE):
            some = ReferralDraft.id.in_(ids[start : start + AT_ONCE])
            self._session.execute(delete(ReferralDraft).where(some))

    def held(self, draft_id: str) -> ReferralDraft | None:
        """Return one draft as it is now, held until the transaction ends."""
        found = select(ReferralDraft).where(ReferralDraft.id == draft_id)
        return self._session.scalars(found.with_for_update()).one_or_none()

    def hold(self, draft_ids: Collection[str]) -> None:
        """Hold several drafts until the transaction ends, in one order."""
        wanted = sorted(draft_ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = select(ReferralDraft.id).where(
                ReferralDraft.id.in_(wanted[start : start + AT_ONCE])
            )
            held = some.order_by(ReferralDraft.id).with_for_update()
            self._session.scalars(held).all()

    def of_young_person(self, young_person_id: str) -> ReferralDraft | None:
        """Return the draft a young person's referral was made from."""
        found = select(ReferralDraft).where(
            ReferralDraft.young_person_id == young_person_id
        )
        return self._session.scalars(found).one_or_none()

    def changes_of(self, young_people: Collection[str]) -> Sequence[ReferralDraft]:
        """Return the drafts that change these young people's live referral."""
        found = select(ReferralDraft).where(
            ReferralDraft.changes_id.in_(sorted(young_people))
        )
        return self._session.scalars(found.order_by(ReferralDraft.id)).all()

    def some(self, ids: Sequence[str]) -> list[ReferralDraft]:
        """Return those of these drafts that are there."""
        found: list[ReferralDraft] = []
        for start in range(0, len(ids), AT_ONCE):
            some = ReferralDraft.id.in_(ids[start : start + AT_ONCE])
            found += self._session.scalars(select(ReferralDraft).where(some))
        return found

    def not_sent(self) -> Iterator[ReferralDraft]:
        """Yield the drafts that are not sent."""
        query = select(ReferralDraft).where(
            ReferralDraft.referral_id.is_(None), ReferralDraft.changes_id.is_(None)
        )
        yield from self._session.scalars(query)

    def leading_not_sent(
        self, organisation_id: str, before: datetime
    ) -> Sequence[ReferralDraft]:
        """Return an organisation's drafts not sent that lead, last changed before."""
        wanted = select(ReferralDraft).where(
            ReferralDraft.organisation_id == organisation_id,
            ReferralDraft.referral_id.is_(None),
            ReferralDraft.lead_id.is_(None),
            # One whose young person was erased is kept for brothers and sisters.
            ReferralDraft.young_person_id.is_(None),
            ReferralDraft.updated_at < before,
        )
        held = wanted.order_by(ReferralDraft.id).with_for_update()
        return self._session.scalars(held).all()

    def begun(self) -> list[tuple[bool, int, str]]:
        """Count the drafts not sent that lead: from records or not, how many, one."""
        from_records = ReferralDraft.origin.is_not(None)
        counted = (
            select(from_records, func.count(), func.max(ReferralDraft.id))
            .where(ReferralDraft.referral_id.is_(None), ReferralDraft.lead_id.is_(None))
            .group_by(from_records)
        )
        rows = self._session.execute(counted)
        return [(bool(records), count, one) for records, count, one in rows]

    def page(self, number: int) -> Page[ReferralDraft]:
        """Return one page of the drafts not sent that lead, the last changed first."""
        wanted = select(ReferralDraft).where(
            ReferralDraft.referral_id.is_(None), ReferralDraft.lead_id.is_(None)
        )
        return self._page(wanted, number)

    def sent(self, number: int) -> Page[ReferralDraft]:
        """Return one page of the drafts that were sent, the last first."""
        wanted = select(ReferralDraft).where(ReferralDraft.referral_id.is_not(None))
        return self._page(wanted, number)

    def _page(self, wanted: Select[ReferralDraft], number: int) -> Page[ReferralDraft]:
        total = self._session.scalars(
            select(func.count()).select_from(wanted.subquery())
        ).one()
        rows = self._session.scalars(
            wanted.order_by(ReferralDraft.updated_at.desc(), ReferralDraft.id)
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
            .options(selectinload(ReferralDraft.siblings))
        ).all()
        return Page(rows, number, total)
