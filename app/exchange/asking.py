"""Asking once which column is which, and remembering it for the organisation.

While it is asked the files are kept, sealed, as long as a preview would be. What was
said belongs to the kind and the system's name; the next file of that system is read by
it without a question.
"""

from collections.abc import Mapping as Given
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError
from app.exchange.cells import plain
from app.exchange.columns import GUIDANCE_SHEET, Column, by_name
from app.exchange.headings import (
    Found,
    Recognised,
    Sheet,
    recognise,
    tables_of,
)
from app.exchange.kept_files import keep, opened
from app.exchange.mapping import (
    LEFT_OUT,
    NOTHING_SAID,
    Heading,
    Mapping,
    headings_of,
    unread_values,
)
from app.exchange.models import Import, ImportMapping
from app.exchange.repository import ImportRepository
from app.exchange.tables import File, Table, tables_in
from app.external_ids.service import normal

SAYS_NOTHING = "-"
"""What is chosen for a value that is to be read as an empty cell."""


@dataclass(frozen=True, slots=True)
class ColumnAsked:
    """One heading of the files: what to call its field, and what it may mean."""

    name: str
    heading: Heading
    chosen: str


@dataclass(frozen=True, slots=True)
class ValueAsked:
    """One value of a column that is not known, and what it may mean."""

    name: str
    column: Column
    value: str


def remembered(session: Session, kind_key: str, source: str) -> Mapping:
    """Return what was said of a system's columns and values."""
    found = ImportRepository(session).mapping(kind_key, normal(source))
    if found is None:
        return NOTHING_SAID
    return Mapping(found.said["columns"], found.said["values"])


def remember(session: Session, actor: Actor, made: Import, mapping: Mapping) -> None:
    """Keep what was said of a system's columns and values."""
    repository = ImportRepository(session)
    said = {"columns": dict(mapping.columns), "values": dict(mapping.values)}
    found = repository.mapping(made.kind, normal(made.source))
    if found is None:
        found = ImportMapping(kind=made.kind, source=normal(made.source))
    found.said, found.updated_at = said, now()
    repository.add(found)
    detail: Detail = {"kind": made.kind, "columns": len(mapping.columns)}
    record(session, actor, "import.mapped", "import", made.id, detail)


def hold(session: Session, made: Import, files: Sequence[File]) -> None:
    """Keep the files until somebody has said what their columns are."""
    keep(ImportRepository(session), made, files)


def let_go(session: Session, made: Import) -> None:
    """Let the files go."""
    ImportRepository(session).clear_parts(made.id)


def held_files(session: Session, made: Import) -> AbstractContextManager[list[File]]:
    """Lend the files that are kept."""
    return opened(ImportRepository(session), made)


def columns_asked(session: Session, made: Import, sheet: Sheet) -> list[ColumnAsked]:
    """Return each heading with what it was said to be, or is likely to be."""
    mapping = remembered(session, made.kind, made.source)
    with held_files(session, made) as files:
        return _columns_asked(_sheets(files), sheet, mapping)


def said_of_columns(
    session: Session, made: Import, sheet: Sheet, given: Given[str, str]
) -> Mapping:
    """Return the mapping with what somebody chose for each heading.

    Raises
    ------
    InvalidError
        When a needed column was not chosen, or one more than once in one table.
    """
    keys = {column.key for column in sheet.columns}
    mapping = remembered(session, made.kind, made.source)
    with held_files(session, made) as files:
        tables = _sheets(files)
        asked = _columns_asked(tables, sheet, mapping)
        chosen = {
            plain(one.heading.name): given[one.name]
            for one in asked
            if given.get(one.name) in {*keys, LEFT_OUT}
        }
        wrong = _amiss(tables, sheet, asked, chosen)
    if wrong:
        raise InvalidError(errors=wrong)
    return mapping.with_columns(chosen)


def values_asked(
    session: Session, made: Import, sheet: Sheet, mapping: Mapping
) -> list[ValueAsked]:
    """Return the values that are not known, of columns whose values can be named."""
    with held_files(session, made) as files:
        found = tables_of(_sheets(files), sheet, mapping)
        return _values_asked(found, sheet)


def said_of_values(
    session: Session, made: Import, sheet: Sheet, given: Given[str, str]
) -> Mapping:
    """Return the mapping with what somebody chose for each value that was asked."""
    mapping = remembered(session, made.kind, made.source)
    said: dict[str, dict[str, str]] = {}
    for one in values_asked(session, made, sheet, mapping):
        meant = given.get(one.name, "")
        if meant in one.column.choices:
            said.setdefault(one.column.key, {})[one.value] = meant
        elif meant == SAYS_NOTHING:
            said.setdefault(one.column.key, {})[one.value] = LEFT_OUT
    return mapping.with_values(said)


def _sheets(files: Sequence[File]) -> list[Table]:
    return [table for table in tables_in(files) if table.name != GUIDANCE_SHEET]


def _columns_asked(
    tables: Sequence[Table], sheet: Sheet, mapping: Mapping
) -> list[ColumnAsked]:
    known = by_name(sheet.columns)
    likely = {name: column.key for name, column in known.items()}
    for shape in sheet.shapes:
        likely = {**shape.mapping.columns, **likely}
    likely = {**likely, **mapping.columns}
    return [
        ColumnAsked(f"column:{number}", one, likely.get(plain(one.name), LEFT_OUT))
        for number, one in enumerate(headings_of(tables))
    ]


def _amiss(
    tables: Sequence[Table],
    sheet: Sheet,
    asked: Sequence[ColumnAsked],
    chosen: Given[str, str],
) -> list[FieldError]:
    """Return all that is wrong with a choice of columns."""
    first = asked[0].name if asked else "column:0"
    wrong = []
    fits = Mapping(chosen)
    known = by_name(sheet.columns)
    if not any(
        isinstance(recognise(one, known, sheet.needed, sheet.what, fits), Recognised)
        for one in tables
    ):
        there = set(chosen.values())
        for column in sheet.columns:
            if column.needed and column.key not in there:
                said = f"Select which column is {column.heading}"
                wrong.append(FieldError(pointer=f"/{first}", detail=said))
    headings = {plain(one.heading.name): one for one in asked}
    for table in tables:
        taken: dict[str, str] = {}
        for heading in dict.fromkeys(map(plain, table.header)):
            key = chosen.get(heading, LEFT_OUT)
            if key and taken.setdefault(key, heading) != heading:
                one, other = headings[taken[key]], headings[heading]
                name = next(c.heading for c in sheet.columns if c.key == key)
                said = (
                    f"{one.heading.name} and {other.heading.name} cannot both be {name}"
                )
                wrong.append(FieldError(pointer=f"/{other.name}", detail=said))
    return wrong


def _values_asked(found: Found, sheet: Sheet) -> list[ValueAsked]:
    values: dict[str, dict[str, None]] = {}
    for one in found.known:
        for key, there in unread_values(one.table, one.columns, one.mapping).items():
            values.setdefault(key, {}).update(dict.fromkeys(there))
    return [
        ValueAsked(f"value:{column.key}:{number}", column, value)
        for column in sheet.columns
        for number, value in enumerate(values.get(column.key, ()))
    ]
