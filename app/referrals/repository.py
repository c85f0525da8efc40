"""Queries for referrals; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.paging import PER_PAGE, Page
from app.core.sharing import AuthorityArea
from app.referrals.models import Referral, YoungPerson


class ReferralRepository:
    """Referrals the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, referral_id: str) -> Referral | None:
        """Return one referral."""
        found = select(Referral).where(Referral.id == referral_id)
        return self.session.scalars(found).one_or_none()

    def young_person(self, young_person_id: str) -> YoungPerson | None:
        """Return one young person."""
        found = select(YoungPerson).where(YoungPerson.id == young_person_id)
        return self.session.scalars(found).one_or_none()

    def seen(self, ids: Sequence[str]) -> Sequence[str]:
        """Return which of these young people the actor may see."""
        wanted = select(YoungPerson.id).where(YoungPerson.id.in_(ids))
        return self.session.scalars(wanted).all()

    def page(self, number: int) -> Page[Referral]:
        """Return one page of live referrals, the oldest first."""
        live = select(Referral).where(Referral.state == "live")
        total = self.session.scalars(
            select(func.count()).select_from(live.subquery())
        ).one()
        rows = self.session.scalars(
            live.order_by(Referral.created_at, Referral.id)
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def waiting(self, number: int) -> Page[YoungPerson]:
        """Return one page of the young people waiting, by sharing name."""
        live = select(Referral.id).where(Referral.state == "live")
        wanted = select(YoungPerson).where(YoungPerson.referral_id.in_(live))
        total = self.session.scalars(
            select(func.count()).select_from(wanted.subquery())
        ).one()
        rows = self.session.scalars(
            wanted.order_by(YoungPerson.sharing_name, YoungPerson.id)
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def live(self) -> Sequence[Referral]:
        """Return every live referral, by id."""
        wanted = select(Referral).where(Referral.state == "live").order_by(Referral.id)
        return self.session.scalars(wanted).all()

    def areas(self) -> Sequence[AuthorityArea]:
        """Return where every authority lies."""
        wanted = select(AuthorityArea).order_by(AuthorityArea.organisation_id)
        return self.session.scalars(wanted).all()

    def add(self, referral: Referral) -> None:
        """Add a referral."""
        self.session.add(referral)
        self.session.flush()
