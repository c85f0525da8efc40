"""Queries about who is on which framework."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.sharing import FrameworkPlace


class FrameworkRepository:
    """The places on every framework: who is on one is no secret."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def places(self) -> Sequence[FrameworkPlace]:
        """Return every place, the first given first."""
        wanted = select(FrameworkPlace).order_by(FrameworkPlace.id)
        return self._session.scalars(wanted).all()

    def held(self, framework_id: str) -> Sequence[FrameworkPlace]:
        """Return the places on one framework, held until the transaction ends."""
        wanted = select(FrameworkPlace).where(
            FrameworkPlace.framework_id == framework_id
        )
        held = wanted.order_by(FrameworkPlace.id).with_for_update()
        return self._session.scalars(held).all()

    def add(self, place: FrameworkPlace) -> None:
        """Give a place."""
        self._session.add(place)
        self._session.flush()

    def remove(self, place: FrameworkPlace) -> None:
        """Take a place away."""
        self._session.delete(place)
        self._session.flush()
