"""Write what an import would change, all of it or nothing, and take it back."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError
from app.core.permissions import Permission, require
from app.exchange.items import (
    incoming_of,
    is_planned,
    keep_plan,
    new_problem,
    same_as,
    writes,
)
from app.exchange.kept import (
    StaleImportError,
    clear,
    count_again,
    held,
    kind_of,
    said_about,
)
from app.exchange.models import DONE, PREVIEW, UNDONE, Import
from app.exchange.port import Applied, Target, ToApply, TouchedError
from app.exchange.repository import ImportRepository

TOLD_EVERY = 100
Tell = Callable[[int], None]
"""Is told how many records are written so far."""


class TouchedSinceError(ConflictError):
    """Records were changed since they were imported; `names` says which."""

    title = "This import cannot be taken back"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = list(names)


def confirm(
    session: Session, actor: Actor, import_id: str, tell: Tell = lambda _: None
) -> bool:
    """Write all of an import, in the session's one transaction.

    Returns False, with nothing written, when records were changed since the preview:
    it is made anew and is to be looked at again. An import that is done stays done.

    Raises
    ------
    StaleImportError
        When it was given up or taken back.
    """
    require(actor, Permission.IMPORT_RECORDS)
    made = held(session, import_id)
    if made.state == DONE:
        return True
    if made.state != PREVIEW:
        raise StaleImportError
    repository = ImportRepository(session)
    target = kind_of(made).target(session, actor, said_about(made))
    target.hold(repository.record_ids(made.id))
    try:
        with session.begin_nested():
            written = _write(repository, made, target, tell)
    except _ChangedSinceError:
        # None of it is written; the preview is made anew, on a target that knows so.
        target = kind_of(made).target(session, actor, said_about(made))
        _plan_again(repository, made, target)
        return False
    tell(written)
    made.state, made.ended_at = DONE, now()
    made.counts = {**made.counts, "written": written}
    detail: Detail = {"kind": made.kind, "written": written}
    record(session, actor, "import.done", "import", made.id, detail)
    return True


def undo(session: Session, actor: Actor, import_id: str) -> Import:
    """Put every record back as it was before the import, or none.

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
    target.hold(repository.record_ids(made.id))
    touched: list[str] = []
    with session.begin_nested():
        for batch in repository.batches(made.id):
            for item in batch:
                if item.after is None:
                    continue
                applied = Applied(str(item.record_id), item.after, item.before or {})
                try:
                    target.undo(item.external_id, applied)
                except TouchedError:
                    touched.append(item.name)
        if touched:
            raise TouchedSinceError(touched)
    made.state, made.ended_at = UNDONE, now()
    clear(repository, made)
    record(session, actor, "import.undone", "import", made.id, {"kind": made.kind})
    return made


def can_undo(made: Import) -> bool:
    """Tell whether what undoing needs is there."""
    return made.state == DONE and not made.cleared and bool(made.counts["written"])


class _ChangedSinceError(Exception):
    """What was planned is not what would be planned now."""


def _write(
    repository: ImportRepository, made: Import, target: Target, tell: Tell
) -> int:
    """Write what was planned, if it would be planned the same now."""
    written = 0
    for batch in repository.batches(made.id):
        plans = target.plan([incoming_of(one) for one in batch], same_as(batch))
        if not all(map(is_planned, batch, plans)):
            raise _ChangedSinceError
        given = [
            ToApply(incoming_of(item), planned, item.answers)
            for item, planned in zip(batch, plans, strict=True)
            if writes(item)
        ]
        to_write = [item for item in batch if writes(item)]
        for item, done in zip(to_write, target.apply(given), strict=True):
            item.record_id, item.after = done.record_id, done.version
            item.before, item.content = done.before, {}
        repository.flush()
        if (written + len(to_write)) // TOLD_EVERY > written // TOLD_EVERY:
            tell(written + len(to_write))
        written += len(to_write)
    return written


def _plan_again(repository: ImportRepository, made: Import, target: Target) -> None:
    """Plan on the records as they are now."""
    position = repository.last_problem(made.id)
    for batch in repository.batches(made.id):
        plans = target.plan([incoming_of(one) for one in batch], same_as(batch))
        for item, planned in zip(batch, plans, strict=True):
            if is_planned(item, planned):
                continue
            keep_plan(item, planned)
            for problem in planned.problems:
                position += 1
                repository.add(new_problem(made, position, problem))
    count_again(repository, made)
