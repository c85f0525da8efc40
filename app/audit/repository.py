"""Find and add the entries of one organisation's chain."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session

from app.audit.models import AuditChain, AuditEntry
from app.core.many import Values, add_many
from app.core.paging import PER_PAGE, Page


@dataclass(frozen=True, slots=True)
class Sought:
    """Which entries somebody wants to see; an empty field leaves all in."""

    kind: str = ""
    record: str = ""
    person: str = ""
    since: datetime | None = None
    until: datetime | None = None


class AuditRepository:
    """The audit chains a session may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def chain_held(self, organisation_id: str, start: str) -> AuditChain:
        """Return the organisation's chain, held until the transaction ends."""
        held = self._session.get(AuditChain, organisation_id, with_for_update=True)
        if held is not None:
            return held
        # Another transaction may be starting the same chain: its row will do as well.
        with suppress(IntegrityError), self._session.begin_nested():
            made = AuditChain(organisation_id=organisation_id, length=0, head=start)
            self._session.add(made)
            self._session.flush()
        return self._session.get_one(AuditChain, organisation_id, with_for_update=True)

    def chain(self, organisation_id: str) -> AuditChain | None:
        """Return the organisation's chain, for reading."""
        return self._session.get(AuditChain, organisation_id)

    def entries(self, organisation_id: str) -> Iterator[AuditEntry]:
        """Yield the organisation's entries from the first to the last."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.organisation_id == organisation_id)
            .order_by(AuditEntry.position)
            .execution_options(yield_per=500)
        )
        with self._session.scalars(query) as rows:
            yield from rows

    def page(self, wanted: Sought, number: int, before: int) -> Page[AuditEntry]:
        """Return one page of the entries sought before a position, the newest first."""
        return self._page(_sought(wanted).where(AuditEntry.position < before), number)

    def of_record(
        self, organisation_id: str, record_id: str, actions: Sequence[str], number: int
    ) -> Page[AuditEntry]:
        """Return one page of what an organisation did to a record, the newest first."""
        found = select(AuditEntry).where(
            AuditEntry.organisation_id == organisation_id,
            AuditEntry.record_id == record_id,
            AuditEntry.action.in_(actions),
        )
        return self._page(found, number)

    def since(
        self,
        organisation_id: str,
        actions: Sequence[str],
        types: Sequence[str],
        position: int,
        most: int,
    ) -> Sequence[AuditEntry]:
        """Return some of what an organisation did after a position, in order."""
        query = (
            select(AuditEntry)
            .where(
                AuditEntry.organisation_id == organisation_id,
                AuditEntry.position > position,
                AuditEntry.action.in_(actions),
                AuditEntry.record_type.in_(types),
            )
            .order_by(AuditEntry.position)
            .limit(most)
        )
        return self._session.scalars(query).all()

    def last_of(
        self, organisation_id: str, actions: Sequence[str], record_ids: Sequence[str]
    ) -> dict[str, AuditEntry]:
        """Return the last entry of these actions about each record, by its id."""
        last = (
            select(func.max(AuditEntry.position))
            .where(
                AuditEntry.organisation_id == organisation_id,
                AuditEntry.record_id.in_(record_ids),
                AuditEntry.action.in_(actions),
            )
            .group_by(AuditEntry.record_id)
        )
        found = select(AuditEntry).where(
            AuditEntry.organisation_id == organisation_id, AuditEntry.position.in_(last)
        )
        return {entry.record_id: entry for entry in self._session.scalars(found)}

    @staticmethod
    def never(
        organisation_id: str, actions: Sequence[str], *records: Mapped[str]
    ) -> ColumnElement[bool]:
        """Say of rows that there is no entry of these actions about any id they have.

        Each id is looked up alone: together the database would read every entry.
        """
        return and_(
            *(
                ~exists().where(
                    AuditEntry.organisation_id == organisation_id,
                    AuditEntry.record_id == record_id,
                    AuditEntry.action.in_(actions),
                )
                for record_id in records
            )
        )

    def _page(self, found: Select[AuditEntry], number: int) -> Page[AuditEntry]:
        count = select(func.count()).select_from(found.subquery())
        rows = self._session.scalars(
            found.order_by(AuditEntry.position.desc())
            .offset((number - 1) * PER_PAGE)
            .limit(PER_PAGE)
        ).all()
        return Page(rows, number, self._session.scalars(count).one())

    def every(self, wanted: Sought) -> Iterator[AuditEntry]:
        """Yield the entries sought, the oldest first."""
        query = _sought(wanted).order_by(AuditEntry.position)
        with self._session.scalars(query.execution_options(yield_per=500)) as rows:
            yield from rows

    def about(self, record_ids: set[str]) -> list[AuditEntry]:
        """Return the entries about these records, the latest first."""
        query = (
            select(AuditEntry)
            .where(AuditEntry.record_id.in_(sorted(record_ids)))
            .order_by(AuditEntry.recorded_at.desc(), AuditEntry.id.desc())
        )
        return list(self._session.scalars(query))

    def add(self, entries: Sequence[Values]) -> None:
        """Write entries within the transaction."""
        add_many(self._session, AuditEntry, entries)


def _sought(wanted: Sought) -> Select[AuditEntry]:
    found = select(AuditEntry)
    for column, value in (
        (AuditEntry.record_type, wanted.kind),
        (AuditEntry.record_id, wanted.record),
        (AuditEntry.person_id, wanted.person),
    ):
        if value:
            found = found.where(column == value)
    if wanted.since:
        found = found.where(AuditEntry.recorded_at >= wanted.since)
    if wanted.until:
        found = found.where(AuditEntry.recorded_at < wanted.until)
    return found
