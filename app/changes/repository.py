"""Queries for what others did."""

from collections.abc import Mapping, Sequence

from sqlalchemy import and_, delete, func, or_, select
from sqlalchemy.orm import Session

from app.changes.models import Notice


class NoticeRepository:
    """What other organisations did, for those that hear of it."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, *rows: Notice) -> None:
        """Add some."""
        self._session.add_all(rows)

    def since(
        self, to: str, read: Mapping[str, int], types: Sequence[str], most: int
    ) -> Sequence[Notice]:
        """Return what comes after what was read of each organisation."""
        later = [
            and_(Notice.organisation_id == one, Notice.position > position)
            for one, position in read.items()
        ]
        query = (
            select(Notice)
            .where(
                Notice.to_id == to,
                Notice.record_type.in_(types),
                or_(Notice.organisation_id.not_in(list(read)), *later),
            )
            .order_by(Notice.organisation_id, Notice.position)
            .limit(most)
        )
        return self._session.scalars(query).all()

    def newest(self, to: str) -> dict[str, int]:
        """Return the position of the newest of each organisation."""
        query = select(Notice.organisation_id, func.max(Notice.position))
        rows = self._session.execute(
            query.where(Notice.to_id == to).group_by(Notice.organisation_id)
        )
        return dict(rows.all())

    def remove(self, record_ids: Sequence[str]) -> None:
        """Take away all that is about these records."""
        gone = Notice.record_id.in_(record_ids)
        self._session.execute(delete(Notice).where(gone))
