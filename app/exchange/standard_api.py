"""A referral in the Placements Data Standard through the API."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.core.errors import (
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.exchange.standard import service
from app.identity.dependencies import ApiActor, ApiSession

router = APIRouter(prefix="/referrals", tags=["Referrals"])
ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)


class StandardRead(BaseModel):
    """A referral in the Placements Data Standard v2."""

    metadata: dict[str, str]
    records: list[dict[str, dict[str, Any]]] = Field(
        description="One for each young person: the standard's entities by name, with "
        "their fields. What is not known, or not kept here, is not in it."
    )


@router.get(
    "/{referral_id}/placements-standard",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    responses=problem_responses(*ANY),
)
def read_in_standard(
    session: ApiSession, actor: ApiActor, referral_id: str
) -> StandardRead:
    """Read your own referral in the Placements Data Standard v2."""
    found = service.referral_in_standard(session, actor, referral_id)
    return StandardRead.model_validate(found)
