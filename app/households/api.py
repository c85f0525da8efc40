"""Households through the API."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Response

from app.core.errors import (
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    PreconditionFailedError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.households import service
from app.households.models import Household
from app.households.schemas import HouseholdList, HouseholdRead, HouseholdWrite
from app.identity.dependencies import ApiActor, ApiNoting, ApiReading, ApiSession
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

router = APIRouter(prefix="/households", tags=["Households"])
READ = [requires(Permission.READ_HOUSEHOLDS)]
WRITE = [requires(Permission.WRITE_HOUSEHOLDS)]
ANY = (NotSignedInError, NotPermittedError, InvalidError)


@router.get("", dependencies=READ, responses=problem_responses(*ANY))
def list_households(
    session: ApiReading,
    actor: ApiActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    search: Annotated[str, Query(max_length=100)] = "",
) -> HouseholdList:
    """List the households you may see, 25 a page."""
    found = service.page(session, actor, page, search)
    return HouseholdList(
        items=[_read(actor, household) for household in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.get(
    "/{household_id}",
    dependencies=READ,
    responses=problem_responses(*ANY, NotFoundError),
)
def read_household(
    session: ApiNoting, actor: ApiActor, household_id: str, response: Response
) -> HouseholdRead:
    """Read one household."""
    household = service.get(session, actor, household_id)
    response.headers["ETag"] = f'"{household.version}"'
    return _read(actor, household)


@router.post("", status_code=201, dependencies=WRITE, responses=problem_responses(*ANY))
def create_household(
    session: ApiSession,
    actor: ApiActor,
    household: HouseholdWrite,
    idempotency_key: IdempotencyKey = None,
) -> HouseholdRead:
    """Keep a new household."""
    made = once(
        session,
        actor,
        idempotency_key,
        ("households", household),
        make=lambda: service.create(
            session,
            actor,
            label=household.label,
            facts=household.record,
            offered_to=household.offered_to,
        ),
        read=lambda key: service.get(session, actor, key),
    )
    return _read(actor, made)


@router.put(
    "/{household_id}",
    dependencies=WRITE,
    responses=problem_responses(*ANY, NotFoundError, PreconditionFailedError),
)
def update_household(
    session: ApiSession,
    actor: ApiActor,
    household_id: str,
    household: HouseholdWrite,
    if_match: Annotated[
        str, Header(pattern=r'^"?\d{1,9}"?$', description="The version you read.")
    ],
) -> HouseholdRead:
    """Replace a household that nobody has changed since you read it."""
    changed = service.update(
        session,
        actor,
        household_id,
        version=int(if_match.strip('"')),
        label=household.label,
        facts=household.record,
        offered_to=household.offered_to,
    )
    return _read(actor, changed)


def _read(actor: ApiActor, household: Household) -> HouseholdRead:
    whole = service.is_whole(actor, household)
    mine = [
        offer.authority_id
        for offer in household.offers
        if whole or offer.authority_id == actor.organisation_id
    ]
    return HouseholdRead(
        id=household.id,
        reference=household.reference,
        label=household.label if whole else None,
        agency=household.organisation_id,
        offered_to=mine,
        record=service.shown(actor, household),
        version=household.version,
        updated_at=household.updated_at,
    )
