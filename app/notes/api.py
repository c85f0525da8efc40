"""Notes through the API."""

from fastapi import APIRouter

from app.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import ApiActor, ApiSession
from app.notes import service
from app.notes.schemas import NoteList, NoteRead, NoteWrite, Written
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

router = APIRouter(prefix="/young-people/{young_person_id}/notes", tags=["Notes"])
ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)
READ = (
    Permission.READ_MATCH_RUNS,
    Permission.READ_REFERRALS,
    Permission.READ_HOUSEHOLDS,
)


@router.get("", dependencies=[requires(*READ)], responses=problem_responses(*ANY))
def list_notes(session: ApiSession, actor: ApiActor, young_person_id: str) -> NoteList:
    """Read what people know about a young person that Hearth cannot see."""
    found = service.about(session, actor, young_person_id)
    return NoteList(items=[_read(young_person_id, one) for one in found])


@router.post(
    "",
    status_code=201,
    dependencies=[requires(Permission.WRITE_NOTES, *READ)],
    responses=problem_responses(*ANY, ConflictError),
)
def write_note(
    session: ApiSession,
    actor: ApiActor,
    young_person_id: str,
    wanted: NoteWrite,
    idempotency_key: IdempotencyKey = None,
) -> NoteRead:
    """Add what somebody knows. It stays as it is written."""
    made = once(
        session,
        actor,
        idempotency_key,
        (f"young-people/{young_person_id}/notes", wanted),
        make=lambda: service.write(
            session,
            actor,
            young_person_id,
            wanted.text,
            wanted.household,
            everyone=wanted.everyone,
        ),
        read=lambda key: service.note_of(session, actor, young_person_id, key),
    )
    written = service.get(session, actor, young_person_id, made.id)
    return _read(young_person_id, written)


def _read(young_person_id: str, one: Written) -> NoteRead:
    return NoteRead(
        id=one.id,
        young_person=young_person_id,
        household=one.household,
        text=one.text,
        everyone=one.everyone,
        by=one.by,
        organisation=one.of,
        written_at=one.written_at,
    )
