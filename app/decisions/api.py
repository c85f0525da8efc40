"""Decisions through the API."""

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
from app.decisions import service
from app.decisions.models import Decision
from app.decisions.schemas import DecisionList, DecisionRead, DecisionWrite
from app.identity.dependencies import ApiActor, ApiSession
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

router = APIRouter(prefix="/young-people/{young_person_id}", tags=["Decisions"])
ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)


@router.get(
    "/decisions",
    dependencies=[requires(Permission.READ_DECISIONS, Permission.READ_REFERRALS)],
    responses=problem_responses(*ANY),
)
def list_decisions(
    session: ApiSession, actor: ApiActor, young_person_id: str
) -> DecisionList:
    """Read every decision about a young person, the newest first."""
    decided = service.about(session, actor, young_person_id)
    return DecisionList(
        items=[_read(session, one, in_force=one is decided[0]) for one in decided]
    )


@router.post(
    "/decisions",
    status_code=201,
    dependencies=[
        requires(
            Permission.RECORD_DECISIONS,
            Permission.READ_REFERRALS,
            Permission.READ_MATCH_RUNS,
            Permission.READ_HOUSEHOLDS,
        )
    ],
    responses=problem_responses(*ANY, ConflictError),
)
def record_decision(
    session: ApiSession,
    actor: ApiActor,
    young_person_id: str,
    wanted: DecisionWrite,
    idempotency_key: IdempotencyKey = None,
) -> DecisionRead:
    """Record what people decided for a young person.

    The place in the home to explore first is held; it is not offered.
    """
    made = once(
        session,
        actor,
        idempotency_key,
        (f"young-people/{young_person_id}/decisions", wanted),
        make=lambda: service.decide(session, actor, young_person_id, wanted),
        read=lambda key: service.get(session, actor, young_person_id, key),
    )
    return _read(session, made, in_force=True)


def _read(session: ApiSession, one: Decision, *, in_force: bool) -> DecisionRead:
    return DecisionRead(
        id=one.id,
        young_person=one.young_person_id,
        number=one.number,
        in_force=in_force,
        outcome=one.outcome,
        household=one.household_id,
        held_until=service.held_until(session, one),
        recorded_at=one.recorded_at,
        content=one.content,
    )
