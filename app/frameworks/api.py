"""Whom records can be shared with, through the API: what a program has to name."""

from fastapi import APIRouter
from pydantic import BaseModel, Field

from app.core.actor import OrganisationKind
from app.core.errors import NotSignedInError, problem_responses
from app.frameworks import service
from app.identity.dependencies import ApiActor, ApiSession

router = APIRouter(
    prefix="/sharing", tags=["Sharing"], responses=problem_responses(NotSignedInError)
)


class NamedRead(BaseModel):
    """An organisation, or a framework, that can be named where something is shared."""

    id: str = Field(description="What `share_with` and `offered_to` take.")
    name: str
    kind: OrganisationKind = Field(
        description="`framework` is everybody on it: agencies for a referral, "
        "authorities for a home."
    )


class NamedList(BaseModel):
    """Everybody who can be named, by kind and name."""

    items: list[NamedRead]


@router.get("")
def list_sharing(session: ApiSession, actor: ApiActor) -> NamedList:
    """List whom your referrals can be shared with, or your homes be offered to.

    A framework is listed while your organisation is on it. Forums and agency groups
    share nothing of their own: theirs is empty.
    """
    return NamedList(
        items=[
            NamedRead(id=one.id, name=one.name, kind=one.kind)
            for one in service.nameable(session, actor)
        ]
    )
