"""The one way in: read, show, ask, confirm, and take back.

Nothing of a file is written to a record before somebody confirms. What would be written
is kept in several transactions, since nobody sees it before it is whole. Confirming
writes all of it or nothing: it is one transaction, and whatever was changed since the
preview is shown first. What takes long a worker does.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import InvalidError, or_not_found
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.exchange import asking, at_work
from app.exchange.at_work import BeingWrittenError as BeingWrittenError
from app.exchange.at_work import tallies as tallies
from app.exchange.confirming import confirm as confirm
from app.exchange.headings import Sheet
from app.exchange.items import SAME_AS, incoming_of, keep_plan, said_of, same_as
from app.exchange.kept import StaleImportError as StaleImportError
from app.exchange.kept import clear, count_again, held, said_about
from app.exchange.kept import kind_of as kind_of
from app.exchange.kinds import KINDS
from app.exchange.models import (
    ABANDONED,
    ASKING,
    CONFIRM,
    DONE,
    PREVIEW,
    READ,
    READING,
    UNDO,
    Import,
    ImportItem,
    ImportJob,
    ImportProblem,
)
from app.exchange.port import LEFT_OUT, About, Outcome, Written
from app.exchange.reading import (
    SMALL,
    Pause,
    in_the_files,
    keep_for_later,
    read_kept,
    size_of,
)
from app.exchange.reading import Ask as Ask
from app.exchange.reading import preview as preview
from app.exchange.readying import made_ready as made_ready
from app.exchange.repository import ImportRepository
from app.exchange.tables import File, UnreadableFileError, look_at
from app.exchange.undoing import TouchedSinceError as TouchedSinceError
from app.exchange.undoing import can_undo as can_undo
from app.exchange.undoing import undo as undo

PREVIEW_KEPT = timedelta(hours=24)
UNDO_KEPT = timedelta(days=30)
FEW = 1_000
"""Records that are imported in a second or so, while somebody waits."""


def page(session: Session, actor: Actor, number: int) -> Page[Import]:
    """Return one page of the organisation's imports."""
    require(actor, Permission.IMPORT_RECORDS)
    sweep(session)
    return ImportRepository(session).page(number)


def get(session: Session, actor: Actor, import_id: str) -> Import:
    """Return one import; that it was looked at goes on record."""
    require(actor, Permission.IMPORT_RECORDS)
    found = or_not_found(ImportRepository(session).get(import_id))
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


def take_in(
    session: Session,
    actor: Actor,
    kind_key: str,
    files: Sequence[File],
    about: About,
    ask: Ask,
    pause: Pause,
) -> Import:
    """Make a preview of small files; keep larger ones until a worker has made it.

    Raises
    ------
    InvalidError
        When no file can be read, or none holds a table of this kind; or when several
        of the organisation's wait to be read already.
    """
    if ask is not Ask.ALWAYS and size_of(files) > SMALL:
        return send(session, actor, kind_key, files, about)
    sweep(session)
    return preview(session, actor, kind_key, files, about, ask, pause)


def send(
    session: Session,
    actor: Actor,
    kind_key: str,
    files: Sequence[File],
    about: About,
) -> Import:
    """Keep files until a worker has made a preview of them.

    Raises
    ------
    InvalidError
        When one can be seen at a glance to be no table, there is no such kind, or
        several of the organisation's wait to be read already.
    """
    sweep(session)
    try:
        for file in files:
            look_at(file)
    except UnreadableFileError as failed:
        raise in_the_files([failed.said]) from None
    at_work.must_have_room(session)
    made = keep_for_later(session, actor, kind_key, files, about)
    at_work.begin(session, actor, made, READ)
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
    pause: Pause = lambda _: None,
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
        _go_on(session, actor, made, pause)
    return made


def say_values(
    session: Session,
    actor: Actor,
    import_id: str,
    given: Mapping[str, str],
    pause: Pause = lambda _: None,
) -> Import:
    """Remember which values mean which of ours, and make the preview."""
    made, sheet = _asking(session, actor, import_id)
    mapping = asking.said_of_values(session, made, sheet, given)
    asking.remember(session, actor, made, mapping)
    _go_on(session, actor, made, pause)
    return made


def answer(
    session: Session, actor: Actor, import_id: str, given: Mapping[str, str]
) -> Import:
    """Keep what somebody said where the import asked.

    ``given`` has ``{item id}:{field}`` with OURS, THEIRS or BOTH, or for a record that
    may be one of their own, ``{item id}:same_as`` with its id, ANOTHER or LEFT_OUT.
    What was not asked is passed over.
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


def import_now_or_soon(session: Session, actor: Actor, import_id: str) -> bool:
    """Import few records at once, as `confirm` does; let a worker import more.

    Returns False where the preview was made anew and is to be looked at again.
    """
    made = held(session, import_id)
    if made.state != PREVIEW or made.counts["to_write"] <= FEW:
        return confirm(session, actor, import_id)
    at_work.begin(session, actor, made, CONFIRM)
    return True


def undo_now_or_soon(session: Session, actor: Actor, import_id: str) -> None:
    """Take few records back at once, as `undo` does; let a worker take back more."""
    made = held(session, import_id)
    if can_undo(made) and made.counts["written"] > FEW:
        require(actor, Permission.IMPORT_RECORDS)
        at_work.begin(session, actor, made, UNDO)
        return
    undo(session, actor, import_id)


def touched(session: Session, made: Import, most: int) -> tuple[list[str], int]:
    """Return the first names of what stood in the way of taking it back, and a count.

    That is where a worker found it so; `undo` itself says it at once.
    """
    job = at_work.latest(session, made)
    if job is None or job.what != UNDO or not job.renewed or made.state != DONE:
        return [], 0
    return ImportRepository(session).touched(made.id, most)


def abandon(session: Session, actor: Actor, import_id: str) -> None:
    """Give an import up; all that was read is let go."""
    at_work.give_up(session, import_id)
    made = _open(session, actor, import_id, ASKING, READING, PREVIEW)
    made.state, made.ended_at = ABANDONED, now()
    clear(ImportRepository(session), made)
    record(session, actor, "import.abandoned", "import", made.id, {"kind": made.kind})


def job_of(session: Session, actor: Actor, made: Import) -> ImportJob | None:
    """Return what a worker did last of an import, or does, if it did anything."""
    require(actor, Permission.IMPORT_RECORDS)
    return at_work.latest(session, made)


def followed(session: Session, actor: Actor, import_id: str) -> ImportJob | None:
    """Return how far a worker is with an import, if one has anything to do with it."""
    require(actor, Permission.IMPORT_RECORDS)
    made = or_not_found(ImportRepository(session).get(import_id))
    return at_work.latest(session, made)


def sweep(session: Session) -> int:
    """Let go of what was read for previews nobody confirmed, and of old undoing."""
    repository = ImportRepository(session)
    old = repository.to_clear(now() - PREVIEW_KEPT, now() - UNDO_KEPT)
    for made in old:
        if made.state in (ASKING, READING, PREVIEW):
            made.state, made.ended_at = ABANDONED, now()
        clear(repository, made)
    return len(old)


def as_sheet(session: Session, actor: Actor, kind_key: str) -> Written:
    """Return one's own records as a sheet that imports read; for exports alone."""
    require(actor, Permission.EXPORT_RECORDS)
    write = or_not_found(KINDS[kind_key].write)
    return write(session, actor)


def _asking(session: Session, actor: Actor, import_id: str) -> tuple[Import, Sheet]:
    require(actor, Permission.IMPORT_RECORDS)
    made = held(session, import_id)
    sheet = kind_of(made).sheet
    if made.state != ASKING or sheet is None:
        raise StaleImportError
    return made, sheet


def _go_on(session: Session, actor: Actor, made: Import, pause: Pause) -> None:
    """Read the files now that their columns are told."""
    if made.counts.get("bytes", 0) > SMALL:
        made.state = READING
        at_work.begin(session, actor, made, READ)
        return
    try:
        read_kept(session, actor, made, pause)
    except InvalidError:
        made.state = ASKING
        pause(0)
        raise


def _open(session: Session, actor: Actor, import_id: str, *states: str) -> Import:
    require(actor, Permission.IMPORT_RECORDS)
    found = held(session, import_id)
    if found.state not in (states or (PREVIEW,)):
        raise StaleImportError
    return found
