"""Make organisations, people and API keys; each works in a system session.

What signing in does with them is in `sign_in.py`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from app.core import scopes as scope_names
from app.core.actor import ROLE_LABELS, Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.errors import InvalidError
from app.core.permissions import Permission
from app.identity.models import ApiKey, Membership, Organisation, Person
from app.identity.ofsted import urns as urns
from app.identity.passwords import hash_password, weakness
from app.identity.repository import IdentityRepository
from app.identity.tokens import hash_token, new_api_key


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody who acts for an organisation, and where e-mail finds them."""

    email: str
    actor: Actor


@dataclass(frozen=True, slots=True)
class Holder:
    """A role of a person that a program can act in."""

    membership_id: str
    words: str
    actor: Actor


def create_organisation(
    session: Session, *, kind: OrganisationKind, name: str, code: str
) -> Organisation:
    """Make an organisation."""
    organisation = Organisation(kind=kind, name=name, code=code, created_at=now())
    IdentityRepository(session).add(organisation)
    return organisation


def create_person(session: Session, *, email: str, name: str, password: str) -> Person:
    """Make someone who can sign in, once they have a role somewhere."""
    if weak := weakness(password, [email, *name.split()]):
        raise InvalidError(f"{weak}.")
    person = Person(
        email=normal_email(email),
        name=name,
        password_hash=hash_password(password),
        created_at=now(),
    )
    IdentityRepository(session).add(person)
    return person


def add_role(
    session: Session, person: Person, organisation: Organisation, role: Role
) -> Membership:
    """Give a person a role in an organisation."""
    membership = Membership(
        person_id=person.id,
        organisation_id=organisation.id,
        role=role,
        created_at=now(),
    )
    IdentityRepository(session).add(membership)
    return membership


def create_api_key(
    session: Session,
    membership: Membership,
    *,
    name: str,
    lasts: timedelta,
    scopes: Collection[Permission] | None = None,
) -> str:
    """Make a key that acts in this membership's role, and return it this one time.

    Without ``scopes`` it may do all that the role may.
    """
    key = new_api_key()
    IdentityRepository(session).add(
        ApiKey(
            organisation_id=membership.organisation_id,
            membership_id=membership.id,
            name=name,
            prefix=key.prefix,
            key_hash=hash_token(key.text),
            created_at=now(),
            expires_at=now() + lasts,
            scopes=scope_names.kept(scopes),
        )
    )
    return key.text


def revoke_api_key(key: ApiKey) -> None:
    """End an API key at once."""
    key.revoked_at = now()


def holders(
    session: Session, organisation_id: str, *, paused: bool = False
) -> list[Holder]:
    """Return the roles a program can act in, by the person's name.

    With ``paused`` also those whose person has no access now.
    """
    held = IdentityRepository(session).roles_held(organisation_id)
    names = names_of(session, {one.person_id for one in held})
    found = [
        Holder(m.id, f"{names[m.person_id]}, {ROLE_LABELS[m.role]}", acts_as(m))
        for m in held
        if paused or m.paused_at is None
    ]
    return sorted(found, key=lambda holder: holder.words)


def acting(session: Session, membership_id: str) -> Actor | None:
    """Return whom a program acts as that was given a membership, while it lasts."""
    membership = IdentityRepository(session).membership(membership_id)
    if membership is None or membership.paused_at is not None:
        return None
    return acts_as(membership)


def acts_as(membership: Membership) -> Actor:
    """Return the actor somebody is in one of their roles."""
    return Actor(
        person_id=membership.person_id,
        organisation_id=membership.organisation_id,
        organisation_kind=membership.organisation.kind,
        roles=frozenset({membership.role}),
    )


def acting_for(session: Session, organisation_id: str) -> list[Acting]:
    """Return who acts for an organisation now, in all their roles, with addresses."""
    identity = IdentityRepository(session)
    organisation = identity.organisation(organisation_id)
    if organisation is None:
        return []
    held = [m for m in identity.members(organisation_id) if m.paused_at is None]
    found = []
    for person_id, each in groupby(held, key=lambda m: m.person_id):
        of_them = list(each)
        roles = frozenset(m.role for m in of_them)
        actor = Actor(person_id, organisation_id, organisation.kind, roles)
        found.append(Acting(of_them[0].person.email, actor))
    return found


def normal_email(email: str) -> str:
    """Write an e-mail address the one way it is kept and looked up."""
    return email.strip().casefold()


def organisation_named(session: Session, code: str) -> Organisation | None:
    """Return the organisation with this code, if there is one."""
    return IdentityRepository(session).organisation_by_code(code)


def list_organisations(session: Session) -> list[Organisation]:
    """Return every organisation, by name."""
    return list(IdentityRepository(session).organisations())


def memberships_of(session: Session, email: str) -> list[Membership]:
    """Return the roles held by the person with this e-mail address."""
    identity = IdentityRepository(session)
    person = identity.person_by_email(normal_email(email))
    return list(identity.memberships(person.id)) if person else []


def names_of(session: Session, person_ids: set[str]) -> dict[str, str]:
    """Return the names of those people the session may see, by id."""
    people = IdentityRepository(session).people(person_ids)
    return {person.id: person.name for person in people}
