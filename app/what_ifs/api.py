"""What-ifs through the API."""

from typing import Annotated

from fastapi import APIRouter, Header, Query

from app.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    PreconditionFailedError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import ApiActor, ApiSession
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once
from app.what_ifs import adoption, service
from app.what_ifs.models import WhatIf
from app.what_ifs.schemas import Adoption, WhatIfList, WhatIfRead, WhatIfStart

TRY = requires(
    Permission.START_MATCH_RUNS,
    Permission.READ_MATCH_RUNS,
    Permission.READ_REFERRALS,
    Permission.READ_HOUSEHOLDS,
)

router = APIRouter(tags=["What-ifs"], dependencies=[TRY])
ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)


@router.post(
    "/match-runs/{run_id}/what-ifs",
    status_code=202,
    responses=problem_responses(*ANY, ConflictError),
)
def start_what_if(
    session: ApiSession,
    actor: ApiActor,
    run_id: str,
    wanted: WhatIfStart,
    idempotency_key: IdempotencyKey = None,
) -> WhatIfRead:
    """Try changes to what a run looked at; no record is changed.

    Ask for it again to follow its progress.
    """
    tried = once(
        session,
        actor,
        idempotency_key,
        (f"match-runs/{run_id}/what-ifs", wanted),
        make=lambda: _start(session, actor, run_id, wanted),
        read=lambda key: service.get(session, actor, key),
    )
    return _read(tried)


def _start(
    session: ApiSession, actor: ApiActor, run_id: str, wanted: WhatIfStart
) -> WhatIf:
    if wanted.opening is None:
        return service.start(session, actor, run_id, wanted.changes, wanted.reason)
    return service.start_from_opening(
        session,
        actor,
        run_id,
        young_person_id=wanted.opening.young_person,
        number=wanted.opening.number,
        household_id=wanted.opening.household,
        reason=wanted.reason,
    )


@router.get("/what-ifs", responses=problem_responses(*ANY))
def list_what_ifs(
    session: ApiSession,
    actor: ApiActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> WhatIfList:
    """List your organisation's what-ifs, the newest first."""
    found = service.page(session, actor, page)
    return WhatIfList(
        items=[_read(what_if) for what_if in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.get("/what-ifs/{what_if_id}", responses=problem_responses(*ANY))
def read_what_if(session: ApiSession, actor: ApiActor, what_if_id: str) -> WhatIfRead:
    """Read what would be different, or how far it is."""
    found = service.get(session, actor, what_if_id)
    difference = service.difference(session, actor, found)
    return _read(found).model_copy(update={"difference": difference})


@router.post("/what-ifs/{what_if_id}/stop", responses=problem_responses(*ANY))
def stop_what_if(session: ApiSession, actor: ApiActor, what_if_id: str) -> WhatIfRead:
    """Stop one: one that waits at once, one under way within seconds."""
    return _read(service.stop(session, actor, what_if_id))


@router.post(
    "/what-ifs/{what_if_id}/adopt",
    responses=problem_responses(*ANY, ConflictError, PreconditionFailedError),
)
def adopt_what_if(
    session: ApiSession,
    actor: ApiActor,
    what_if_id: str,
    adopted: Adoption,
    if_match: Annotated[
        str,
        Header(
            pattern=r'^"?\d{1,9}"?$',
            description="The version of the referral or household you read.",
        ),
    ],
) -> WhatIfRead:
    """Make the changes to your referral or household, if nobody changed it since."""
    version = int(if_match.strip('"'))
    return _read(adoption.adopt(session, actor, what_if_id, version, adopted.reason))


def _read(what_if: WhatIf) -> WhatIfRead:
    return WhatIfRead(
        id=what_if.id,
        run=what_if.run_id,
        state=what_if.state,
        stage=what_if.stage,
        done=what_if.done,
        total=what_if.total,
        reason=what_if.reason,
        changes=what_if.changes,
        reference=what_if.reference,
        created_at=what_if.created_at,
        finished_at=what_if.finished_at,
        adopted_at=what_if.adopted_at,
    )
