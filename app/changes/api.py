"""The change feed."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.changes import service
from app.changes.schemas import RecordChanges
from app.core.errors import (
    InvalidError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import ApiActor, ApiReading

router = APIRouter(prefix="/changes", tags=["Changes"])


@router.get(
    "",
    dependencies=[requires(Permission.READ_HOUSEHOLDS)],
    responses=problem_responses(NotSignedInError, NotPermittedError, InvalidError),
)
def list_changes(
    session: ApiReading,
    actor: ApiActor,
    after: Annotated[
        str, Query(max_length=8000, description="`next` of the last answer.")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> RecordChanges:
    """List which records changed since you last asked, your own and those you see."""
    return service.since(session, actor, after, limit)
