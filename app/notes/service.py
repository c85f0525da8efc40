"""What can be done with notes: written, read by those they are for, and kept."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, NotFoundError, or_not_found
from app.core.permissions import Permission, require
from app.households import service as households
from app.identity import service as identity
from app.notes.models import Note
from app.notes.repository import NoteRepository
from app.notes.schemas import LONGEST_NOTE, Asked, Reader, Written
from app.referrals import service as referrals
from app.web.typed import too_long


def asked(
    session: Session, actor: Actor, young_person_id: str, household_id: str | None
) -> Asked:
    """Return what a note would be about.

    Raises
    ------
    NotFoundError
        When the actor may not see the young person, or the home.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    person = referrals.young_person(session, actor, young_person_id)
    authority = _organisations(session)[person.organisation_id]
    if household_id is None:
        return Asked(person, authority, None, "")
    home = households.get(session, actor, household_id)
    return Asked(person, authority, home, households.name_for(actor, home))


def write(
    session: Session,
    actor: Actor,
    young_person_id: str,
    text: str,
    household_id: str | None,
    *,
    everyone: bool | None,
) -> Note:
    """Keep what somebody knows about a young person, or about a home for them.

    ``everyone`` is whether it is for all who see the options; None where that was not
    chosen: nobody shares by leaving it out.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    NotFoundError
        When the actor may not see the young person, or the home.
    """
    require(actor, Permission.WRITE_NOTES)
    it = asked(session, actor, young_person_id, household_id)
    wrong = _wrong_with(text)
    if everyone is None:
        said = "Select who this is for"
        wrong.append(FieldError(pointer="/readers", detail=said))
    if wrong or everyone is None:
        raise InvalidError(errors=wrong)
    made = Note(
        young_person_id=it.person.id,
        authority_id=it.person.organisation_id,
        household_id=household_id,
        agency_id=it.home.organisation_id if it.home else None,
        everyone=everyone,
        text=text.strip(),
        written_by=actor.person_id,
        written_at=now(),
    )
    NoteRepository(session).add(made)
    detail = {"note": made.id}
    record(session, actor, "note.written", "young_person", it.person.id, detail)
    return made


def note_of(session: Session, actor: Actor, young_person_id: str, note_id: str) -> Note:
    """Return one note about a young person, as it is kept."""
    person = referrals.young_person(session, actor, young_person_id)
    found = or_not_found(NoteRepository(session).get(note_id))
    if found.young_person_id != person.id:
        raise NotFoundError
    return found


def get(session: Session, actor: Actor, young_person_id: str, note_id: str) -> Written:
    """Return one note about a young person, as it is shown."""
    found = about(session, actor, young_person_id)
    return next(one for one in found if one.id == note_id)


def about(session: Session, actor: Actor, young_person_id: str) -> list[Written]:
    """Return the notes about a young person, the newest first.

    Those about a home that the actor does not see are left out. That they were read
    goes on record.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    person = referrals.young_person(session, actor, young_person_id)
    found = _shown(session, actor, NoteRepository(session).about(person.id))
    if found:
        record(session, actor, "note.read", "young_person", person.id)
    return found


def of(
    session: Session, actor: Actor, young_person_id: str, homes: Collection[str]
) -> list[Written]:
    """Return the notes about a young person that are about no home, or one of these."""
    return [
        one
        for one in about(session, actor, young_person_id)
        if one.household is None or one.household in homes
    ]


def to_keep(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what everyone who sees the options knew, as a decision keeps it.

    What is for one organisation only stays out: others read the decision.
    """
    return [
        {
            "text": one.text,
            "by": one.by,
            "of": one.of,
            "on": one.written_at.date().isoformat(),
            "household": one.household,
            "home": one.home,
        }
        for one in about(session, actor, young_person_id)
        if one.everyone
    ]


def for_another(
    session: Session, actor: Actor, young_person_id: str, reader: Reader | None
) -> list[Written]:
    """Return what everyone knows that another may read too; for the actor all of it.

    It is for what is made for a reader by somebody else: a pack.
    """
    found = [one for one in about(session, actor, young_person_id) if one.everyone]
    if reader is None:
        return found
    repository = NoteRepository(session)
    theirs = repository.read_also_by(young_person_id, reader.actor)
    return [
        one
        for one in found
        if one.id in theirs and (one.household is None or one.household in reader.homes)
    ]


def kept_about(session: Session, actor: Actor, key: str) -> list[dict[str, Any]]:
    """Return the notes one's own organisation reads about somebody, to take them out.

    ``key`` is a young person's or a home's.
    """
    require(actor, Permission.TAKE_OUT_RECORDS)
    repository = NoteRepository(session)
    rows = repository.about(key) or repository.of_home(key)
    return [
        {
            "text": one.text,
            "by": one.by,
            "organisation": one.of,
            "written_at": one.written_at,
            "for_everyone_who_sees_the_options": one.everyone,
        }
        for one in _shown(session, actor, rows)
    ]


def _shown(session: Session, actor: Actor, rows: Sequence[Note]) -> list[Written]:
    if not rows:
        return []
    of = _organisations(session)
    people = identity.names_of(session, {one.written_by for one in rows})
    about = {one.household_id for one in rows if one.household_id}
    homes = households.names(session, actor, about) if about else {}
    return [
        Written(
            one.id,
            one.text,
            people.get(one.written_by, "Somebody"),
            of[one.organisation_id],
            one.written_at,
            one.household_id,
            homes.get(one.household_id or "", ""),
            one.everyone,
        )
        for one in rows
        if one.household_id is None or one.household_id in homes
    ]


def _organisations(session: Session) -> dict[str, str]:
    return {one.id: one.name for one in identity.list_organisations(session)}


def _wrong_with(text: str) -> list[FieldError]:
    said = too_long("What you know", text, LONGEST_NOTE)
    if not text.strip():
        said = "Enter what you know, or leave this page"
    return [FieldError(pointer="/text", detail=said)] if said else []
