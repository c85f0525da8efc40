"""The one way in: read, show, ask, confirm, and take back.

Nothing of a file is written to a record before somebody confirms. What would be written
is kept in several transactions, since nobody sees it before it is whole. Confirming
writes all of it or nothing: it is one transaction, and whatever was changed since the
preview is shown first. The files themselves are kept only while somebody is asked what
their columns are.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from enum import Enum, auto

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
)
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.exchange import asking
from app.exchange.headings import Sheet
from app.exchange.items import (
    SAME_AS,
    in_batches,
    incoming_of,
    is_planned,
    keep_plan,
    new_item,
    new_problem,
    planned_of,
    said_of,
    same_as,
    writes,
)
from app.exchange.kinds import KINDS, kinds_for
from app.exchange.mapping import Mapping as Said
from app.exchange.models import (
    ABANDONED,
    ASKING,
    DONE,
    PREVIEW,
    READING,
    UNDONE,
    Import,
    ImportItem,
    ImportProblem,
)
from app.exchange.port import (
    LEFT_OUT,
    About,
    Applied,
    Kind,
    Outcome,
    Problem,
    Reading,
    Target,
    ToApply,
    TouchedError,
    Written,
)
from app.exchange.repository import ImportRepository
from app.exchange.tables import File, UnreadableFileError
from app.notifications import service as notifications

PREVIEW_KEPT = timedelta(hours=24)
UNDO_KEPT = timedelta(days=30)
MOST_PROBLEMS = 5_000
"""Kept and shown. Where there are more, the sheet is to be put right first."""
CHUNK = 1 << 20
TOLD_EVERY = 100
Pause = Callable[[], None]
Tell = Callable[[int], None]
"""Is told how many records are written so far."""


class Ask(Enum):
    """When somebody is there to be asked which column is which."""

    NEVER = auto()
    IF_NEEDED = auto()
    ALWAYS = auto()


class StaleImportError(ConflictError):
    """The import is not in a state that allows this."""

    title = "This import is over"


class TouchedSinceError(ConflictError):
    """Records were changed since they were imported; `names` says which."""

    title = "This import cannot be taken back"

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self.names = list(names)


def page(session: Session, actor: Actor, number: int) -> Page[Import]:
    """Return one page of the organisation's imports."""
    require(actor, Permission.IMPORT_RECORDS)
    sweep(session)
    return ImportRepository(session).page(number)


def get(session: Session, actor: Actor, import_id: str) -> Import:
    """Return one import; that it was looked at goes on record."""
    require(actor, Permission.IMPORT_RECORDS)
    found = ImportRepository(session).get(import_id)
    if found is None:
        raise NotFoundError
    record(session, actor, "import.read", "import", found.id)
    return found


def items(
    session: Session, made: Import, outcome: Outcome, number: int
) -> Page[ImportItem]:
    """Return one page of the records of an import that came to one outcome."""
    return ImportRepository(session).items(made.id, outcome, number)


def problems(session: Session, made: Import, number: int) -> Page[ImportProblem]:
    """Return one page of what was not read, or not as it stood."""
    return ImportRepository(session).problems(made.id, number)


def all_problems(session: Session, made: Import) -> list[ImportProblem]:
    """Return all that is kept of what was not read, or not as it stood."""
    return list(ImportRepository(session).all_problems(made.id))


def last_source(session: Session, kind: str) -> str:
    """Return how the source of a kind was called the last time, to offer it again."""
    return ImportRepository(session).last_source(kind) or ""


def earlier(session: Session, made: Import) -> Import | None:
    """Return when the very same files were imported before, if they were."""
    found = ImportRepository(session).earlier(made.fingerprint)
    return found if found and found.id != made.id else None


def kind_of(made: Import) -> Kind:
    """Return what kind of source an import is from."""
    return KINDS[made.kind]


def preview(
    session: Session,
    actor: Actor,
    kind_key: str,
    files: Sequence[File],
    about: About,
    ask: Ask = Ask.NEVER,
    pause: Pause = lambda: None,
) -> Import:
    """Read files and keep what they would change; no record is written.

    ``pause`` is called every few hundred records: whoever owns the session may commit
    there, so that others get their turn to write. What is kept of a file that is not
    read to its end is nobody's preview, and goes.

    Where columns are to be told first (`ask`) the files are kept until they are, and
    the import's state is ASKING.

    Raises
    ------
    InvalidError
        When no file can be read, or none holds a table of this kind.
    """
    require(actor, Permission.IMPORT_RECORDS)
    kind = _kind(actor, kind_key)
    sweep(session)
    about = replace(about, mapping=asking.remembered(session, kind.key, about.source))
    made = None
    try:
        reading = kind.read(session, actor, files, about)
        asks = kind.sheet is not None and (
            ask is Ask.ALWAYS
            or (ask is Ask.IF_NEEDED and not reading.tables and reading.unknown)
        )
        if not reading.tables and not asks:
            raise _in_the_files([_in_words(one) for one in reading.problems])
        made = _new(session, actor, kind, files, about)
        if asks:
            made.state = ASKING
            asking.hold(session, made, files)
            return made
        _fill(session, actor, made, about, reading, pause)
    except UnreadableFileError as failed:
        if made is not None:
            ImportRepository(session).remove(made)
            pause()
        raise _in_the_files([failed.said]) from None
    return made


def columns_asked(
    session: Session, actor: Actor, import_id: str
) -> list[asking.ColumnAsked]:
    """Return the headings of an import's files, and what each is likely to be."""
    made, sheet = _asking(session, actor, import_id)
    return asking.columns_asked(session, made, sheet)


def values_asked(
    session: Session, actor: Actor, import_id: str
) -> list[asking.ValueAsked]:
    """Return the values of an import's files that are not known."""
    made, sheet = _asking(session, actor, import_id)
    mapping = asking.remembered(session, made.kind, made.source)
    return asking.values_asked(session, made, sheet, mapping)


def say_columns(
    session: Session,
    actor: Actor,
    import_id: str,
    given: Mapping[str, str],
    pause: Pause = lambda: None,
) -> Import:
    """Remember which column is which; make the preview unless values are to be told.

    Raises
    ------
    InvalidError
        When a needed column is missing or one was chosen twice, by field; or when the
        files cannot be read.
    """
    made, sheet = _asking(session, actor, import_id)
    mapping = asking.said_of_columns(session, made, sheet, given)
    asking.remember(session, actor, made, mapping)
    if not asking.values_asked(session, made, sheet, mapping):
        _read_what_is_held(session, actor, made, mapping, pause)
    return made


def say_values(
    session: Session,
    actor: Actor,
    import_id: str,
    given: Mapping[str, str],
    pause: Pause = lambda: None,
) -> Import:
    """Remember which values mean which of ours, and make the preview."""
    made, sheet = _asking(session, actor, import_id)
    mapping = asking.said_of_values(session, made, sheet, given)
    asking.remember(session, actor, made, mapping)
    _read_what_is_held(session, actor, made, mapping, pause)
    return made


def answer(
    session: Session, actor: Actor, import_id: str, given: Mapping[str, str]
) -> Import:
    """Keep what somebody said where the import asked.

    ``given`` has ``{item id}:{field}`` with OURS or THEIRS, or for a record that may be
    one of their own, ``{item id}:same_as`` with its id, ANOTHER or LEFT_OUT. What was
    not asked is passed over.
    """
    made = _open(session, actor, import_id)
    repository = ImportRepository(session)
    target = kind_of(made).target(session, actor, _about(made))
    count = 0
    for item_id in dict.fromkeys(key.partition(":")[0] for key in given):
        item = repository.item(made.id, item_id)
        if item is None:
            continue
        said = said_of(item, given)
        if said and said.items() - item.answers.items():
            count += 1
            item.answers = {**item.answers, **said}
            if SAME_AS in said and said[SAME_AS] != LEFT_OUT:
                keep_plan(item, target.plan([incoming_of(item)], same_as([item]))[0])
    session.flush()
    _count_again(repository, made)
    detail = {"answers": count}
    record(session, actor, "import.answered", "import", made.id, detail)
    return made


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
    made = _held(session, import_id)
    if made.state == DONE:
        return True
    if made.state != PREVIEW:
        raise StaleImportError
    repository = ImportRepository(session)
    target = kind_of(made).target(session, actor, _about(made))
    target.hold(repository.record_ids(made.id))
    try:
        with session.begin_nested():
            written = _write(repository, made, target, tell)
    except _ChangedSinceError:
        # None of it is written; the preview is made anew, on a target that knows so.
        target = kind_of(made).target(session, actor, _about(made))
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
    made = _held(session, import_id)
    if made.state == UNDONE:
        return made
    if made.state != DONE or made.cleared:
        raise StaleImportError
    repository = ImportRepository(session)
    target = kind_of(made).target(session, actor, _about(made))
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
    _clear(repository, made)
    record(session, actor, "import.undone", "import", made.id, {"kind": made.kind})
    return made


def abandon(session: Session, actor: Actor, import_id: str) -> None:
    """Give an import up; all that was read is let go."""
    made = _open(session, actor, import_id, ASKING, READING, PREVIEW)
    made.state, made.ended_at = ABANDONED, now()
    _clear(ImportRepository(session), made)
    record(session, actor, "import.abandoned", "import", made.id, {"kind": made.kind})


def sweep(session: Session) -> None:
    """Let go of what was read for previews nobody confirmed, and of old undoing."""
    repository = ImportRepository(session)
    for made in repository.to_clear(now() - PREVIEW_KEPT, now() - UNDO_KEPT):
        if made.state in (ASKING, READING, PREVIEW):
            made.state, made.ended_at = ABANDONED, now()
        _clear(repository, made)


def can_undo(made: Import) -> bool:
    """Tell whether what undoing needs is there."""
    return made.state == DONE and not made.cleared and bool(made.counts["written"])


def as_sheet(session: Session, actor: Actor, kind_key: str) -> Written:
    """Return one's own records as a sheet that imports read; for exports alone."""
    require(actor, Permission.EXPORT_RECORDS)
    write = KINDS[kind_key].write
    if write is None:
        raise NotFoundError
    return write(session, actor)


def _asking(session: Session, actor: Actor, import_id: str) -> tuple[Import, Sheet]:
    require(actor, Permission.IMPORT_RECORDS)
    made = _held(session, import_id)
    sheet = kind_of(made).sheet
    if made.state != ASKING or sheet is None:
        raise StaleImportError
    return made, sheet


def _read_what_is_held(
    session: Session, actor: Actor, made: Import, mapping: Said, pause: Pause
) -> None:
    kind = kind_of(made)
    about = replace(_about(made), mapping=mapping)
    try:
        with asking.held_files(session, made) as files:
            reading = kind.read(session, actor, files, about)
            if not reading.tables:
                raise _in_the_files([_in_words(one) for one in reading.problems])
            _fill(session, actor, made, about, reading, pause)
            asking.let_go(session, made)
    except UnreadableFileError as failed:
        ImportRepository(session).clear_read(made.id)
        made.state = ASKING
        pause()
        raise _in_the_files([failed.said]) from None


def _new(
    session: Session, actor: Actor, kind: Kind, files: Sequence[File], about: About
) -> Import:
    made = Import(
        kind=kind.key,
        source=about.source,
        as_of=about.as_of,
        fingerprint=_fingerprint(kind, files),
        state=PREVIEW,
        counts={},
        started_by=actor.person_id,
        created_at=now(),
        cleared=False,
    )
    ImportRepository(session).add(made)
    return made


def _fill(
    session: Session,
    actor: Actor,
    made: Import,
    about: About,
    reading: Reading,
    pause: Pause,
) -> None:
    """Keep what was read and what it would change."""
    repository = ImportRepository(session)
    target = kind_of(made).target(session, actor, about)
    made.state = READING
    position = refused = 0
    for batch in in_batches(reading.records):
        items = []
        for incoming, planned in zip(batch, target.plan(batch, {}), strict=True):
            if planned.outcome == Outcome.REFUSED:
                refused += 1
                reading.problems += planned.problems
                continue
            items.append(new_item(made, position, incoming, planned))
            position += 1
        repository.add(*items)
        pause()
    kept = sorted(reading.problems, key=lambda one: not one.refused)[:MOST_PROBLEMS]
    kept.sort(key=lambda one: (one.table, one.row or 0))
    repository.add(*(new_problem(made, at, one) for at, one in enumerate(kept)))
    made.counts = {
        "tables": reading.tables,
        "rows_read": reading.rows_read,
        "rows_refused": reading.rows_refused + refused,
        "children": reading.children,
        "candidates": reading.candidates,
        "problems": len(reading.problems),
    }
    made.state = PREVIEW
    _count_again(repository, made)
    detail: Detail = {"kind": made.kind, "rows": reading.rows_read}
    record(session, actor, "import.previewed", "import", made.id, detail)
    own = [actor.organisation_id]
    notifications.tell(session, actor, "import.ready", made.id, own)


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
        to_write = [item for item in batch if writes(item)]
        given = [
            ToApply(incoming_of(item), planned_of(item), item.answers)
            for item in to_write
        ]
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
    _count_again(repository, made)


def _count_again(repository: ImportRepository, made: Import) -> None:
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


def _about(made: Import) -> About:
    return About(made.source, made.as_of)


def _kind(actor: Actor, key: str) -> Kind:
    for kind in kinds_for(actor):
        if kind.key == key:
            return kind
    if key in KINDS:
        raise NotPermittedError("Your organisation does not keep these records.")
    said = "Select what you want to import"
    raise InvalidError(errors=[FieldError(pointer="/kind", detail=said)])


def _held(session: Session, import_id: str) -> Import:
    found = ImportRepository(session).held(import_id)
    if found is None:
        raise NotFoundError
    return found


def _open(session: Session, actor: Actor, import_id: str, *states: str) -> Import:
    require(actor, Permission.IMPORT_RECORDS)
    found = _held(session, import_id)
    if found.state not in (states or (PREVIEW,)):
        raise StaleImportError
    return found


def _clear(repository: ImportRepository, made: Import) -> None:
    repository.clear(made.id)
    made.cleared = True


def _fingerprint(kind: Kind, files: Sequence[File]) -> str:
    found = hashlib.sha256(kind.key.encode())
    for file in files:
        file.content.seek(0)
        found.update(f"{file.size}:".encode())
        while chunk := file.content.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def _in_words(problem: Problem) -> str:
    where = f"{problem.table}: " if problem.table else ""
    return f"{where}{problem.said}"


def _in_the_files(said: Sequence[str]) -> InvalidError:
    return InvalidError(
        errors=[FieldError(pointer="/files", detail=each) for each in said]
    )
