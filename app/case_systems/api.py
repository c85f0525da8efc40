"""Homes and referrals under the ids another system gives them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from pydantic import BaseModel

from app.case_systems import service
from app.case_systems.kinds import HOUSEHOLDS, REFERRALS, Kind
from app.case_systems.lines import status_of, take
from app.case_systems.schemas import Found, Kept, LineAnswer, Name
from app.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    PreconditionFailedError,
    TooLargeError,
    problem_responses,
)
from app.core.permissions import requires
from app.households.schemas import HouseholdWrite
from app.identity.dependencies import ApiActor, ApiSession
from app.referrals.schemas import ReferralWrite

NDJSON = "application/x-ndjson"
ANY = (NotSignedInError, NotPermittedError, InvalidError)
HOMES, REFERS = [requires(HOUSEHOLDS.permission)], [requires(REFERRALS.permission)]
FIND = problem_responses(*ANY, NotFoundError)
PUT: dict[int | str, dict[str, Any]] = {
    201: {"model": Kept, "description": "It is new."},
    **problem_responses(*ANY, ConflictError, PreconditionFailedError),
}

router = APIRouter(prefix="/systems/{system}", tags=["Case systems"])
IfMatch = Annotated[
    str | None,
    Header(
        pattern=r'^"?\d{1,9}"?$',
        description="The version you read; needed where somebody else changed the "
        "record since you last wrote it.",
    ),
]


async def sent(request: Request) -> bytes:
    """Return what was sent, whatever it says it is."""
    return await request.body()


Lines = Annotated[bytes, Depends(sent)]


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """Write a line's schema; what it is made of stands with the other routes'."""
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    return {"schema": schema}


def _in_lines(kind: Kind[Any]) -> dict[str, Any]:
    """Describe a route that takes and answers a line of JSON for each record."""
    taken, given = {NDJSON: _schema(kind.line)}, {NDJSON: _schema(LineAnswer)}
    return {
        "response_class": Response,
        "responses": {
            200: {"description": "An answer for each line.", "content": given},
            **problem_responses(*ANY, TooLargeError),
        },
        "openapi_extra": {"requestBody": {"required": True, "content": taken}},
    }


@router.get("/households/{external_household_id}", dependencies=HOMES, responses=FIND)
def find_household(
    session: ApiSession, actor: ApiActor, system: Name, external_household_id: Name
) -> Found:
    """Tell what Hearth calls the household your system calls this."""
    return service.find(session, actor, HOUSEHOLDS, system, external_household_id)


@router.put("/households/{external_household_id}", dependencies=HOMES, responses=PUT)
def put_household(
    session: ApiSession,
    actor: ApiActor,
    response: Response,
    system: Name,
    external_household_id: Name,
    household: HouseholdWrite,
    if_match: IfMatch = None,
) -> Kept:
    """Keep a household by what your system calls it: new, or changed."""
    version = int(if_match.strip('"')) if if_match else None
    kept = service.put(
        session, actor, HOUSEHOLDS, system, external_household_id, household, version
    )
    response.status_code = status_of(kept)
    return kept


@router.post("/households", dependencies=HOMES, **_in_lines(HOUSEHOLDS))
def put_households(
    session: ApiSession, actor: ApiActor, system: Name, lines: Lines
) -> Response:
    """Keep many households, a line of JSON each, and answer each line."""
    return _answered(take(session, actor, HOUSEHOLDS, system, lines))


@router.get("/referrals/{external_referral_id}", dependencies=REFERS, responses=FIND)
def find_referral(
    session: ApiSession, actor: ApiActor, system: Name, external_referral_id: Name
) -> Found:
    """Tell what Hearth calls the referral your system calls this."""
    return service.find(session, actor, REFERRALS, system, external_referral_id)


@router.put("/referrals/{external_referral_id}", dependencies=REFERS, responses=PUT)
def put_referral(
    session: ApiSession,
    actor: ApiActor,
    response: Response,
    system: Name,
    external_referral_id: Name,
    referral: ReferralWrite,
    if_match: IfMatch = None,
) -> Kept:
    """Keep a referral by what your system calls it: new, or changed."""
    version = int(if_match.strip('"')) if if_match else None
    kept = service.put(
        session, actor, REFERRALS, system, external_referral_id, referral, version
    )
    response.status_code = status_of(kept)
    return kept


@router.post("/referrals", dependencies=REFERS, **_in_lines(REFERRALS))
def put_referrals(
    session: ApiSession, actor: ApiActor, system: Name, lines: Lines
) -> Response:
    """Keep many referrals, a line of JSON each, and answer each line."""
    return _answered(take(session, actor, REFERRALS, system, lines))


def _answered(answers: list[LineAnswer]) -> Response:
    text = "".join(f"{one.model_dump_json(exclude_none=True)}\n" for one in answers)
    return Response(text, media_type=NDJSON)
