"""Take an import back: every record as it was before, or none."""

from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError
from app.core.permissions import Permission, require
from app.exchange.confirming import Tell
from app.exchange.items import WRITTEN
from app.exchange.kept import StaleImportError, clear, held, kind_of, said_about
from app.exchange.models import DONE, UNDONE, Import
from app.exchange.repository import ImportRepository


class TouchedSinceError(ConflictError):
    """Records were changed since they were imported: their items, and their names."""

    title = "This import cannot be taken back"

    def __init__(self, items: Collection[str], names: Sequence[str]) -> None:
        super().__init__()
        self.items, self.names = set(items), list(names)


def undo(
    session: Session, actor: Actor, import_id: str, tell: Tell = lambda _: None
) -> Import:
    """Put every record back as it was before the import, or none.

    ``tell`` hears after each batch how many are put back.

    Raises
    ------
    TouchedSinceError
        When somebody changed one of them since; it names which.
    StaleImportError
        When it is not done, or what undoing needs is kept no longer.
    """
    require(actor, Permission.IMPORT_RECORDS)
    made = held(session, import_id)
    if made.state == UNDONE:
        return made
    if made.state != DONE or made.cleared:
        raise StaleImportError
    repository = ImportRepository(session)
    target = kind_of(made).target(session, actor, said_about(made))
    target.hold(repository.record_ids(made.id, WRITTEN))
    touched: set[str] = set()
    put_back = 0
    with session.begin_nested():
        for batch in repository.written(made.id):
            stay = target.undo({one.external_id: one.applied for one in batch})
            touched.update(one.id for one in batch if one.external_id in stay)
            put_back += len(batch)
            tell(put_back)
        if touched:
            raise TouchedSinceError(touched, repository.names(touched))
    made.state, made.ended_at = UNDONE, now()
    clear(repository, made)
    record(session, actor, "import.undone", "import", made.id, {"kind": made.kind})
    return made


def can_undo(made: Import) -> bool:
    """Tell whether what undoing needs is there."""
    return made.state == DONE and not made.cleared and bool(made.counts["written"])
