"""Files in the Placements Data Standard, read: all that is amiss at once, in words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, BinaryIO

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.columns import ID_LENGTH
from app.exchange.cells import CellError, quoted
from app.exchange.port import About, Incoming, Problem, Reading
from app.exchange.standard.draft import known
from app.exchange.standard.fields import (
    AVAILABILITY,
    ENTITIES,
    METADATA,
    QUALITY,
    RECORDS,
    TITLE,
)
from app.exchange.standard.meaning import Meant, meaning_of
from app.exchange.tables import MEGABYTE, File, UnreadableFileError
from app.web.forms.asking import LONGEST_AREA

ORIGIN = "standard"
MOST_BYTES = 10 * MEGABYTE
MOST_RECORDS = 5_000
NOT_ONE = f"The selected file is not one of the {TITLE} (JSON)"
OWN_ID = "hearthId"
LEFT_OUT = "is not in the standard. It was left out"
NO_OBJECT = "is not an object with fields"
FROM_THE_FILE = "From the file, to be put where it belongs:"


def read(
    session: Session, actor: Actor, files: Sequence[File], about: About
) -> Reading:
    """Read every young person in the files, each as answers of the form."""
    del session, actor
    reading = Reading(tables=len(files))
    reading.records = _incoming(files, about, reading)
    return reading


def meant_by(
    files: Sequence[File], problems: list[Problem]
) -> Iterator[tuple[int, str, Meant | None]]:
    """Yield what is meant of each young person: their place in the file, and its name.

    None where something is amiss; ``problems`` has all of it.

    Raises
    ------
    UnreadableFileError
        When a file is no JSON, or nothing in it is of the standard.
    """
    for file in files:
        for place, given in enumerate(_records(file), 1):
            wrong, record = _checked(given, place, file.name)
            problems += wrong
            refused = any(one.refused for one in wrong)
            meant = None if refused else meaning_of(record)
            if meant is not None:
                meant.own_id = _own_id(given)
            yield place, file.name, meant


def answers_with_notes(meant: Meant) -> dict[str, str | list[str]]:
    """Return the answers, with what has no answer where a person finds it."""
    if not meant.notes:
        return dict(meant.answers)
    notes = "\n".join((FROM_THE_FILE, *meant.notes))[:LONGEST_AREA]
    return {**meant.answers, "why_now": notes}


def _incoming(
    files: Sequence[File], about: About, reading: Reading
) -> Iterator[Incoming]:
    seen: set[str] = set()
    for place, name, meant in meant_by(files, reading.problems):
        reading.rows_read += 1
        key = str(meant.own_id or meant.answers.get("child_id", "")) if meant else ""
        said, at = "", f"{AVAILABILITY}.childId"
        if meant and not key:
            said = "is missing. It is how Hearth knows somebody again"
        elif key in seen:
            said = f"{key} is there before, and was read there"
        if meant and meant.day and meant.day > about.as_of:
            said, at = "is after the day the file is from", f"{QUALITY}.referralDate"
        if said:
            reading.problems.append(Problem(said, place, at, name, refused=True))
        if said or meant is None:
            reading.rows_refused += 1
            continue
        seen.add(key)
        reading.problems += [Problem(note, place, table=name) for note in meant.notes]
        if meant.from_draft:
            said = f"Read from the standard’s draft of July 2025: {meant.from_draft}"
            reading.problems.append(Problem(said, place, table=name))
        content = {"answers": answers_with_notes(meant)}
        named = meant.answers.get("child_id", place)
        yield Incoming(place, key, f"Young person {named}", content, name)


def _own_id(given: Mapping[str, Any]) -> str:
    """Return Hearth's own id of a young person, if Hearth wrote the file."""
    about = given.get(METADATA)
    found = about.get(OWN_ID) if isinstance(about, Mapping) else None
    return found if isinstance(found, str) and len(found) <= ID_LENGTH else ""


def _records(file: File) -> Sequence[Any]:
    if not file.size:
        raise UnreadableFileError("The selected file is empty")
    if file.size > MOST_BYTES:
        said = f"The file must be smaller than {MOST_BYTES // MEGABYTE} MB"
        raise UnreadableFileError(said)
    given = _json(file.content)
    if isinstance(given, dict) and RECORDS in given:
        given = given[RECORDS]
    found = given if isinstance(given, list) else [given]
    if len(found) > MOST_RECORDS:
        raise UnreadableFileError(f"There are more than {MOST_RECORDS:,} young people")
    if not any(map(_is_one, found)):
        raise UnreadableFileError(NOT_ONE)
    return found


def _json(content: BinaryIO) -> Any:
    content.seek(0)
    try:
        return json.loads(content.read().decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise UnreadableFileError(NOT_ONE) from None


def _is_one(given: Any) -> bool:
    """Tell whether something in an object is of the standard, or of its draft."""
    return isinstance(given, dict) and any(
        entity in ENTITIES
        or known("", entity)
        or (isinstance(fields, Mapping) and any(known("", name) for name in fields))
        for entity, fields in given.items()
    )


def _checked(
    given: Any, place: int, name: str
) -> tuple[list[Problem], dict[str, dict[str, Any]]]:
    """Return a young person's fields as they are read, and all that is amiss."""
    wrong: list[Problem] = []
    record: dict[str, dict[str, Any]] = {}
    if not isinstance(given, dict):
        return [Problem("is no young person", place, table=name, refused=True)], record
    for at, entity, key, value in _fields(given):
        found = known(entity, key)
        if found is None:
            refused = entity in ENTITIES and not key
            said = NO_OBJECT if refused else LEFT_OUT
            wrong.append(Problem(said, place, at, name, refused))
        elif value not in (None, "", []):
            try:
                record.setdefault(found.entity, {})[found.name] = found.read(value)
            except CellError as failed:
                wrong.append(Problem(str(failed), place, at, name, refused=True))
    return wrong, record


def _fields(given: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Any]]:
    """Yield the fields of a young person: where each is, its entity, name and value.

    What is no entity, and has nothing in it that is known, is one without a name.
    """
    for entity, fields in given.items():
        if entity == METADATA:
            continue
        at = quoted(entity)
        if isinstance(fields, Mapping) and (
            entity in ENTITIES or any(known("", key) for key in fields)
        ):
            for key, value in fields.items():
                yield f"{at}.{quoted(key)}", entity, key, value
        else:
            # The draft names no entities, so its fields may stand by themselves.
            is_field = entity not in ENTITIES
            yield at, "" if is_field else entity, entity if is_field else "", fields
