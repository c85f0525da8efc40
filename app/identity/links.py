"""One-time links: how somebody chooses a password who has none, or has forgotten it.

Only an administrator makes them, and hands them over. Whoever holds a link could come
in with it, so it opens the administrator's own organisation and no other: the person's
access elsewhere is paused until an administrator there lets them back in.
"""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, NotFoundError
from app.identity.models import OneTimeLink, Person
from app.identity.passwords import hash_password, weakness
from app.identity.repository import IdentityRepository
from app.identity.tokens import hash_token, new_token

LASTS = timedelta(days=3)


def new_link(session: Session, actor: Actor, person: Person) -> str:
    """Make a link's token, shown this once; earlier links of the person end."""
    identity = IdentityRepository(session)
    for earlier in identity.links_of(person.id):
        earlier.expires_at = min(earlier.expires_at, now())
    token = new_token()
    identity.add(
        OneTimeLink(
            organisation_id=actor.organisation_id,
            person_id=person.id,
            token_hash=hash_token(token),
            created_at=now(),
            expires_at=now() + LASTS,
        )
    )
    return token


def whose(session: Session, token: str) -> Person:
    """Return whose link this is.

    Raises
    ------
    NotFoundError
        When there is no such link, or it was used, or it has ended.
    """
    return _open(session, token).person


def opens(session: Session, token: str) -> str:
    """Return the id of the organisation the link opens."""
    return _open(session, token).organisation_id


def take(session: Session, token_hash: str) -> OneTimeLink:
    """Use a link up by what is kept of it: its holder signed in elsewhere.

    Raises
    ------
    NotFoundError
        When there is no such link, or it was used, or it has ended.
    """
    link = _alive(IdentityRepository(session).link(token_hash))
    link.used_at = now()
    return link


def use(session: Session, token: str, new: str, again: str) -> None:
    """Choose the password the link is for; every sign-in of the person ends.

    Raises
    ------
    NotFoundError
        When there is no such link, or it was used, or it has ended.
    InvalidError
        With everything there is to put right.
    """
    link = _open(session, token)
    person = link.person
    wrong = []
    if weak := weakness(new, [person.email, *person.name.split()]):
        wrong.append(FieldError(pointer="/new", detail=weak))
    if new != again:
        said = "Enter the same password twice"
        wrong.append(FieldError(pointer="/again", detail=said))
    if wrong:
        raise InvalidError(errors=wrong)
    identity = IdentityRepository(session)
    person.password_hash = hash_password(new)
    link.used_at = now()
    identity.forget_failures(hash_token(person.email))
    identity.end_every_sign_in(person.id)
    held = identity.memberships(person.id)
    for membership in held:
        actor = Actor(
            person_id=person.id,
            organisation_id=membership.organisation_id,
            organisation_kind=membership.organisation.kind,
            roles=frozenset({membership.role}),
        )
        if membership.organisation_id == link.organisation_id:
            continue
        membership.paused_at = now()
        audit.record(session, actor, "person.paused", "person", person.id)
    here = next((m for m in held if m.organisation_id == link.organisation_id), None)
    if here is not None:
        actor = Actor(
            person.id, link.organisation_id, here.organisation.kind, frozenset()
        )
        audit.record(session, actor, "password_chosen", "person", person.id)


def _open(session: Session, token: str) -> OneTimeLink:
    return _alive(IdentityRepository(session).link(hash_token(token)))


def _alive(link: OneTimeLink | None) -> OneTimeLink:
    if link is None or link.used_at is not None or link.expires_at <= now():
        raise NotFoundError
    return link
