"""What goes of requests when everything about a young person is erased."""

from app.core.db import SystemSession
from app.requests.repository import RequestRepository


def erase(system: SystemSession, young_person_id: str) -> list[str]:
    """Remove every request about a young person with its answers; return their ids."""
    repository = RequestRepository(system)
    found = repository.of(young_person_id)
    ids = [one.id for one in found]
    for one in found:
        repository.remove(one)
    return ids
