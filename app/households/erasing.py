"""What goes of homes and holds when everything about somebody is erased."""

from collections.abc import Sequence

from app.core.db import SystemSession
from app.households.repository import HoldRepository, HouseholdRepository


def erase_holds(system: SystemSession, decision_ids: Sequence[str]) -> None:
    """Remove what decisions held, whether it ran out or not."""
    HoldRepository(system).remove(decision_ids)


def erase(system: SystemSession, household_id: str) -> None:
    """Remove a home, whom it was offered to, its profile and every hold of it."""
    repository = HouseholdRepository(system)
    HoldRepository(system).remove_of_home(household_id)
    home = repository.held(household_id)
    if home is not None:
        repository.remove_all(home.organisation_id, [home.id])
