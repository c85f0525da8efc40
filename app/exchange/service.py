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
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
)
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.exchange import asking
from app.exchange.confirming import TouchedSinceError as TouchedSinceError
from app.exchange.confirming import can_undo as can_undo
from app.exchange.confirming import confirm as confirm
from app.exchange.confirming import undo as undo
from app.exchange.headings import Sheet
from app.exchange.items import (
    SAME_AS,
    in_batches,
    incoming_of,
    keep_plan,
    new_item,
    new_problem,
    said_of,
    same_as,
)
from app.exchange.kept import StaleImportError as StaleImportError
from app.exchange.kept import clear, count_again, held, said_about
from app.exchange.kept import kind_of as kind_of
from app.exchange.kinds import KINDS, kinds_for
from app.exchange.mapping import Mapping as Said
from app.exchange.models import (
    ABANDONED,
    ASKING,
    PREVIEW,
    READING,
    Import,
    ImportItem,
    ImportProblem,
)
from app.exchange.port import (
    LEFT_OUT,
    About,
    Kind,
    Outcome,
    Problem,
    Reading,
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
Pause = Callable[[], None]


class Ask(Enum):
    """When somebody is there to be asked which column is which."""

    NEVER = auto()
    IF_NEEDED = auto()
    ALWAYS = auto()


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
    target = kind_of(made).target(session, actor, said_about(made))
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
    count_again(repository, made)
    detail = {"answers": count}
    record(session, actor, "import.answered", "import", made.id, detail)
    return made


def abandon(session: Session, actor: Actor, import_id: str) -> None:
    """Give an import up; all that was read is let go."""
    made = _open(session, actor, import_id, ASKING, READING, PREVIEW)
    made.state, made.ended_at = ABANDONED, now()
    clear(ImportRepository(session), made)
    record(session, actor, "import.abandoned", "import", made.id, {"kind": made.kind})


def sweep(session: Session) -> None:
    """Let go of what was read for previews nobody confirmed, and of old undoing."""
    repository = ImportRepository(session)
    for made in repository.to_clear(now() - PREVIEW_KEPT, now() - UNDO_KEPT):
        if made.state in (ASKING, READING, PREVIEW):
            made.state, made.ended_at = ABANDONED, now()
        clear(repository, made)


def as_sheet(session: Session, actor: Actor, kind_key: str) -> Written:
    """Return one's own records as a sheet that imports read; for exports alone."""
    require(actor, Permission.EXPORT_RECORDS)
    write = KINDS[kind_key].write
    if write is None:
        raise NotFoundError
    return write(session, actor)


def _asking(session: Session, actor: Actor, import_id: str) -> tuple[Import, Sheet]:
    require(actor, Permission.IMPORT_RECORDS)
    made = held(session, import_id)
    sheet = kind_of(made).sheet
    if made.state != ASKING or sheet is None:
        raise StaleImportError
    return made, sheet


def _read_what_is_held(
    session: Session, actor: Actor, made: Import, mapping: Said, pause: Pause
) -> None:
    kind = kind_of(made)
    about = replace(said_about(made), mapping=mapping)
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
    count_again(repository, made)
    detail: Detail = {"kind": made.kind, "rows": reading.rows_read}
    record(session, actor, "import.previewed", "import", made.id, detail)
    own = [actor.organisation_id]
    notifications.tell(session, actor, "import.ready", made.id, own)


def _kind(actor: Actor, key: str) -> Kind:
    for kind in kinds_for(actor):
        if kind.key == key:
            return kind
    if key in KINDS:
        raise NotPermittedError("Your organisation does not keep these records.")
    said = "Select what you want to import"
    raise InvalidError(errors=[FieldError(pointer="/kind", detail=said)])


def _open(session: Session, actor: Actor, import_id: str, *states: str) -> Import:
    require(actor, Permission.IMPORT_RECORDS)
    found = held(session, import_id)
    if found.state not in (states or (PREVIEW,)):
        raise StaleImportError
    return found


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
