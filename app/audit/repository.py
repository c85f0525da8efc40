"""Find and add the entries of one organisation's chain."""

from collections.abc import Iterator
from contextlib import suppress

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.audit.models import AuditChain, AuditEntry


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
            self.add(AuditChain(organisation_id=organisation_id, length=0, head=start))
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

    def add(self, row: AuditChain | AuditEntry) -> None:
        """Write the row within the transaction."""
        self._session.add(row)
        self._session.flush()
