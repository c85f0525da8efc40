"""What goes of notifications when everything about a young person is erased."""

from collections.abc import Sequence

from app.core.db import SystemSession
from app.notifications.repository import OutboxRepository


def erase(system: SystemSession, record_ids: Sequence[str]) -> None:
    """Forget who was told of these records, and the e-mails about it."""
    outbox = OutboxRepository(system)
    outbox.remove(outbox.of(record_ids))
