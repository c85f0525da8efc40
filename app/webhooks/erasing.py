"""What goes of messages when everything about a young person is erased."""

from collections.abc import Sequence

from app.core.db import SystemSession
from app.webhooks.repository import DeliveryRepository


def erase(system: SystemSession, record_ids: Sequence[str]) -> None:
    """Forget what was and is to be told of these records."""
    DeliveryRepository(system).remove_about(record_ids)
