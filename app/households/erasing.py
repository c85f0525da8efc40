"""What goes of holds when everything about a young person is erased."""

from collections.abc import Sequence

from app.core.db import SystemSession
from app.households.repository import HoldRepository


def erase_holds(system: SystemSession, decision_ids: Sequence[str]) -> None:
    """Remove what decisions held, whether it ran out or not."""
    HoldRepository(system).remove(decision_ids)
