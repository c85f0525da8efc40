"""Signing in with the account somebody has at their organisation.

An account is known by who issued it and its subject there, and by nothing else: never
by an e-mail address, which a service may give to anybody. It becomes somebody's by a
one-time link, or when an administrator has entered the subject. It opens the
organisation whose service it is, and no other. Every function works in a system
session, and none of them asks the service; `oidc.py` does.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.errors import AppError, NotFoundError, or_not_found
from app.core.settings import Settings
from app.identity import links, sign_in
from app.identity.models import (
    Membership,
    Organisation,
    ProviderAccount,
    SignInAttempt,
    SignInProvider,
)
from app.identity.oidc import Account, Client, Secrets
from app.identity.repository import IdentityRepository
from app.identity.tokens import hash_token, new_token

LASTS = timedelta(minutes=10)
BACK = "/sign-in/back"


class AccountUnknownError(AppError):
    """The account is nobody's here; its holder may tell an administrator of it."""

    code = "account_unknown"
    title = "Your account is not linked to Hearth yet"
    status = 403

    def __init__(self, subject: str) -> None:
        super().__init__()
        self.subject = subject


@dataclass(frozen=True, slots=True)
class Attempt:
    """A way to a service and back: whose service it is, and who came back."""

    organisation_id: str
    client: Client
    secrets: Secrets
    link_hash: str | None
    second_step: bool
    """Whether the service asks everybody for a second step."""


def offered(session: Session, code: str) -> Organisation | None:
    """Return the organisation with this code, if it has a sign-in service."""
    identity = IdentityRepository(session)
    found = identity.organisation_by_code(code.strip().casefold())
    if found is None or identity.provider(found.id) is None:
        return None
    return found


def by_link(session: Session, token: str) -> Organisation | None:
    """Return the organisation a one-time link opens, if it has a sign-in service."""
    opens = IdentityRepository(session).organisation(links.opens(session, token))
    return offered(session, opens.code) if opens else None


def client(session: Session, organisation_id: str, settings: Settings) -> Client:
    """Return what Hearth is to an organisation's service."""
    kept = or_not_found(IdentityRepository(session).provider(organisation_id))
    return _client(kept, settings)


def begin(session: Session, organisation_id: str, link: str | None) -> str:
    """Note that a browser goes to the service; return what it is to keep."""
    token = new_token()
    identity = IdentityRepository(session)
    identity.forget_attempts(now())
    identity.add(
        SignInAttempt(
            organisation_id=organisation_id,
            token_hash=hash_token(token),
            link_hash=hash_token(link) if link else None,
            expires_at=now() + LASTS,
        )
    )
    return token


def secrets_of(token: str) -> Secrets:
    """Return what the way there and back is bound to: only its browser can."""

    def derived(what: str) -> str:
        return hashlib.sha256(f"{what}:{token}".encode()).hexdigest()

    return Secrets(derived("state"), derived("nonce"), derived("verifier"))


def back(session: Session, token: str, state: str, settings: Settings) -> Attempt:
    """Take the attempt a browser came back from, once; the caller commits.

    Raises
    ------
    NotFoundError
        When there is none, it was taken or is too old, or another browser's.
    """
    identity = IdentityRepository(session)
    found = identity.attempt(hash_token(token)) if token else None
    own = hmac.compare_digest(secrets_of(token).state.encode(), state.encode())
    if found is None or not own or found.expires_at <= now():
        raise NotFoundError
    identity.remove(found)
    kept = or_not_found(identity.provider(found.organisation_id))
    return Attempt(
        found.organisation_id,
        _client(kept, settings),
        secrets_of(token),
        found.link_hash,
        kept.second_step is not False,
    )


def come_in(session: Session, attempt: Attempt, came: Account) -> str:
    """Start a sign-in for whoever the account is; return its token.

    Hearth asks for a code of its own where there was no second step, or nobody says so:
    what is not said is taken as a password alone.

    Raises
    ------
    AccountUnknownError
        When the account is nobody's, or of somebody who has no access now.
    NotFoundError
        When a one-time link was to say whose it is, and has ended meanwhile.
    """
    identity = IdentityRepository(session)
    issuer, where = attempt.client.issuer, attempt.organisation_id
    subject = came.subject
    account = identity.provider_account(where, issuer, subject)
    if attempt.link_hash is not None:
        link = links.take(session, attempt.link_hash)
        if account is not None and account.person_id != link.person_id:
            raise AccountUnknownError(subject)
        if account is None:
            held = _held(identity, link.person_id, where)
            if not held:
                raise AccountUnknownError(subject)
            account = keep(session, held[0], issuer, subject)
            sign_in.record(session, sign_in.actor_in(held), "person.account_linked")
    held = _held(identity, account.person_id, where) if account else []
    if account is None or not held:
        raise AccountUnknownError(subject)
    return sign_in.start_bound(
        session, held, code_passed=attempt.second_step or came.second_step
    )


def keep(
    session: Session, membership: Membership, issuer: str, subject: str
) -> ProviderAccount:
    """Make an account somebody's, in place of the one they had there."""
    identity = IdentityRepository(session)
    earlier = identity.account_of(membership.organisation_id, membership.person_id)
    if earlier is not None:
        identity.remove(earlier)
    account = ProviderAccount(
        organisation_id=membership.organisation_id,
        person_id=membership.person_id,
        issuer=issuer,
        subject=subject,
        created_at=now(),
    )
    identity.add(account)
    return account


def _held(
    identity: IdentityRepository, person_id: str, organisation_id: str
) -> list[Membership]:
    held = identity.memberships(person_id)
    return [one for one in held if one.organisation_id == organisation_id]


def _client(kept: SignInProvider, settings: Settings) -> Client:
    return Client(
        issuer=kept.issuer,
        client_id=kept.client_id,
        client_secret=kept.client_secret,
        redirect=redirect(settings),
        private=settings.private_networks,
    )


def redirect(settings: Settings) -> str:
    """Return where a service sends browsers back to; nothing sent changes it."""
    return f"{str(settings.base_url).rstrip('/')}{BACK}"
