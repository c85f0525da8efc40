"""What goes of what agencies say of homes when everything about somebody is erased."""

from app.core.db import SystemSession
from app.not_right.repository import NotRightRepository


def erase(system: SystemSession, key: str) -> None:
    """Remove all about a young person or a home."""
    NotRightRepository(system).remove_of(key)
