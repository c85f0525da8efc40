"""What an agency says of a home after asking its carers, through the API."""

from fastapi import APIRouter

from app.carers import service
from app.carers.schemas import NotRightList, NotRightRead, NotRightWrite
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
from app.not_right.schemas import Said

ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)
router = APIRouter(
    prefix="/households/{household_id}/not-right-for",
    tags=["Households"],
    dependencies=[requires(Permission.WRITE_HOUSEHOLDS, Permission.READ_REFERRALS)],
    responses=problem_responses(*ANY),
)


@router.get("")
def list_not_right(
    session: ApiSession, actor: ApiActor, household_id: str
) -> NotRightList:
    """Read whom one of your homes is not right for, as your agency has said."""
    found = service.not_right_for(session, actor, household_id)
    return NotRightList(items=[_read(household_id, one) for one in found.values()])


@router.post(
    "/{young_person_id}", status_code=201, responses=problem_responses(ConflictError)
)
def say_not_right(
    session: ApiSession,
    actor: ApiActor,
    household_id: str,
    young_person_id: str,
    wanted: NotRightWrite,
) -> NotRightRead:
    """Say that a home is not right for a young person.

    The next match runs keep to it. That it was said is shown under “why not”; the
    reason stays with your agency.
    """
    service.say_not_right(session, actor, household_id, young_person_id, wanted.reason)
    found = service.not_right_for(session, actor, household_id)
    return _read(household_id, found[young_person_id])


@router.delete("/{young_person_id}")
def take_back_not_right(
    session: ApiSession, actor: ApiActor, household_id: str, young_person_id: str
) -> NotRightList:
    """Take back that a home is not right for a young person; read what is left."""
    service.take_back(session, actor, household_id, young_person_id)
    return list_not_right(session, actor, household_id)


def _read(household_id: str, said: Said) -> NotRightRead:
    return NotRightRead(
        household=household_id,
        young_person=said.young_person,
        reason=said.reason,
        by=said.by,
        said_at=said.at,
    )
