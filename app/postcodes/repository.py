"""Queries for where postcodes are."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.postcodes.models import PostcodeArea


class PostcodeRepository:
    """The postcode areas that were loaded."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def replace(self, rows: Sequence[PostcodeArea]) -> None:
        """Have these areas and no others."""
        self._session.execute(delete(PostcodeArea))
        self._session.add_all(rows)
        self._session.flush()

    def all(self) -> Sequence[PostcodeArea]:
        """Return every area, without where its postcodes are."""
        return self._session.scalars(select(PostcodeArea)).all()

    def packed(self, areas: set[str]) -> dict[str, bytes]:
        """Return where the postcodes of these areas are, packed."""
        if not areas:
            return {}
        wanted = select(PostcodeArea.area, PostcodeArea.packed)
        rows = self._session.execute(wanted.where(PostcodeArea.area.in_(areas)))
        return dict(rows.all())
