"""What goes of moves when everything about a young person is erased."""

from app.core.db import SystemSession
from app.moves.repository import MoveRepository


def erase(system: SystemSession, young_person_id: str) -> None:
    """Remove the record of where they moved."""
    MoveRepository(system).remove_about(young_person_id)


def forget_home(system: SystemSession, household_id: str) -> None:
    """Let moves into a home stay what they are, without saying which home it was."""
    for move in MoveRepository(system).into(household_id):
        move.household_id = None
    system.flush()
