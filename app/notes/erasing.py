"""What goes of notes when everything about somebody is erased."""

from app.core.db import SystemSession
from app.notes.repository import NoteRepository


def erase(system: SystemSession, key: str) -> None:
    """Remove every note about a young person or a home."""
    NoteRepository(system).remove_of(key)
