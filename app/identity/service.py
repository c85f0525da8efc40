"""Make organisations, people and API keys; each works in a system session.

What signing in does with them is in `sign_in.py`.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core.actor import OrganisationKind, Role
from app.core.clock import now
from app.core.errors import InvalidError
from app.identity.models import ApiKey, Membership, Organisation, Person
from app.identity.passwords import hash_password, weakness
from app.identity.repository import IdentityRepository
from app.identity.tokens import hash_token, new_api_key


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
    session: Session, membership: Membership, *, name: str, lasts: timedelta
) -> str:
    """Make a key that acts in this membership's role, and return it this one time."""
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
        )
    )
    return key.text


def revoke_api_key(key: ApiKey) -> None:
    """End an API key at once."""
    key.revoked_at = now()


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
