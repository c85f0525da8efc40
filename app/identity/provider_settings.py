"""What an administrator says of their organisation's own sign-in service."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, or_not_found
from app.core.permissions import Permission, require
from app.core.settings import Environment, Settings
from app.identity import provider
from app.identity.models import Membership, SignInProvider
from app.identity.oidc import LONGEST_SUBJECT
from app.identity.repository import IdentityRepository
from app.notifications import service as notifications

LONGEST = 500
YES_OR_NO = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Kept:
    """A service as the administrator sees it: never the secret."""

    issuer: str
    client_id: str
    second_step: bool | None


@dataclass(frozen=True, slots=True)
class Typed:
    """A service as the administrator types it."""

    issuer: str
    client_id: str
    secret: str
    second_step: str
    """Whether it asks everybody for a second step: yes or no."""


@dataclass(frozen=True, slots=True)
class Linked:
    """Whose account is whose."""

    id: str
    name: str
    subject: str


def kept(session: Session, actor: Actor) -> Kept | None:
    """Return the organisation's service, if it has one."""
    require(actor, Permission.MANAGE_PEOPLE)
    found = IdentityRepository(session).provider(actor.organisation_id)
    if found is None:
        return None
    return Kept(found.issuer, found.client_id, found.second_step)


def checked(actor: Actor, typed: Typed, settings: Settings) -> None:
    """Raise InvalidError with everything there is to put right."""
    require(actor, Permission.MANAGE_PEOPLE)
    wrong = []
    if not _is_issuer(typed.issuer, settings):
        wrong.append(("issuer", "Enter the issuer, an address that begins https://"))
    if not 0 < len(typed.client_id) <= LONGEST or not typed.client_id.isprintable():
        wrong.append(("client_id", "Enter the client ID"))
    if not 0 < len(typed.secret) <= LONGEST:
        wrong.append(("secret", "Enter the client secret"))
    if typed.second_step not in YES_OR_NO:
        wrong.append(("second_step", "Select whether it asks for a second step"))
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )


def save(session: Session, actor: Actor, typed: Typed) -> None:
    """Keep the service, in place of the one before; who came in by that is out."""
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    if before := identity.provider(actor.organisation_id):
        identity.remove(before)
    identity.end_bound_sign_ins(actor.organisation_id)
    identity.add(
        SignInProvider(
            organisation_id=actor.organisation_id,
            issuer=typed.issuer,
            client_id=typed.client_id,
            client_secret=typed.secret,
            second_step=YES_OR_NO[typed.second_step],
            created_at=now(),
        )
    )
    _record(session, actor, "sign_in_service.saved")


def stop(session: Session, actor: Actor) -> None:
    """Use the service no more, from this moment."""
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    found = or_not_found(identity.provider(actor.organisation_id))
    identity.remove(found)
    identity.end_bound_sign_ins(actor.organisation_id)
    _record(session, actor, "sign_in_service.stopped")


def linked(session: Session, actor: Actor) -> list[Linked]:
    """Return whose accounts of the service are whose, by name."""
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    found = identity.provider(actor.organisation_id)
    if found is None:
        return []
    accounts = identity.provider_accounts(actor.organisation_id, found.issuer)
    return [Linked(one.id, one.person.name, one.subject) for one in accounts]


def link(session: Session, actor: Actor, person_id: str, subject: str) -> None:
    """Say which account is somebody's.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    """
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    found = or_not_found(identity.provider(actor.organisation_id))
    held = _members(session, actor).get(person_id)
    wrong = []
    if held is None:
        wrong.append(("person", "Select whose account it is"))
    if not 0 < len(subject) <= LONGEST_SUBJECT or not subject.isprintable():
        wrong.append(("subject", "Enter the subject of the account"))
    else:
        taken = identity.provider_account(actor.organisation_id, found.issuer, subject)
        if taken is not None and taken.person_id != person_id:
            wrong.append(("subject", "This account is somebody else’s"))
    if wrong or held is None:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    provider.keep(session, held, found.issuer, subject)
    audit.record(session, actor, "person.account_linked", "person", person_id)
    whose = [actor.organisation_id]
    notifications.tell(
        session, actor, "account.linked", person_id, whose, person_id=person_id
    )


def unlink(session: Session, actor: Actor, account_id: str) -> None:
    """Say that an account is nobody's any more; who came in by it is out."""
    require(actor, Permission.MANAGE_PEOPLE)
    identity = IdentityRepository(session)
    found = identity.provider(actor.organisation_id)
    issuer = found.issuer if found else ""
    accounts = identity.provider_accounts(actor.organisation_id, issuer)
    account = or_not_found(
        next((one for one in accounts if one.id == account_id), None)
    )
    identity.remove(account)
    identity.end_bound_sign_ins(actor.organisation_id, account.person_id)
    person = account.person_id
    audit.record(session, actor, "person.account_unlinked", "person", person)


def people(session: Session, actor: Actor) -> dict[str, str]:
    """Return the names of who may come in now, by id."""
    require(actor, Permission.MANAGE_PEOPLE)
    return {key: one.person.name for key, one in _members(session, actor).items()}


def _members(session: Session, actor: Actor) -> dict[str, Membership]:
    members = IdentityRepository(session).members(actor.organisation_id)
    return {one.person_id: one for one in members if one.paused_at is None}


def _record(session: Session, actor: Actor, action: str) -> None:
    audit.record(session, actor, action, "person", actor.person_id)


def _is_issuer(issuer: str, settings: Settings) -> bool:
    if not 0 < len(issuer) <= LONGEST or not issuer.isprintable() or " " in issuer:
        return False
    try:
        parts = urlsplit(issuer)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    plain = settings.environment is not Environment.PRODUCTION and host == "127.0.0.1"
    safe = parts.scheme == "https" or (parts.scheme == "http" and plain)
    whole = not (parts.query or parts.fragment or parts.username or parts.password)
    return bool(host) and safe and whole
