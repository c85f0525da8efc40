"""Read files into what they would change, kept in several transactions.

Nobody sees it before it is whole, and no record is written. Small files are read while
somebody waits; for larger ones the files are kept until a worker has read them.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from enum import Enum, auto

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.service import Detail, record
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import reading_beside
from app.core.errors import FieldError, InvalidError, NotPermittedError
from app.core.permissions import Permission, require
from app.exchange import asking
from app.exchange.items import in_batches, new_item, new_problem
from app.exchange.kept import count_again, kind_of, said_about
from app.exchange.kinds import KINDS, kinds_for
from app.exchange.models import ASKING, PREVIEW, READING, UNREAD, Import
from app.exchange.port import About, Kind, Outcome, Problem, Reading
from app.exchange.repository import ImportRepository
from app.exchange.tables import File, UnreadableFileError, is_packed
from app.notifications import service as notifications

MOST_PROBLEMS = 5_000
"""Kept and shown. Where there are more, the sheet is to be put right first."""
SMALL = 250_000
"""Bytes that are read in a second or two, while somebody waits."""
PACKED = 8
"""How much smaller an Excel file is than what is in it, about."""
CHUNK = 1 << 20
Pause = Callable[[int], None]
"""Is told how many records are kept so far; whoever owns the session may commit."""


class Ask(Enum):
    """When somebody is there to be asked which column is which."""

    NEVER = auto()
    IF_NEEDED = auto()
    ALWAYS = auto()


def preview(
    session: Session,
    actor: Actor,
    kind_key: str,
    files: Sequence[File],
    about: About,
    ask: Ask = Ask.NEVER,
    pause: Pause = lambda _: None,
) -> Import:
    """Read files and keep what they would change; no record is written.

    ``pause`` is called every few hundred records, so that others get their turn to
    write. What is kept of a file that is not read to its end is nobody's preview, and
    goes.

    Where columns are to be told first (`ask`) the files are kept until they are, and
    the import's state is ASKING.

    Raises
    ------
    InvalidError
        When no file can be read, or none holds a table of this kind.
    """
    kind = kind_for(actor, kind_key)
    about = replace(about, mapping=asking.remembered(session, kind.key, about.source))
    made = None
    try:
        reading = kind.read(session, actor, files, about)
        asks = _asks(kind, reading, ask)
        if not reading.tables and not asks:
            raise in_the_files(map(_in_words, reading.problems))
        made = new_import(session, actor, kind, files, about)
        if asks:
            made.state = ASKING
            asking.hold(session, made, files)
            return made
        fill(session, actor, made, about, reading, pause)
    except UnreadableFileError as failed:
        if made is not None:
            ImportRepository(session).remove(made)
            pause(0)
        raise in_the_files([failed.said]) from None
    finish(session, actor, made, reading)
    return made


def keep_for_later(
    session: Session, actor: Actor, kind_key: str, files: Sequence[File], about: About
) -> Import:
    """Keep files for a worker to read."""
    made = new_import(session, actor, kind_for(actor, kind_key), files, about)
    asking.hold(session, made, files)
    return made


def read_kept(
    session: Session,
    actor: Actor,
    made: Import,
    pause: Pause,
    before_end: Callable[[], None] = lambda: None,
) -> None:
    """Read the files that are kept of an import, from the start.

    It is a preview then, or is asked which column is which. ``before_end`` is called
    before that is written; the session is not committed after it.

    Raises
    ------
    InvalidError
        When they cannot be read; nothing that was read is kept then, but the files are.
    """
    repository = ImportRepository(session)
    repository.clear_read(made.id)
    kind = kind_of(made)
    mapping = asking.remembered(session, made.kind, made.source)
    about = replace(said_about(made), mapping=mapping)
    try:
        with asking.held_files(session, made) as files:
            reading = kind.read(session, actor, files, about)
            if _asks(kind, reading, Ask.IF_NEEDED):
                before_end()
                made.state = ASKING
                return
            if not reading.tables:
                raise in_the_files(map(_in_words, reading.problems))
            fill(session, actor, made, about, reading, pause)
    except UnreadableFileError as failed:
        repository.clear_read(made.id)
        raise in_the_files([failed.said]) from None
    before_end()
    finish(session, actor, made, reading)


def unread(session: Session, actor: Actor, made: Import, refused: InvalidError) -> None:
    """Put down why files could not be read, and let them go."""
    repository = ImportRepository(session)
    repository.clear(made.id)
    problems = [Problem(error.detail, refused=True) for error in refused.errors]
    repository.add(*(new_problem(made, at, one) for at, one in enumerate(problems)))
    made.state, made.ended_at = UNREAD, now()
    record(session, actor, "import.unread", "import", made.id, {"kind": made.kind})
    own = [actor.organisation_id]
    notifications.tell(session, actor, "import.ready", made.id, own)


def new_import(
    session: Session, actor: Actor, kind: Kind, files: Sequence[File], about: About
) -> Import:
    """Make an import of files that are still to be read."""
    made = Import(
        kind=kind.key,
        source=about.source,
        as_of=about.as_of,
        fingerprint=fingerprint(kind.key, files),
        state=READING,
        counts={"bytes": size_of(files)},
        started_by=actor.person_id,
        created_at=now(),
        cleared=False,
    )
    ImportRepository(session).add(made)
    return made


def fill(
    session: Session,
    actor: Actor,
    made: Import,
    about: About,
    reading: Reading,
    pause: Pause,
) -> None:
    """Keep each record that is read, and what it would change."""
    repository = ImportRepository(session)
    # What was written lets others by before all there is is looked through.
    pause(0)
    with reading_beside(session) as beside:
        made.planned_from = audit.length(beside, actor)
        target = kind_of(made).target(beside, actor, about)
        target.look()
    target.go_on(session)
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
        repository.add_items(items)
        pause(position)
    reading.rows_refused += refused


def finish(session: Session, actor: Actor, made: Import, reading: Reading) -> None:
    """Let what was read be a preview."""
    repository = ImportRepository(session)
    kept = sorted(reading.problems, key=lambda one: not one.refused)[:MOST_PROBLEMS]
    kept.sort(key=lambda one: (one.table, one.row or 0))
    repository.add(*(new_problem(made, at, one) for at, one in enumerate(kept)))
    repository.clear_parts(made.id)
    made.counts = {
        **made.counts,
        "tables": reading.tables,
        "rows_read": reading.rows_read,
        "rows_refused": reading.rows_refused,
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


def kind_for(actor: Actor, key: str) -> Kind:
    """Return a kind by its key, if whoever asks may import it.

    Raises
    ------
    InvalidError
        When there is no such kind.
    NotPermittedError
        When it is for other organisations.
    """
    require(actor, Permission.IMPORT_RECORDS)
    for kind in kinds_for(actor):
        if kind.key == key:
            return kind
    if key in KINDS:
        raise NotPermittedError("Your organisation does not keep these records.")
    said = "Select what you want to import"
    raise InvalidError(errors=[FieldError(pointer="/kind", detail=said)])


def size_of(files: Sequence[File]) -> int:
    """Return how many bytes there are to read, about."""
    return sum(file.size * (PACKED if is_packed(file.content) else 1) for file in files)


def in_the_files(said: Iterable[str]) -> InvalidError:
    """Return what is wrong with files as an error of theirs."""
    return InvalidError(
        errors=[FieldError(pointer="/files", detail=each) for each in said]
    )


def _asks(kind: Kind, reading: Reading, ask: Ask) -> bool:
    """Tell whether it is to be said first which column is which."""
    if kind.sheet is None or ask is Ask.NEVER:
        return False
    return ask is Ask.ALWAYS or (not reading.tables and bool(reading.unknown))


def _in_words(problem: Problem) -> str:
    where = f"{problem.table}: " if problem.table else ""
    return f"{where}{problem.said}"


def fingerprint(kind_key: str, files: Sequence[File]) -> str:
    """Return what tells the very same files of a kind from any others."""
    found = hashlib.sha256(kind_key.encode())
    for file in files:
        file.content.seek(0)
        found.update(f"{file.size}:".encode())
        while chunk := file.content.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
