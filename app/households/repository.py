"""Queries for households; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from app.core.paging import PER_PAGE, Page
from app.households.models import Household


class HouseholdRepository:
    """Households the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, household_id: str) -> Household | None:
        """Return one household."""
        found = select(Household).where(Household.id == household_id)
        return self.session.scalars(found).one_or_none()

    def page(self, number: int, search: str, own: str) -> Page[Household]:
        """Return one page, by reference.

        ``search`` looks in references, and in the labels of one's ``own`` homes only:
        a label names the carers.
        """
        wanted = select(Household)
        if search:
            pattern = f"%{search}%"
            wanted = wanted.where(
                or_(
                    Household.reference.ilike(pattern),
                    and_(
                        Household.organisation_id == own,
                        Household.label.ilike(pattern),
                    ),
                )
            )
        count = select(func.count()).select_from(wanted.subquery())
        total = self.session.scalars(count).one()
        rows = self.session.scalars(
            wanted.order_by(Household.reference)
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, total)

    def everything(self) -> Sequence[Household]:
        """Return all of them, by id."""
        return self.session.scalars(select(Household).order_by(Household.id)).all()

    def count_own(self, organisation_id: str) -> int:
        """Count an organisation's households."""
        own = (
            select(func.count())
            .select_from(Household)
            .where(Household.organisation_id == organisation_id)
        )
        return self.session.scalars(own).one()

    def add(self, household: Household) -> None:
        """Add a household."""
        self.session.add(household)
        self.session.flush()
