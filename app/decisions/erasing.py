"""What goes of decisions when everything about a young person is erased."""

from app.core.db import SystemSession
from app.decisions.repository import DecisionRepository
from app.households import erasing as households


def erase(system: SystemSession, young_person_id: str) -> None:
    """Remove every decision about a young person, and what it held.

    That each was made, when and by whom stays in the record of who did what.
    """
    repository = DecisionRepository(system)
    households.erase_holds(system, list(repository.of_any([young_person_id])))
    repository.remove_about(young_person_id)
