"""What a file of everything kept about somebody is made of, and who saw it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.errors import FieldError, InvalidError
from app.identity import service as identity


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody read or changed something about whom it is about."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class About:
    """A young person or a home of the actor's own organisation, and their page."""

    id: str
    name: str
    address: str
    records: frozenset[str]
    """Ids under which the record tells of them."""


def seen(system: Session, actor: Actor, whom: About) -> list[Seen]:
    """Return who read or changed what is kept, the latest first.

    It takes a system session: what people of other organisations read stands in their
    organisations' records. They are named by their organisation alone.
    """
    entries = audit.about(system, set(whom.records))
    people = identity.names_of(system, {entry.person_id for entry in entries})
    organisations = {one.id: one.name for one in identity.list_organisations(system)}
    found = []
    for entry in entries:
        who = organisations[entry.organisation_id]
        if entry.organisation_id == actor.organisation_id:
            who = f"{people.get(entry.person_id, 'Somebody')}, {who}"
        found.append(Seen(entry.recorded_at, who, audit.said(entry)))
    return found


def check_reason(reason: str) -> None:
    """Refuse to take something out for no reason of the list.

    Raises
    ------
    InvalidError
        When it is none.
    """
    if reason not in audit.reasons():
        said = "Select why you are taking this out"
        raise InvalidError(errors=[FieldError(pointer="/reason", detail=said)])


def who_saw(seen_by: list[Seen]) -> str:
    """Return who saw it, a line each."""
    lines = (f"{one.at:%Y-%m-%d %H:%M} UTC  {one.who}  {one.what}" for one in seen_by)
    return "\n".join(lines)


def as_json(content: Any) -> str:
    """Return something as JSON to read."""
    return json.dumps(content, indent=2, ensure_ascii=False, default=str)


def packed(files: Mapping[str, str]) -> bytes:
    """Return texts by the name of their file as a ZIP."""
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return made.getvalue()
