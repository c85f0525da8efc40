"""Know a record again by what another system calls it.

Records are told apart by organisation, by kind and by system: two systems may use the
same number for two homes. Callers have asked already whether the actor may write the
record itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.columns import new_id
from app.external_ids.repository import ExternalIdRepository


@dataclass(frozen=True, slots=True)
class Named:
    """What an id stands for, and the version the system itself last wrote of it."""

    record_id: str
    version: int | None


def found(
    session: Session, record_type: str, source: str, external_id: str
) -> Named | None:
    """Return what an id of a system stands for, as it is now."""
    rows = ExternalIdRepository(session).known(
        record_type, normal(source), [external_id]
    )
    return next((Named(row.record_id, row.version) for row in rows), None)


def wrote(
    session: Session, record_type: str, source: str, external_id: str, at: Named
) -> None:
    """Remember what a system calls a record, and at which version it wrote it."""
    keep(session, record_type, source, external_id, at.record_id)
    repository = ExternalIdRepository(session)
    for row in repository.known(record_type, normal(source), [external_id]):
        row.version = at.version


def known(
    session: Session, record_type: str, source: str, ids: Sequence[str]
) -> dict[str, str]:
    """Return the record each of these ids stands for, where there is one."""
    found = ExternalIdRepository(session).known(record_type, normal(source), ids)
    return {one.external_id: one.record_id for one in found}


def named(session: Session, record_type: str, source: str) -> set[str]:
    """Return the records the system has a name for."""
    return set(ExternalIdRepository(session).named(record_type, normal(source)))


def all_known(session: Session, record_type: str, source: str) -> set[str]:
    """Return every id the system has for records of a kind."""
    return set(ExternalIdRepository(session).ids(record_type, normal(source)))


def keep(
    session: Session, record_type: str, source: str, external_id: str, record_id: str
) -> bool:
    """Remember what a system calls a record; tell whether that is news."""
    return keep_all(session, record_type, source, {external_id: record_id})[external_id]


def keep_all(
    session: Session, record_type: str, source: str, records: Mapping[str, str]
) -> dict[str, bool]:
    """Remember what a system calls records, by its ids; tell which of it is news."""
    repository = ExternalIdRepository(session)
    news = dict.fromkeys(records, True)
    left = dict(records)
    for row in repository.known(record_type, normal(source), list(records)):
        was, row.record_id = row.record_id, left.pop(row.external_id)
        news[row.external_id] = was != row.record_id
    repository.add(
        [
            {
                "id": new_id(),
                "source": normal(source),
                "external_id": external_id,
                "record_type": record_type,
                "record_id": record_id,
            }
            for external_id, record_id in left.items()
        ]
    )
    return news


def forget(session: Session, record_type: str, source: str, ids: Sequence[str]) -> None:
    """Forget what a system calls records, by its ids."""
    ExternalIdRepository(session).remove(record_type, normal(source), ids)


def normal(source: str) -> str:
    """Return a system's name as it is compared."""
    return " ".join(source.casefold().split())
