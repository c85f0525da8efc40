"""Moves through the API, for case systems: recorded, read, and ended."""

from fastapi import APIRouter

from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import ApiActor, ApiSession
from app.moves import service
from app.moves.asking import BEFORE, WHY_MISSING, ended, moved_on_unsaid
from app.moves.models import Move
from app.moves.schemas import EndWrite, MoveList, MoveRead, MoveWrite
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

router = APIRouter(
    prefix="/young-people/{young_person_id}/moves",
    tags=["Moves"],
    dependencies=[
        requires(
            Permission.WRITE_REFERRALS,
            Permission.READ_REFERRALS,
            Permission.READ_HOUSEHOLDS,
        )
    ],
    responses=problem_responses(
        NotSignedInError, NotPermittedError, InvalidError, NotFoundError, ConflictError
    ),
)


@router.get("")
def list_moves(session: ApiSession, actor: ApiActor, young_person_id: str) -> MoveList:
    """List where one of your authority's young people moved, the first first."""
    moves = service.of(session, actor, young_person_id)
    return MoveList(items=[_read(one) for one in moves])


@router.post("", status_code=201)
def record_move(
    session: ApiSession,
    actor: ApiActor,
    young_person_id: str,
    wanted: MoveWrite,
    idempotency_key: IdempotencyKey = None,
) -> MoveRead:
    """Record that they moved into a home; their referral is closed before."""
    episode = {
        "CHILD": wanted.child.strip(),
        "DECOM": wanted.moved_in.isoformat(),
        "RNE": wanted.new_episode,
        "LS": wanted.legal_status or "",
        "CIN": wanted.need,
        "PLACE": wanted.placement,
        "PLACE_PROVIDER": wanted.provider,
    }
    made = once(
        session,
        actor,
        idempotency_key,
        (f"young-people/{young_person_id}/moves", wanted),
        make=lambda: service.move(
            session, actor, young_person_id, wanted.household, episode
        ),
        read=lambda key: service.one(session, actor, young_person_id, key),
    )
    return _read(made)


@router.post("/end")
def end_move(
    session: ApiSession, actor: ApiActor, young_person_id: str, wanted: EndWrite
) -> MoveRead:
    """Record that the placement they live in ended."""
    move = service.live(session, actor, young_person_id)
    wrong = []
    if wanted.ended < service.since(move):
        wrong.append(FieldError(pointer="/ended", detail=BEFORE))
    if moved_on_unsaid(wanted.next, wanted.why):
        wrong.append(FieldError(pointer="/why", detail=WHY_MISSING))
    if wrong:
        raise InvalidError(errors=wrong)
    columns = ended(wanted.ended.isoformat(), wanted.next, wanted.why)
    service.end(session, actor, move, columns)
    return _read(move)


@router.post("/take-away")
def take_move_away(
    session: ApiSession, actor: ApiActor, young_person_id: str
) -> MoveRead:
    """Take away the record of the move into the home they live in: it was a mistake.

    The answer is what it was.
    """
    was = _read(service.live(session, actor, young_person_id))
    service.take_away(session, actor, young_person_id)
    return was


def _read(move: Move) -> MoveRead:
    said = move.content
    return MoveRead(
        id=move.id,
        household=move.household_id,
        lives_there=move.lives_there is not None,
        moved_in=said["DECOM"],
        placement=said["PLACE"],
        provider=said["PLACE_PROVIDER"],
        new_episode=said["RNE"],
        need=said["CIN"],
        legal_status=said["LS"] or None,
        child=said["CHILD"],
        ended=said.get("DEC") or None,
        next=said.get("REC") or None,
        why=said.get("REASON_PLACE_CHANGE") or None,
        recorded_at=move.recorded_at,
    )
