"""Closing referrals through the API."""

from typing import Annotated

from fastapi import APIRouter, Header

from app.closing import service
from app.closing.schemas import Closing
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
from app.referrals import service as referrals
from app.referrals.schemas import ReferralRead

router = APIRouter(
    prefix="/referrals/{referral_id}",
    tags=["Referrals"],
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    responses=problem_responses(
        NotSignedInError,
        NotPermittedError,
        InvalidError,
        NotFoundError,
        PreconditionFailedError,
        ConflictError,
    ),
)
IfMatch = Annotated[
    str, Header(pattern=r'^"?\d{1,9}"?$', description="The version you read.")
]


@router.post("/close")
def close_referral(
    session: ApiSession,
    actor: ApiActor,
    referral_id: str,
    closing: Closing,
    if_match: IfMatch,
) -> ReferralRead:
    """Close a referral: it is in no run any more, and no agency is shown it."""
    version = int(if_match.strip('"'))
    if closing.young_person is None:
        service.close(session, actor, referral_id, version, closing.because)
    else:
        one = closing.young_person
        service.close_one(session, actor, referral_id, version, one, closing.because)
    return referrals.as_read(actor, referrals.get(session, actor, referral_id))


@router.post("/reopen")
def reopen_referral(
    session: ApiSession, actor: ApiActor, referral_id: str, if_match: IfMatch
) -> ReferralRead:
    """Open a closed referral again; it is shared with nobody until you say so."""
    version = int(if_match.strip('"'))
    return referrals.as_read(
        actor, referrals.reopen(session, actor, referral_id, version)
    )
