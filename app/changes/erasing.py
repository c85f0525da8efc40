"""What goes of notices when everything about a young person is erased."""

from collections.abc import Sequence

from app.changes.repository import NoticeRepository
from app.core.db import SystemSession


def erase(system: SystemSession, record_ids: Sequence[str]) -> None:
    """Forget who was told of changes to these records."""
    NoticeRepository(system).remove(record_ids)
