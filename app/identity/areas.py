"""Where an authority lies, kept by its own administrator: "in the area" rests on it.

Outcodes stand for the area: that is as much as an authority is shown of where a home is
before its profile is released. The neighbours are the authorities it adjoins, which
decides whose agreement a home elsewhere needs (regulation 11 of the Care Planning,
Placement and Case Review (England) Regulations 2010).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor, OrganisationKind
from app.core.errors import FieldError, InvalidError, NotFoundError, or_not_found
from app.core.permissions import Permission, require
from app.core.sharing import AuthorityArea
from app.identity.models import Organisation
from app.identity.repository import IdentityRepository
from matching.places import locate, outcode_of


@dataclass(frozen=True, slots=True)
class TypedArea:
    """An area as it is typed: outcodes as text, adjoining authorities by id."""

    outcodes: str
    adjoining: Sequence[str]


NOWHERE = TypedArea("", ())


def own_area(session: Session, actor: Actor) -> TypedArea:
    """Return where the actor's authority lies, to change it."""
    _must_keep_one(actor)
    area = IdentityRepository(session).area(actor.organisation_id)
    return TypedArea(" ".join(area.places), area.adjoining) if area else NOWHERE


def neighbours(session: Session, actor: Actor) -> list[Organisation]:
    """Return the authorities that could adjoin the actor's own, by name."""
    return [
        one
        for one in IdentityRepository(session).organisations()
        if one.kind is OrganisationKind.AUTHORITY and one.id != actor.organisation_id
    ]


def keep_area(session: Session, actor: Actor, typed: TypedArea) -> None:
    """Keep where the actor's authority lies; runs that are done stay as they were.

    Raises
    ------
    InvalidError
        When an outcode is in no table of them, or a neighbour is no authority.
    """
    _must_keep_one(actor)
    written = dict.fromkeys(re.split(r"[\s,;]+", typed.outcodes.strip().upper()))
    outcodes = [each for each in written if each]
    wrong = [each for each in outcodes if outcode_of(each) != each or not locate(each)]
    errors = []
    if wrong:
        said = f"Enter outcodes only, like ST4. These are not: {', '.join(wrong)}"
        errors.append(FieldError(pointer="/outcodes", detail=said))
    known = {one.id for one in neighbours(session, actor)}
    if not known.issuperset(typed.adjoining):
        said = "Select authorities from the list"
        errors.append(FieldError(pointer="/adjoining", detail=said))
    if errors:
        raise InvalidError(errors=errors)
    identity = IdentityRepository(session)
    own = or_not_found(identity.organisation(actor.organisation_id))
    area = identity.area(own.id) or AuthorityArea(
        organisation_id=own.id, name=own.name, adjoining=[], places=[]
    )
    if (area.places, area.adjoining) == (outcodes, list(typed.adjoining)):
        return
    area.places, area.adjoining = outcodes, list(typed.adjoining)
    identity.add(area)
    audit.record(session, actor, "organisation.area_changed", "organisation", own.id)


def _must_keep_one(actor: Actor) -> None:
    require(actor, Permission.MANAGE_PEOPLE)
    if actor.organisation_kind is not OrganisationKind.AUTHORITY:
        raise NotFoundError
