"""What goes of forums when everything about somebody is erased."""

from app.core.db import SystemSession
from app.forum.repository import ForumRepository


def erase(system: SystemSession, young_person_id: str) -> None:
    """Take a young person off every agenda, with what was said about them."""
    repository = ForumRepository(system)
    for item in repository.items_about(young_person_id):
        repository.remove(item)
    forget(system, young_person_id)


def forget(system: SystemSession, key: str) -> None:
    """Remove every pack and part of minutes that tells of a young person or a home."""
    repository = ForumRepository(system)
    for part in repository.all_parts():
        if key in part.content["people"] or key in part.content["homes"]:
            repository.remove(part)
