"""What goes of forums when everything about somebody is erased."""

from collections import Counter
from datetime import date

from app.core.db import SystemSession
from app.forum.repository import ForumRepository


def erase(system: SystemSession, young_person_id: str) -> None:
    """Take a young person off every agenda, with what was said about them."""
    repository = ForumRepository(system)
    for item in repository.items_about(young_person_id):
        repository.remove(item)
    forget(system, young_person_id)


def erase_old_parts(
    system: SystemSession, forum_id: str, kind: str, before: date
) -> Counter[str]:
    """Remove what organisations have of a forum's meetings held before a day.

    Return how many of each meeting, by its id.
    """
    repository = ForumRepository(system)
    gone: Counter[str] = Counter()
    for part in repository.parts_held_before(forum_id, kind, before):
        gone[part.meeting_id] += 1
        repository.remove(part)
    return gone


def forget(system: SystemSession, key: str) -> None:
    """Remove every pack and part of minutes that tells of a young person or a home."""
    repository = ForumRepository(system)
    for part in repository.all_parts():
        if key in part.content["people"] or key in part.content["homes"]:
            repository.remove(part)
