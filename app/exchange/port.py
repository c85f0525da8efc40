"""What the import pipeline asks of a kind of source, and nothing else of it.

A **reader** turns files into records and problems and writes nothing. A **target** says
what the records would change, changes it, and takes it back. The pipeline keeps what
was read, shows it, asks, and holds it all in one transaction.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.permissions import Permission
from app.core.spreadsheet import Value
from app.exchange.mapping import NOTHING_SAID
from app.exchange.mapping import Mapping as Said
from app.exchange.tables import File, Table

if TYPE_CHECKING:
    from app.exchange.headings import Sheet


@dataclass(frozen=True, slots=True)
class About:
    """What whoever imports says of the files.

    ``source`` names the system they come from: external ids are known within it.
    ``as_of`` is the day they were right; a fact that says no day of its own has it.
    ``mapping`` is what was said of that system's columns and values, now or before.
    """

    source: str
    as_of: date
    mapping: Said = NOTHING_SAID


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the files to put right or to know, in words.

    ``row`` counts as a spreadsheet does. ``refused``: the row (or, without a row, the
    file) was not read; otherwise it was, and this was left out or kept as it says.
    """

    said: str
    row: int | None = None
    column: str = ""
    table: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Incoming:
    """One record as the reader understood it.

    ``content`` is JSON, whose shape is between the reader and the target.
    """

    row: int
    external_id: str
    name: str
    content: dict[str, Any]
    table: str = ""


@dataclass(slots=True)
class Reading:
    """What a reader gives. All but ``records`` is whole once they were gone through.

    ``unknown``: tables somebody could say the columns of, where none is known.
    """

    records: Iterable[Incoming] = ()
    problems: list[Problem] = field(default_factory=list)
    tables: int = 0
    rows_read: int = 0
    rows_refused: int = 0
    children: int = 0
    candidates: int = 0
    unknown: Sequence[Table] = ()


class Outcome(StrEnum):
    """What becomes of one record."""

    NEW = "new"
    CHANGED = "changed"
    CONFLICT = "conflict"
    OLDER = "older"
    SAME = "same"
    REFUSED = "refused"


OURS, THEIRS, ASK, KEPT = "ours", "theirs", "ask", "kept"
"""Which of two values stands: Hearth's, the file's, or that is for a person to say.

KEPT: Hearth's whatever its day, because a person wrote it here.
"""
BOTH = "both"
"""What a person says who cannot tell: Hearth's stays, as a question that names both."""


@dataclass(frozen=True, slots=True)
class Change:
    """One fact that differs, both ways in words, and which of the two stands.

    ``may_both``: whoever is asked may have both kept, as a question.
    """

    field: str
    label: str
    ours: str
    ours_said: str
    theirs: str
    theirs_said: str
    stands: str
    may_both: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """A record of one's own that might be the same: asked about, never merged."""

    record_id: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What would become of one record, as things stand."""

    outcome: Outcome
    record_id: str | None = None
    version: int = 0
    changes: Sequence[Change] = ()
    alike: Sequence[Alike] = ()
    problems: Sequence[Problem] = ()


ANOTHER, LEFT_OUT = "another", "left out"
"""What a person may say of a record that might be one of their own, beside its id."""


@dataclass(frozen=True, slots=True)
class Applied:
    """A record was written, and is at this version. ``before``: what undoing needs."""

    record_id: str
    version: int
    before: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToApply:
    """A record to write as it was planned.

    ``choices`` says OURS, THEIRS or BOTH for fields that were asked about. ``ready`` is
    a new record as the target made it ready; its content is not needed then.
    """

    incoming: Incoming
    planned: Planned
    choices: Mapping[str, str]
    ready: Any = None


class TouchedError(Exception):
    """The record was changed since."""


class Target(Protocol):
    """Where the records of a kind go. It is made for one session and one actor."""

    def look(self) -> None:
        """Look through what is there, to know it again; long where there is much.

        It may be asked in a session that only reads, before `go_on` in one that writes.
        """

    def go_on(self, session: Session) -> None:
        """Go on in another session of the actor's, with what was looked through."""

    def plan(
        self, records: Sequence[Incoming], same_as: Mapping[str, str]
    ) -> list[Planned]:
        """Say for each record what would become of it; write nothing.

        ``same_as`` holds what a person said of a possible duplicate, by external id:
        the id of the record it is, or ANOTHER.
        """

    def hold(self, record_ids: Collection[str]) -> None:
        """Hold records that will be changed, before anything is written to the record.

        Whoever saves one of them at the same moment waits, and neither for the other.
        """

    def readied(self, records: Sequence[Incoming]) -> Sequence[Any]:
        """Make new records ready to be written, sealed as they will be kept.

        It is asked where a plan can stand (`Kind.rests_on`).
        """

    def apply(self, records: Sequence[ToApply]) -> list[Applied]:
        """Write records, and return what became of each.

        Raises
        ------
        TouchedError
            When one is not as it was planned on.
        """

    def undo(self, records: Mapping[str, Applied]) -> set[str]:
        """Put records back as they were, or take away those that were new.

        They are by external id, and held. Returns which of them stay: somebody changed
        them since, or decided something about them. Where one does, none is put back.
        """


@dataclass(slots=True)
class Written:
    """Records as rows of a sheet that the kind's own reader reads back.

    ``ids`` are those of the records in it, ``left_out`` counts by a fact's name the
    records of which it had no place in the sheet.
    """

    header: Sequence[str]
    rows: list[Sequence[Value]] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of source."""

    key: str
    name: str
    hint: str
    one: str
    many: str
    permission: Permission
    organisations: frozenset[OrganisationKind]
    read: Callable[[Session, Actor, Sequence[File], About], Reading]
    target: Callable[[Session, Actor, About], Target]
    path: str
    """Where one of its records is shown: a path with {id} in it."""
    sheet: "Sheet | None" = None
    """The sheet to fill in; another can be read once its columns are told."""
    write: Callable[[Session, Actor], Written] | None = None
    """Returns one's own records as such a sheet, where they can be given out."""
    rests_on: Collection[str] = ()
    """Which entries of the audit trail can make a plan of today another tomorrow. Where
    it is not said, a plan is made anew before anything is written."""
