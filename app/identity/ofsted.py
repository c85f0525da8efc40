"""An agency's unique reference number at Ofsted, kept by its own administrator.

Which number an agency has is published; returns of children looked after name it.
"""

import re
from collections.abc import Collection

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor, OrganisationKind
from app.core.errors import FieldError, InvalidError, NotFoundError, or_not_found
from app.core.permissions import Permission, require
from app.identity.repository import IdentityRepository

URN = re.compile(r"SC[0-9]{6}|[0-9]{7}")
"""As Ofsted gives them out; earlier ones begin with SC."""


def urns(session: Session, agency_ids: Collection[str]) -> dict[str, str]:
    """Return the numbers of those of these organisations that have one, by id."""
    found = IdentityRepository(session).organisations()
    return {one.id: one.urn for one in found if one.urn and one.id in agency_ids}


def own_urn(session: Session, actor: Actor) -> str:
    """Return the number of the actor's agency, to change it, or nothing."""
    _must_keep_one(actor)
    return urns(session, [actor.organisation_id]).get(actor.organisation_id, "")


def keep_urn(session: Session, actor: Actor, typed: str) -> None:
    """Keep the number of the actor's agency; an empty one takes it away.

    Raises
    ------
    InvalidError
        When it is written as no number of Ofsted's is.
    """
    _must_keep_one(actor)
    urn = "".join(typed.split()).upper()
    if urn and not URN.fullmatch(urn):
        said = "The number must be SC and 6 figures, or 7 figures, like SC012345"
        raise InvalidError(errors=[FieldError(pointer="/urn", detail=said)])
    found = IdentityRepository(session).organisation(actor.organisation_id)
    agency = or_not_found(found)
    if agency.urn != (urn or None):
        agency.urn = urn or None
        audit.record(
            session, actor, "organisation.urn_changed", "organisation", agency.id
        )


def _must_keep_one(actor: Actor) -> None:
    require(actor, Permission.MANAGE_PEOPLE)
    if actor.organisation_kind is not OrganisationKind.AGENCY:
        raise NotFoundError
