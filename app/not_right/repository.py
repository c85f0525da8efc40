"""Queries for what agencies say of homes; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.not_right.models import NotRight, NotRightReason


class NotRightRepository:
    """What the session's actor may know of homes that are not right for somebody."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def every(self) -> Sequence[tuple[str, str]]:
        """Return each home and whom it is not right for, by id."""
        wanted = select(NotRight.household_id, NotRight.young_person_id)
        rows = self.session.execute(wanted.order_by(NotRight.id))
        return [(home, person) for home, person in rows]

    def of(self, key: str) -> Sequence[tuple[NotRight, NotRightReason]]:
        """Return those of a home, or about a young person, with the reasons."""
        wanted = (
            select(NotRight, NotRightReason)
            .join(NotRightReason, NotRightReason.not_right_id == NotRight.id)
            .where(or_(NotRight.household_id == key, NotRight.young_person_id == key))
        )
        rows = self.session.execute(wanted.order_by(NotRight.id))
        return [(said, why) for said, why in rows]

    def one(
        self, household_id: str, young_person_id: str
    ) -> tuple[NotRight, NotRightReason] | None:
        """Return one, with its reason."""
        found = self.of(household_id)
        return next((x for x in found if x[0].young_person_id == young_person_id), None)

    def add(self, said: NotRight, reason: str) -> bool:
        """Add one; false where somebody said it first."""
        try:
            with self.session.begin_nested():
                self.session.add(said)
                self.session.flush()
        except IntegrityError:
            return False
        self.session.add(NotRightReason(not_right_id=said.id, text=reason))
        self.session.flush()
        return True

    def remove(self, said: NotRight, why: NotRightReason) -> None:
        """Remove one with its reason."""
        self.session.delete(why)
        self.session.flush()
        self.session.delete(said)
        self.session.flush()

    def remove_of(self, key: str) -> None:
        """Remove all about a young person or a home, with their reasons."""
        about = or_(NotRight.household_id == key, NotRight.young_person_id == key)
        ids = select(NotRight.id).where(about)
        self.session.execute(
            delete(NotRightReason).where(NotRightReason.not_right_id.in_(ids))
        )
        self.session.execute(delete(NotRight).where(about))
