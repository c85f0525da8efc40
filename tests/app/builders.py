"""Organisations and people to test with; each test sets only what it asserts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from itertools import count

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.permissions import Permission
from app.identity import service
from app.identity.models import Membership, Organisation, Person
from app.identity.passwords import hash_password
from tests.app.browser import PASSWORD

_numbers = count(1)
ROLE_OF = {
    OrganisationKind.AUTHORITY: Role.PLACEMENT_OFFICER,
    OrganisationKind.AGENCY: Role.REFERRAL_COORDINATOR,
    OrganisationKind.FORUM: Role.FORUM_CHAIR,
    OrganisationKind.GROUP: Role.REGISTERED_MANAGER,
}


@dataclass(frozen=True)
class Member:
    """Someone with a role in an organisation, and the actor they are there."""

    person: Person
    organisation: Organisation
    membership: Membership

    @property
    def email(self) -> str:
        return self.person.email

    @property
    def actor(self) -> Actor:
        return Actor(
            person_id=self.person.id,
            organisation_id=self.organisation.id,
            organisation_kind=self.organisation.kind,
            roles=frozenset({self.membership.role}),
        )


def organisation(
    session: Session, kind: OrganisationKind = OrganisationKind.AGENCY
) -> Organisation:
    number = next(_numbers)
    return service.create_organisation(
        session, kind=kind, name=f"Organisation {number}", code=f"org-{number}"
    )


def person(session: Session) -> Person:
    number = next(_numbers)
    made = Person(
        email=f"person-{number}@example.org",
        name=f"Person {number}",
        password_hash=_password_hash(),
        created_at=now(),
    )
    session.add(made)
    session.flush()
    return made


def member(
    session: Session,
    kind: OrganisationKind = OrganisationKind.AGENCY,
    *,
    role: Role | None = None,
    of: Organisation | None = None,
    who: Person | None = None,
) -> Member:
    """Make someone who acts for an organisation, and commit so that they can."""
    of = of or organisation(session, kind)
    who = who or person(session)
    membership = service.add_role(session, who, of, role or ROLE_OF[of.kind])
    session.commit()
    return Member(who, of, membership)


def api_key(
    session: Session,
    of: Member,
    lasts: timedelta = timedelta(days=90),
    scopes: Collection[Permission] | None = None,
) -> str:
    key = service.create_api_key(
        session, of.membership, name="Test", lasts=lasts, scopes=scopes
    )
    session.commit()
    return key


@cache
def _password_hash() -> str:
    # Argon2 is slow by design; once is enough for a whole test run.
    return hash_password(PASSWORD)
