"""Queries for what other systems call records; the session adds whose they are."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.core.many import Values, add_many
from app.external_ids.models import ExternalId

AT_ONCE = 500


class ExternalIdRepository:
    """The organisation's external ids."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def known(
        self, record_type: str, source: str, ids: Sequence[str]
    ) -> list[ExternalId]:
        """Return those of these ids that stand for a record."""
        found: list[ExternalId] = []
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            query = select(ExternalId).where(
                ExternalId.record_type == record_type,
                ExternalId.source == source,
                ExternalId.external_id.in_(some),
            )
            found += self.session.scalars(query)
        return found

    def named(self, record_type: str, source: str) -> Sequence[str]:
        """Return the ids of the records a system has a name for."""
        query = select(ExternalId.record_id).where(
            ExternalId.record_type == record_type, ExternalId.source == source
        )
        return self.session.scalars(query).all()

    def ids(self, record_type: str, source: str) -> Sequence[str]:
        """Return every id a system has for records of a kind."""
        query = select(ExternalId.external_id).where(
            ExternalId.record_type == record_type, ExternalId.source == source
        )
        return self.session.scalars(query).all()

    def add(self, rows: Sequence[Values]) -> None:
        """Add some."""
        add_many(self.session, ExternalId, rows)

    def remove_all(self, record_ids: Sequence[str]) -> None:
        """Take away every name of these records."""
        gone = ExternalId.record_id.in_(record_ids)
        self.session.execute(delete(ExternalId).where(gone))

    def remove(self, record_type: str, source: str, ids: Sequence[str]) -> None:
        """Take away what these ids of a system stand for."""
        for start in range(0, len(ids), AT_ONCE):
            gone = delete(ExternalId).where(
                ExternalId.record_type == record_type,
                ExternalId.source == source,
                ExternalId.external_id.in_(ids[start : start + AT_ONCE]),
            )
            self.session.execute(gone)
