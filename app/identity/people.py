"""Who may act for an organisation, as its administrator keeps it.

Every function works in a system session, as signing in does, and looks only at the
administrator's own organisation. People who leave are paused, never deleted: the record
of what they did needs their name.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pydantic import EmailStr, TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import OPERATOR, ROLES_OF, Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.permissions import Permission, require
from app.identity import codes, service
from app.identity.links import new_link
from app.identity.models import Membership, Person
from app.identity.repository import IdentityRepository
from app.identity.service import normal_email

LONGEST_NAME = 200
_email = TypeAdapter(EmailStr)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who acts, or acted, for the organisation."""

    id: str
    name: str
    email: str
    roles: frozenset[Role]
    last_seen: datetime | None
    paused_at: datetime | None
    has_codes: bool
    has_password: bool


def take_in(
    session: Session, *, kind: str, name: str, code: str, administrator: str, email: str
) -> str:
    """Make an organisation and its first administrator; return their one-time link.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    if service.organisation_named(session, code) is not None:
        said = "There is an organisation with this code already"
        raise InvalidError(errors=[_error("code", said)])
    made = service.create_organisation(
        session, kind=OrganisationKind(kind), name=name, code=code
    )
    operator = Actor(OPERATOR, made.id, made.kind, frozenset({Role.ADMINISTRATOR}))
    roles = [Role.ADMINISTRATOR]
    _, link = invite(session, operator, name=administrator, email=email, roles=roles)
    return link


def colleagues(session: Session, actor: Actor) -> list[Colleague]:
    """Return who acts for the organisation, by name; those who left come last."""
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    seen = identity.last_seen(actor.organisation_id)
    members = identity.members(actor.organisation_id)
    found = [
        _colleague(list(held), seen.get(person_id))
        for person_id, held in groupby(members, key=lambda m: m.person_id)
    ]
    return sorted(found, key=lambda one: one.paused_at is not None)


def colleague(session: Session, actor: Actor, person_id: str) -> Colleague:
    """Return somebody who acts for the organisation.

    Raises
    ------
    NotFoundError
        When there is no such person, or they have nothing to do with it.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    seen = IdentityRepository(session).last_seen(actor.organisation_id)
    return _colleague(_held(session, actor, person_id), seen.get(person_id))


def invite(
    session: Session, actor: Actor, *, name: str, email: str, roles: Collection[str]
) -> tuple[str, str]:
    """Let somebody act for the organisation; return their id and a one-time link.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    address = normal_email(email)
    wrong = [*_wrong_name(name), *_wrong_email(address), *_wrong_roles(actor, roles)]
    person = None if wrong else identity.person_by_email(address)
    if person and _roles_here(identity, actor, person.id):
        wrong.append(_error("email", "This person already has access"))
    if wrong:
        raise InvalidError(errors=wrong)
    if person is None:
        person = Person(
            email=address, name=name.strip(), password_hash="", created_at=now()
        )
        identity.add(person)
    for role in roles:
        _add(identity, actor, person.id, Role(role))
    detail = {"roles": len(roles)}
    audit.record(session, actor, "person.invited", "person", person.id, detail)
    return person.id, new_link(session, actor, person)


def change_roles(
    session: Session, actor: Actor, person_id: str, roles: Collection[str]
) -> None:
    """Let somebody act in these roles from now on, and in no others.

    Raises
    ------
    InvalidError
        When no role is named, or one is not of this kind of organisation.
    ConflictError
        When the administrator would no longer be one.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    held = _held(session, actor, person_id)
    if wrong := list(_wrong_roles(actor, roles)):
        raise InvalidError(errors=wrong)
    if person_id == actor.person_id and Role.ADMINISTRATOR not in roles:
        raise ConflictError("You cannot end your own access to this page.")
    identity = IdentityRepository(session)
    for membership in held:
        membership.paused_at = None if membership.role in roles else now()
    for role in {Role(role) for role in roles} - {m.role for m in held}:
        _add(identity, actor, person_id, role)
    audit.record(session, actor, "person.roles_changed", "person", person_id)


def end_access(session: Session, actor: Actor, person_id: str) -> None:
    """Let somebody act for the organisation no longer, from this moment."""
    require(actor, Permission.MANAGE_PEOPLE)
    held = _held(session, actor, person_id)
    if person_id == actor.person_id:
        raise ConflictError("You cannot end your own access.")
    for membership in held:
        membership.paused_at = membership.paused_at or now()
    IdentityRepository(session).end_sign_ins_for(person_id, actor.organisation_id)
    audit.record(session, actor, "person.access_ended", "person", person_id)


def recover(session: Session, actor: Actor, person_id: str, *, codes_too: bool) -> str:
    """Return a one-time link with which somebody chooses a new password.

    With ``codes_too`` they set up their app for codes anew as well: they lost it.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    person = _held(session, actor, person_id)[0].person
    if person_id == actor.person_id:
        raise ConflictError("Change your own password on the page about your account.")
    link = new_link(session, actor, person)
    detail = {"codes_too": codes_too}
    audit.record(session, actor, "person.link_made", "person", person_id, detail)
    if codes_too:
        codes.forget(person)
    return link


def _held(session: Session, actor: Actor, person_id: str) -> list[Membership]:
    members = IdentityRepository(session).members(actor.organisation_id)
    held = [m for m in members if m.person_id == person_id]
    if not held:
        raise NotFoundError
    return held


def _roles_here(
    identity: IdentityRepository, actor: Actor, person_id: str
) -> list[Membership]:
    return [
        m
        for m in identity.memberships(person_id)
        if m.organisation_id == actor.organisation_id
    ]


def _add(
    identity: IdentityRepository, actor: Actor, person_id: str, role: Role
) -> None:
    for earlier in identity.every_membership(person_id):
        if (earlier.organisation_id, earlier.role) == (actor.organisation_id, role):
            earlier.paused_at = None
            return
    identity.add(
        Membership(
            person_id=person_id,
            organisation_id=actor.organisation_id,
            role=role,
            created_at=now(),
        )
    )


def _colleague(held: list[Membership], last_seen: datetime | None) -> Colleague:
    person = held[0].person
    active = [m for m in held if m.paused_at is None]
    return Colleague(
        id=person.id,
        name=person.name,
        email=person.email,
        roles=frozenset(m.role for m in active),
        last_seen=last_seen,
        paused_at=None if active else max(m.paused_at for m in held if m.paused_at),
        has_codes=person.codes_since is not None,
        has_password=bool(person.password_hash),
    )


def _wrong_name(name: str) -> Iterator[FieldError]:
    if not name.strip():
        yield _error("name", "Enter a name")
    elif len(name.strip()) > LONGEST_NAME:
        said = f"Name must be {LONGEST_NAME} characters or fewer"
        yield _error("name", f"{said}. You have used {len(name.strip())}")


def _wrong_email(address: str) -> Iterator[FieldError]:
    try:
        _email.validate_python(address)
    except ValidationError:
        said = "Enter a work e-mail address, like name@example.org"
        yield _error("email", said)


def _wrong_roles(actor: Actor, roles: Collection[str]) -> Iterator[FieldError]:
    if not roles or not set(roles) <= set(ROLES_OF[actor.organisation_kind]):
        yield _error("roles", "Select at least one role")


def _error(field: str, said: str) -> FieldError:
    return FieldError(pointer=f"/{field}", detail=said)
