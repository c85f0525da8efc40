"""What goes of forums when everything about a young person is erased."""

from app.core.db import SystemSession
from app.forum.repository import ForumRepository


def erase(system: SystemSession, young_person_id: str) -> None:
    """Take a young person off every agenda, with what was said about them."""
    repository = ForumRepository(system)
    for item in repository.items_about(young_person_id):
        repository.remove(item)
    for part in repository.all_parts():
        if young_person_id in part.content["people"]:
            repository.remove(part)
