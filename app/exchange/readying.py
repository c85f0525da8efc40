"""New records made ready before anybody has to wait for them.

What is confirmed is written in one transaction, and on SQLite nobody else writes while
it lasts. So what was read is opened, and sealed as the records it becomes, beforehand
in a session that only reads; until it is written it waits, sealed, in a temporary file.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.permissions import Permission, require
from app.exchange.items import incoming_of
from app.exchange.kept import kind_of, said_about
from app.exchange.models import PREVIEW, Import
from app.exchange.port import Incoming, Outcome, Planned, ToApply
from app.exchange.repository import ImportRepository

ANSWERED = ("import.answered",)


@dataclass(frozen=True, slots=True)
class Ready:
    """New records of an import; ``since``: how long the record of changes was then."""

    file: IO[bytes]
    since: int

    def batches(self) -> Iterator[list[tuple[str, ToApply]]]:
        """Yield them by the id of their item, some at a time."""
        self.file.seek(0)
        while True:
            try:
                # Nobody else can open the file.
                some = pickle.load(self.file)  # noqa: S301
            except EOFError:
                return
            planned = Planned(Outcome.NEW)
            yield [
                (item, ToApply(Incoming(row, key, "", {}), planned, {}, ready))
                for item, row, key, ready in some
            ]


@contextmanager
def made_ready(
    session: Session, actor: Actor, import_id: str
) -> Iterator[Ready | None]:
    """Lend an import's new records, ready to be written; None where they are not.

    It takes a session that only reads, which is over before anything is written.
    """
    require(actor, Permission.IMPORT_RECORDS)
    repository = ImportRepository(session)
    made = repository.get(import_id)
    if made is None or made.state != PREVIEW or not stands(session, actor, made):
        yield None
        return
    target = kind_of(made).target(session, actor, said_about(made))
    with TemporaryFile() as file:
        ready = Ready(file, audit.length(session, actor))
        for batch in repository.batches(made.id, (Outcome.NEW,)):
            given = target.readied([incoming_of(one) for one in batch])
            some = [
                (item.id, item.row, item.external_id, one)
                for item, one in zip(batch, given, strict=True)
            ]
            pickle.dump(some, file, pickle.HIGHEST_PROTOCOL)
        session.rollback()
        yield ready


def stands(session: Session, actor: Actor, made: Import) -> bool:
    """Tell whether nothing was done since that could change what was planned."""
    rests_on, since = kind_of(made).rests_on, made.planned_from
    if not rests_on or since is None:
        return False
    types = {action.partition(".")[0] for action in rests_on}
    return not audit.since(session, actor, [*rests_on], [*types], since, 1)


def is_ready(session: Session, actor: Actor, ready: Ready) -> bool:
    """Tell whether nobody said anything of an import since."""
    return not audit.since(session, actor, ANSWERED, ["import"], ready.since, 1)
