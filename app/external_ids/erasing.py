"""What goes of external ids when everything about a young person is erased."""

from collections.abc import Sequence

from app.core.db import SystemSession
from app.external_ids.repository import ExternalIdRepository


def erase(system: SystemSession, record_ids: Sequence[str]) -> None:
    """Forget what other systems call these records."""
    ExternalIdRepository(system).remove_all(record_ids)
