"""Referrals through the API."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

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
from app.identity.dependencies import ApiActor, ApiNoting, ApiReading, ApiSession
from app.referrals import service
from app.referrals.schemas import (
    ReferralList,
    ReferralRead,
    ReferralWrite,
)
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

router = APIRouter(prefix="/referrals", tags=["Referrals"])
READ = [requires(Permission.READ_REFERRALS)]
WRITE = [requires(Permission.WRITE_REFERRALS)]
ANY = (NotSignedInError, NotPermittedError, InvalidError)


@router.get("", dependencies=READ, responses=problem_responses(*ANY))
def list_referrals(
    session: ApiReading,
    actor: ApiActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> ReferralList:
    """List the live referrals you may see, 25 a page."""
    found = service.page(session, actor, page)
    return ReferralList(
        items=[service.as_read(actor, referral) for referral in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.get(
    "/{referral_id}",
    dependencies=READ,
    responses=problem_responses(*ANY, NotFoundError),
)
def read_referral(
    session: ApiNoting, actor: ApiActor, referral_id: str, response: Response
) -> ReferralRead:
    """Read one referral."""
    referral = service.get(session, actor, referral_id)
    response.headers["ETag"] = f'"{referral.version}"'
    return service.as_read(actor, referral)


@router.post("", status_code=201, dependencies=WRITE, responses=problem_responses(*ANY))
def create_referral(
    session: ApiSession,
    actor: ApiActor,
    referral: ReferralWrite,
    idempotency_key: IdempotencyKey = None,
) -> ReferralRead:
    """Refer a young person, or brothers and sisters together."""
    made = once(
        session,
        actor,
        idempotency_key,
        ("referrals", referral),
        make=lambda: service.create(
            session, actor, referral.young_people, referral.share_with
        ),
        read=lambda key: service.get(session, actor, key),
    )
    return service.as_read(actor, made)


@router.put(
    "/{referral_id}",
    dependencies=WRITE,
    responses=problem_responses(
        *ANY, NotFoundError, PreconditionFailedError, ConflictError
    ),
)
def update_referral(
    session: ApiSession,
    actor: ApiActor,
    referral_id: str,
    referral: ReferralWrite,
    if_match: Annotated[
        str, Header(pattern=r'^"?\d{1,9}"?$', description="The version you read.")
    ],
) -> ReferralRead:
    """Replace a referral that nobody has changed since you read it."""
    changed = service.update(
        session,
        actor,
        referral_id,
        int(if_match.strip('"')),
        referral.young_people,
        referral.share_with,
    )
    return service.as_read(actor, changed)
