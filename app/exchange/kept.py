"""What reading and confirming an import share: one as it is held, counted, cleared."""

from sqlalchemy.orm import Session

from app.core.errors import ConflictError, or_not_found
from app.exchange.items import writes
from app.exchange.kinds import KINDS
from app.exchange.models import Import
from app.exchange.port import About, Kind, Outcome
from app.exchange.repository import ImportRepository


class StaleImportError(ConflictError):
    """The import is not in a state that allows this."""

    title = "This import is over"


def kind_of(made: Import) -> Kind:
    """Return what kind of source an import is from."""
    return KINDS[made.kind]


def said_about(made: Import) -> About:
    """Return what was said about its files."""
    return About(made.source, made.as_of)


def held(session: Session, import_id: str) -> Import:
    """Return one of the organisation's own, held until the transaction ends."""
    return or_not_found(ImportRepository(session).held(import_id))


def count_again(repository: ImportRepository, made: Import) -> None:
    """Count anew what it would do."""
    found = repository.outcomes(made.id)
    made.counts = {
        **made.counts,
        "new": found.get(Outcome.NEW, 0),
        "changed": found.get(Outcome.CHANGED, 0),
        "conflicts": found.get(Outcome.CONFLICT, 0),
        "older": found.get(Outcome.OLDER, 0),
        "same": found.get(Outcome.SAME, 0),
        "to_write": found.get(Outcome.NEW, 0)
        + found.get(Outcome.CHANGED, 0)
        + sum(writes(one) for one in repository.asked(made.id)),
    }


def clear(repository: ImportRepository, made: Import) -> None:
    """Let go of all that was read."""
    repository.clear(made.id)
    made.cleared = True
