"""Sign in and out, and tell from what a request carries who is acting.

Every function works in a system session: before sign-in there is no actor. Failures are
counted by a hash of the address typed, so an account that does not exist is answered,
timed and locked like one that does.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

import structlog
from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core import scopes
from app.core.actor import Actor, Viewer
from app.core.clock import now
from app.core.errors import NotFoundError, NotSignedInError, TooManyAttemptsError
from app.core.settings import Settings
from app.identity.models import (
    ApiKey,
    Membership,
    Organisation,
    SignInFailure,
    SignInSession,
)
from app.identity.passwords import hash_again, hash_password, password_matches
from app.identity.repository import IdentityRepository
from app.identity.service import acts_as, normal_email
from app.identity.tokens import (
    ACCESS_TOKEN_MARK,
    hash_token,
    new_token,
    prefix_of,
)

FAILURES_ALLOWED = 10
LOCKED_FOR = timedelta(minutes=15)
SEEN_AGAIN_AFTER = timedelta(minutes=1)

log = structlog.get_logger()


class OrganisationNotChosenError(NotSignedInError):
    """The person acts for several organisations and has not said for which now."""

    code = "organisation_not_chosen"
    title = "Choose an organisation"
    page = "/organisation"


class CodeNeededError(NotSignedInError):
    """The password was right; the code from the person's app is still to come."""

    code = "code_needed"
    title = "Enter your code"
    page = "/sign-in/code"


class CodesNotSetUpError(NotSignedInError):
    """A password is not enough here, and the person has no app with codes yet."""

    code = "codes_not_set_up"
    title = "Set up an app for codes"
    page = "/sign-in/set-up"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A sign-in as the browser gets it: its token, and whether to choose next."""

    token: str
    must_choose_organisation: bool


def sign_in(
    session: Session, email: str, password: str, settings: Settings
) -> SignedIn | None:
    """Start a sign-in, or return None and count a failure the caller must commit.

    Raises
    ------
    TooManyAttemptsError
        When the account, existing or not, is locked after too many failures.
    """
    identity = IdentityRepository(session)
    account = hash_token(normal_email(email))
    refuse_if_locked(identity, account)
    person = identity.person_by_email(normal_email(email))
    kept = person.password_hash if person else ""
    matches = password_matches(kept or None, password)
    memberships = identity.memberships(person.id) if person and matches else []
    if person is None or not memberships:
        count_failure(identity, account, "password")
        return None
    if person.codes_since is None:
        # Else the failures stand until the code is right too.
        identity.forget_failures(account)
    identity.end_sign_ins_before(
        person.id, now() - settings.session_absolute, now() - settings.session_idle
    )
    if hash_again(person.password_hash):
        person.password_hash = hash_password(password)
    organisations = {membership.organisation_id for membership in memberships}
    only = organisations.pop() if len(organisations) == 1 else None
    token = _start(session, person.id, only)
    if only and person.codes_since is None:
        record(session, _actor(memberships, only), "signed_in")
    return SignedIn(token, must_choose_organisation=only is None)


def viewer_of(session: Session, token: str, settings: Settings) -> Viewer:
    """Return who is signed in with this token, as their memberships stand now.

    Raises
    ------
    NotSignedInError
        When there is no such sign-in, or it has ended.
    OrganisationNotChosenError
        When the person has still to say for which organisation they act.
    """
    here = alive(session, token, settings)
    if here.organisation_id is None:
        raise OrganisationNotChosenError
    memberships = IdentityRepository(session).memberships(here.person_id)
    held = [m for m in memberships if m.organisation_id == here.organisation_id]
    if not held:
        raise NotSignedInError
    return Viewer(
        actor=_actor(held, here.organisation_id),
        person_name=here.person.name,
        organisation_name=held[0].organisation.name,
        may_switch_organisation=not here.bound and len(held) < len(memberships),
    )


def organisations_of(
    session: Session, token: str, settings: Settings
) -> list[Organisation]:
    """Return the organisations the signed-in person may act for."""
    here = alive(session, token, settings)
    memberships = _open_to(session, here)
    if not memberships:
        raise NotSignedInError
    return list({m.organisation_id: m.organisation for m in memberships}.values())


def choose_organisation(
    session: Session, token: str, organisation_id: str, settings: Settings
) -> str:
    """Act for one of the person's organisations from now on; return the new token."""
    here = alive(session, token, settings)
    memberships = _open_to(session, here)
    held = [m for m in memberships if m.organisation_id == organisation_id]
    if not held:
        raise NotFoundError
    # The old token ends here, but the twelve hours still count from the password.
    here.organisation_id = organisation_id
    here.token_hash = hash_token(renewed := new_token())
    record(session, _actor(held, organisation_id), "signed_in")
    return renewed


def sign_out(session: Session, token: str) -> None:
    """End the sign-in, if there is one."""
    identity = IdentityRepository(session)
    here = identity.sign_in(hash_token(token))
    if here is None:
        return
    record_if_chosen(session, here, "signed_out")
    identity.remove(here)


def actor_of_bearer(session: Session, text: str) -> Actor:
    """Return the actor an API key, or a token given for one, stands for.

    Raises
    ------
    NotSignedInError
        When it is unknown, wrong, expired or taken back: one answer for all.
    """
    if not text.startswith(ACCESS_TOKEN_MARK):
        key = key_in_use(session, text)
        if key is None:
            raise NotSignedInError
        return actor_of(key)
    token = IdentityRepository(session).access_token(hash_token(text))
    if token is None or token.expires_at <= now() or not _in_use(token.key):
        raise NotSignedInError
    actor = actor_of(token.key)
    asked = scopes.read(token.scopes) or frozenset()
    able = asked if actor.scopes is None else asked & actor.scopes
    return replace(actor, scopes=able)


def key_in_use(session: Session, text: str) -> ApiKey | None:
    """Return the API key that this is the whole text of, while it may be used."""
    prefix = prefix_of(text)
    key = IdentityRepository(session).api_key(prefix) if prefix else None
    matches = hmac.compare_digest(key.key_hash if key else "", hash_token(text))
    return key if key is not None and matches and _in_use(key) else None


def actor_of(key: ApiKey) -> Actor:
    """Return the actor a key stands for."""
    return replace(acts_as(key.membership), scopes=scopes.read(key.scopes))


def _in_use(key: ApiKey) -> bool:
    """Tell whether a key may be used now, and note that it was."""
    ended = key.revoked_at is not None or key.expires_at <= now()
    if ended or key.membership.paused_at is not None:
        return False
    if key.last_used_at is None or now() - key.last_used_at >= SEEN_AGAIN_AFTER:
        key.last_used_at = now()
    return True


def start_bound(
    session: Session, held: Sequence[Membership], *, code_passed: bool
) -> str:
    """Start a sign-in by an organisation's own account; it opens no other.

    ``code_passed`` where the organisation's service asked for a second step itself.
    """
    token = _start(session, held[0].person_id, held[0].organisation_id)
    started = IdentityRepository(session).sign_in(hash_token(token))
    if started is not None:
        started.bound = True
        started.code_passed_at = now() if code_passed else None
    # Else it is on record once the code is right.
    if code_passed or held[0].person.codes_since is None:
        record(session, actor_in(held), "signed_in")
    return token


def actor_in(held: Sequence[Membership]) -> Actor:
    """Return who somebody is in the one organisation of these memberships."""
    return _actor(held, held[0].organisation_id)


def _open_to(session: Session, here: SignInSession) -> list[Membership]:
    """Return the memberships this sign-in may act in."""
    found = IdentityRepository(session).memberships(here.person_id)
    bound = here.bound
    return [m for m in found if not bound or m.organisation_id == here.organisation_id]


def _start(session: Session, person_id: str, organisation_id: str | None) -> str:
    token = new_token()
    IdentityRepository(session).add(
        SignInSession(
            token_hash=hash_token(token),
            person_id=person_id,
            organisation_id=organisation_id,
            created_at=now(),
            last_seen_at=now(),
        )
    )
    return token


def alive(session: Session, token: str, settings: Settings) -> SignInSession:
    """Return the finished sign-in with this token, and note that it was used.

    Raises
    ------
    NotSignedInError
        When there is no such sign-in, or it has ended.
    CodeNeededError
        When the password was right and the code is still to come.
    CodesNotSetUpError
        When codes are asked of everybody and the person has none yet.
    """
    found = started(session, token, settings)
    if found.code_passed_at is None:
        if found.person.codes_since is not None:
            raise CodeNeededError
        if settings.codes_required:
            raise CodesNotSetUpError
    return found


def started(session: Session, token: str, settings: Settings) -> SignInSession:
    """Return the sign-in with this token, whether or not its code is still to come.

    Raises
    ------
    NotSignedInError
        When there is no such sign-in, or it has ended.
    """
    found = IdentityRepository(session).sign_in(hash_token(token))
    if (
        found is None
        or now() - found.last_seen_at >= settings.session_idle
        or now() - found.created_at >= settings.session_absolute
    ):
        raise NotSignedInError
    if now() - found.last_seen_at >= SEEN_AGAIN_AFTER:
        found.last_seen_at = now()
    return found


def refuse_if_locked(identity: IdentityRepository, account: str) -> None:
    """Raise TooManyAttemptsError while the account has failed too often."""
    if identity.failures_since(account, now() - LOCKED_FOR) >= FAILURES_ALLOWED:
        raise TooManyAttemptsError("Try again in 15 minutes.")


def count_failure(identity: IdentityRepository, account: str, what: str) -> None:
    """Count that somebody typed a wrong "password" or "code", and log that it was."""
    identity.add(SignInFailure(account_hash=account, failed_at=now()))
    log.warning("sign_in_failed", error=what)


def _actor(memberships: Sequence[Membership], organisation_id: str) -> Actor:
    held = [m for m in memberships if m.organisation_id == organisation_id]
    return Actor(
        person_id=held[0].person_id,
        organisation_id=organisation_id,
        organisation_kind=held[0].organisation.kind,
        roles=frozenset(m.role for m in held),
    )


def record(session: Session, actor: Actor, action: str) -> None:
    """Put on record what somebody did with their own sign-in."""
    audit.record(session, actor, action, "person", actor.person_id)


def record_if_chosen(
    session: Session, found: SignInSession, action: str = "signed_in"
) -> None:
    """Put it on record if the person has said for which organisation they act."""
    memberships = IdentityRepository(session).memberships(found.person_id)
    held = [m for m in memberships if m.organisation_id == found.organisation_id]
    if held:
        record(session, _actor(held, held[0].organisation_id), action)
