"""What goes of requests when everything about somebody is erased."""

from app.core.db import SystemSession
from app.requests.repository import RequestRepository


def erase(system: SystemSession, key: str) -> list[str]:
    """Remove every request about a young person or a home; return their ids."""
    repository = RequestRepository(system)
    found = repository.of(key)
    ids = [one.id for one in found]
    for one in found:
        repository.remove(one)
    return ids
