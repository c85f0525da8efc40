"""Queries for moves; the session adds who may see which."""

from collections.abc import Sequence

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from app.moves.models import Move


class MoveRepository:
    """The moves the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def of(self, young_person_id: str) -> Sequence[Move]:
        """Return the moves of a young person, the first first."""
        wanted = select(Move).where(Move.young_person_id == young_person_id)
        return self.session.scalars(wanted.order_by(Move.id)).all()

    def living_in(self, household_id: str) -> Sequence[Move]:
        """Return the moves of those who live in a home, the first first."""
        wanted = select(Move).where(
            Move.household_id == household_id, Move.lives_there.is_not(None)
        )
        return self.session.scalars(wanted.order_by(Move.id)).all()

    def into(self, household_id: str) -> Sequence[Move]:
        """Return every move into a home, the first first."""
        wanted = select(Move).where(Move.household_id == household_id)
        return self.session.scalars(wanted.order_by(Move.id)).all()

    def own(self, organisation_id: str) -> Sequence[Move]:
        """Return all an authority recorded, the first first."""
        wanted = select(Move).where(Move.organisation_id == organisation_id)
        return self.session.scalars(wanted.order_by(Move.id)).all()

    def concerning(self, organisation_id: str) -> Sequence[Move]:
        """Return all of an authority's young people, or into an agency's homes."""
        wanted = select(Move).where(
            or_(
                Move.organisation_id == organisation_id,
                Move.agency_id == organisation_id,
            )
        )
        return self.session.scalars(wanted.order_by(Move.id)).all()

    def add(self, move: Move) -> None:
        """Add one."""
        self.session.add(move)
        self.session.flush()

    def remove(self, move: Move) -> None:
        """Remove one."""
        self.session.delete(move)
        self.session.flush()

    def remove_about(self, young_person_id: str) -> None:
        """Remove all of a young person."""
        gone = Move.young_person_id == young_person_id
        self.session.execute(delete(Move).where(gone))
