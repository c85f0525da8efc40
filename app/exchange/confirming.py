"""Write what an import would change, all of it or nothing."""

from collections.abc import Callable, Iterator

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.core.actor import Actor
from app.core.clock import now
from app.core.permissions import Permission, require
from app.exchange.items import (
    WRITTEN,
    incoming_of,
    is_planned,
    keep_plan,
    new_problem,
    planned_of,
    same_as,
    to_apply,
    writes,
    written_item,
)
from app.exchange.kept import (
    StaleImportError,
    count_again,
    held,
    kind_of,
    said_about,
)
from app.exchange.models import DONE, PREVIEW, Import
from app.exchange.port import Outcome, Target, ToApply
from app.exchange.readying import Ready, is_ready, stands
from app.exchange.repository import ImportRepository

TOLD_EVERY = 100
Tell = Callable[[int], None]
"""Is told how many records are written so far."""


def confirm(
    session: Session,
    actor: Actor,
    import_id: str,
    tell: Tell = lambda _: None,
    ready: Ready | None = None,
) -> bool:
    """Write all of an import, in the session's one transaction.

    ``ready`` has its new records as `made_ready` lends them.

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
    target.hold(repository.record_ids(made.id, WRITTEN))
    try:
        with session.begin_nested():
            as_planned = stands(session, actor, made)
            if ready and not (as_planned and is_ready(session, actor, ready)):
                ready = None
            written = _write(
                repository, made, target, tell, stands=as_planned, ready=ready
            )
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


class _ChangedSinceError(Exception):
    """What was planned is not what would be planned now."""


def _write(
    repository: ImportRepository,
    made: Import,
    target: Target,
    tell: Tell,
    *,
    stands: bool,
    ready: Ready | None,
) -> int:
    """Write what was planned, if it would be planned the same now."""
    written = 0
    for batch in _to_write(repository, made, target, stands=stands, ready=ready):
        done = target.apply([one for _, one in batch])
        repository.change_items(
            [
                written_item(item, one)
                for (item, _), one in zip(batch, done, strict=True)
            ]
        )
        if (written + len(batch)) // TOLD_EVERY > written // TOLD_EVERY:
            tell(written + len(batch))
        written += len(batch)
    return written


def _to_write(
    repository: ImportRepository,
    made: Import,
    target: Target,
    *,
    stands: bool,
    ready: Ready | None,
) -> Iterator[list[tuple[str, ToApply]]]:
    """Yield what is to be written, by the id of its item, some at a time."""
    outcomes = WRITTEN if stands else tuple(Outcome)
    if ready is not None:
        yield from ready.batches()
        outcomes = tuple(one for one in WRITTEN if one != Outcome.NEW)
    for batch in repository.batches(made.id, outcomes):
        if stands:
            plans = [planned_of(one) for one in batch]
        else:
            plans = target.plan([incoming_of(one) for one in batch], same_as(batch))
            if not all(map(is_planned, batch, plans)):
                raise _ChangedSinceError
        yield [
            (item.id, to_apply(item, plan))
            for item, plan in zip(batch, plans, strict=True)
            if writes(item)
        ]


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
