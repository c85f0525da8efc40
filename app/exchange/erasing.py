"""What goes of imports when everything about a young person is erased."""

from collections.abc import Sequence

from app.core.db import SystemSession
from app.exchange.repository import ImportRepository


def erase(system: SystemSession, record_ids: Sequence[str]) -> None:
    """Remove what imports read of these records; they cannot be undone for them."""
    ImportRepository(system).remove_items_of(record_ids)
