"""Find people, their memberships, sign-ins and API keys."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, joinedload

from app.core.db import Base
from app.core.sharing import AuthorityArea
from app.identity.models import (
    AccessToken,
    ApiKey,
    Membership,
    OneTimeLink,
    Organisation,
    Person,
    ProviderAccount,
    SignInAttempt,
    SignInFailure,
    SignInProvider,
    SignInSession,
)


class IdentityRepository:
    """The organisations and people a session may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, row: Base) -> None:
        """Write a new row within the transaction."""
        self._session.add(row)
        self._session.flush()

    def remove(self, row: Base) -> None:
        """Delete the row within the transaction."""
        self._session.delete(row)
        self._session.flush()

    def organisation(self, organisation_id: str) -> Organisation | None:
        """Return the organisation with this id."""
        return self._session.get(Organisation, organisation_id)

    def organisation_by_code(self, code: str) -> Organisation | None:
        """Return the organisation with this code."""
        return self._session.scalar(
            select(Organisation).where(Organisation.code == code)
        )

    def organisations(self) -> Sequence[Organisation]:
        """Return every organisation, by name."""
        return self._session.scalars(
            select(Organisation).order_by(Organisation.name, Organisation.id)
        ).all()

    def area(self, organisation_id: str) -> AuthorityArea | None:
        """Return where an authority lies, if that is recorded."""
        return self._session.get(AuthorityArea, organisation_id)

    def person_by_email(self, email: str) -> Person | None:
        """Return the person who signs in with this casefolded address."""
        return self._session.scalar(select(Person).where(Person.email == email))

    def people(self, person_ids: set[str]) -> Sequence[Person]:
        """Return the people with these ids."""
        return self._session.scalars(
            select(Person).where(Person.id.in_(person_ids))
        ).all()

    def with_secrets(self) -> Sequence[Person]:
        """Return the people who keep a secret sealed, by id."""
        return self._session.scalars(
            select(Person)
            .where(
                Person.code_secret.is_not(None) | Person.next_code_secret.is_not(None)
            )
            .order_by(Person.id)
        ).all()

    def memberships(self, person_id: str) -> Sequence[Membership]:
        """Return every role the person may act in now, by organisation name."""
        return self._session.scalars(
            select(Membership)
            .join(Membership.organisation)
            .where(Membership.person_id == person_id, Membership.paused_at.is_(None))
            .options(joinedload(Membership.organisation))
            .order_by(Organisation.name, Membership.role)
        ).all()

    def every_membership(self, person_id: str) -> Sequence[Membership]:
        """Return every role the person holds or held anywhere."""
        return self._session.scalars(
            select(Membership)
            .where(Membership.person_id == person_id)
            .order_by(Membership.organisation_id, Membership.role)
        ).all()

    def membership(self, membership_id: str) -> Membership | None:
        """Return one role of a person, with the organisation it is in."""
        return self._session.scalar(
            select(Membership)
            .where(Membership.id == membership_id)
            .options(joinedload(Membership.organisation))
        )

    def roles_held(self, organisation_id: str) -> Sequence[Membership]:
        """Return every role in an organisation, also of those who have left."""
        wanted = select(Membership).where(Membership.organisation_id == organisation_id)
        whole = wanted.options(joinedload(Membership.organisation))
        return self._session.scalars(whole.order_by(Membership.id)).all()

    def members(self, organisation_id: str) -> Sequence[Membership]:
        """Return who acts or acted for an organisation, by name, a row each role."""
        return self._session.scalars(
            select(Membership)
            .join(Membership.person)
            .where(Membership.organisation_id == organisation_id)
            .options(joinedload(Membership.person))
            .order_by(Person.name, Person.id, Membership.role)
        ).all()

    def acting(self, organisation_id: str) -> set[str]:
        """Return the ids of the people who act for an organisation now."""
        query = select(Membership.person_id).where(
            Membership.organisation_id == organisation_id,
            Membership.paused_at.is_(None),
        )
        return set(self._session.scalars(query))

    def last_seen(self, organisation_id: str) -> dict[str, datetime]:
        """Return when each person's sign-ins for the organisation were last used."""
        rows = self._session.execute(
            select(SignInSession.person_id, func.max(SignInSession.last_seen_at))
            .where(SignInSession.organisation_id == organisation_id)
            .group_by(SignInSession.person_id)
        )
        return {row.person_id: row[1] for row in rows}

    def end_sign_ins_for(self, person_id: str, organisation_id: str) -> None:
        """Delete the person's sign-ins for one organisation."""
        self._session.execute(
            delete(SignInSession).where(
                SignInSession.person_id == person_id,
                SignInSession.organisation_id == organisation_id,
            )
        )

    def end_every_sign_in(self, person_id: str) -> None:
        """Delete every sign-in of the person."""
        self._session.execute(
            delete(SignInSession).where(SignInSession.person_id == person_id)
        )

    def link(self, token_hash: str) -> OneTimeLink | None:
        """Return the one-time link whose token has this hash, held until commit."""
        return self._session.scalar(
            select(OneTimeLink)
            .where(OneTimeLink.token_hash == token_hash)
            .options(joinedload(OneTimeLink.person))
            .with_for_update(of=OneTimeLink)
        )

    def links_of(self, person_id: str) -> Sequence[OneTimeLink]:
        """Return the links somebody has not used yet."""
        return self._session.scalars(
            select(OneTimeLink).where(
                OneTimeLink.person_id == person_id, OneTimeLink.used_at.is_(None)
            )
        ).all()

    def sign_in(self, token_hash: str) -> SignInSession | None:
        """Return the sign-in whose token has this hash."""
        return self._session.scalar(
            select(SignInSession)
            .where(SignInSession.token_hash == token_hash)
            .options(joinedload(SignInSession.person))
        )

    def sign_ins_of(self, person_id: str) -> Sequence[SignInSession]:
        """Return the person's sign-ins, the one last used first."""
        return self._session.scalars(
            select(SignInSession)
            .where(SignInSession.person_id == person_id)
            .order_by(SignInSession.last_seen_at.desc(), SignInSession.id)
        ).all()

    def end_other_sign_ins(self, person_id: str, kept_id: str) -> None:
        """Delete the person's sign-ins but one."""
        self._session.execute(
            delete(SignInSession).where(
                SignInSession.person_id == person_id, SignInSession.id != kept_id
            )
        )

    def end_sign_ins_before(
        self, person_id: str, created: datetime, last_seen: datetime
    ) -> None:
        """Delete the person's sign-ins that have outlived a limit."""
        self._session.execute(
            delete(SignInSession).where(
                SignInSession.person_id == person_id,
                (SignInSession.created_at <= created)
                | (SignInSession.last_seen_at <= last_seen),
            )
        )

    def failures_since(self, account_hash: str, since: datetime) -> int:
        """Count the failed sign-ins to an account."""
        query = select(func.count(SignInFailure.id)).where(
            SignInFailure.account_hash == account_hash, SignInFailure.failed_at > since
        )
        return self._session.scalar(query) or 0

    def forget_failures(self, account_hash: str) -> None:
        """Delete the failed sign-ins to an account."""
        self._session.execute(
            delete(SignInFailure).where(SignInFailure.account_hash == account_hash)
        )

    def api_keys(self, organisation_id: str) -> Sequence[ApiKey]:
        """Return the organisation's keys with whose they are, the newest first."""
        return self._session.scalars(
            select(ApiKey)
            .where(ApiKey.organisation_id == organisation_id)
            .options(joinedload(ApiKey.membership).joinedload(Membership.person))
            .order_by(ApiKey.created_at.desc(), ApiKey.id.desc())
        ).all()

    def keys_ending(
        self, organisation_id: str, after: datetime, until: datetime
    ) -> Sequence[ApiKey]:
        """Return the organisation's keys in use that end between two moments."""
        query = (
            select(ApiKey)
            .join(ApiKey.membership)
            .where(
                ApiKey.organisation_id == organisation_id,
                ApiKey.revoked_at.is_(None),
                ApiKey.expires_at > after,
                ApiKey.expires_at <= until,
                Membership.paused_at.is_(None),
            )
        )
        return self._session.scalars(query.order_by(ApiKey.expires_at)).all()

    def api_key(self, prefix: str) -> ApiKey | None:
        """Return the API key with this prefix."""
        return self._session.scalar(
            select(ApiKey)
            .where(ApiKey.prefix == prefix)
            .options(joinedload(ApiKey.membership), joinedload(ApiKey.organisation))
        )

    def access_token(self, token_hash: str) -> AccessToken | None:
        """Return the access token with this hash, with its key."""
        return self._session.scalar(
            select(AccessToken)
            .where(AccessToken.token_hash == token_hash)
            .options(joinedload(AccessToken.key).joinedload(ApiKey.membership))
        )

    def forget_access_tokens(self, api_key_id: str, ended: datetime) -> None:
        """Delete the key's tokens that had ended by then."""
        self._session.execute(
            delete(AccessToken).where(
                AccessToken.api_key_id == api_key_id, AccessToken.expires_at <= ended
            )
        )

    def provider(self, organisation_id: str) -> SignInProvider | None:
        """Return an organisation's own sign-in service."""
        return self._session.scalar(
            select(SignInProvider).where(
                SignInProvider.organisation_id == organisation_id
            )
        )

    def provider_account(
        self, organisation_id: str, issuer: str, subject: str
    ) -> ProviderAccount | None:
        """Return whose account of an organisation's service this is."""
        return self._session.scalar(
            select(ProviderAccount).where(
                ProviderAccount.organisation_id == organisation_id,
                ProviderAccount.issuer == issuer,
                ProviderAccount.subject == subject,
            )
        )

    def account_of(
        self, organisation_id: str, person_id: str
    ) -> ProviderAccount | None:
        """Return the account somebody has at an organisation."""
        return self._session.scalar(
            select(ProviderAccount).where(
                ProviderAccount.organisation_id == organisation_id,
                ProviderAccount.person_id == person_id,
            )
        )

    def provider_accounts(
        self, organisation_id: str, issuer: str
    ) -> Sequence[ProviderAccount]:
        """Return whose accounts of a service are whose, by name."""
        return self._session.scalars(
            select(ProviderAccount)
            .join(ProviderAccount.person)
            .where(
                ProviderAccount.organisation_id == organisation_id,
                ProviderAccount.issuer == issuer,
            )
            .options(joinedload(ProviderAccount.person))
            .order_by(Person.name, Person.id)
        ).all()

    def attempt(self, token_hash: str) -> SignInAttempt | None:
        """Return the attempt whose token has this hash, held until commit."""
        return self._session.scalar(
            select(SignInAttempt)
            .where(SignInAttempt.token_hash == token_hash)
            .with_for_update()
        )

    def forget_attempts(self, ended: datetime) -> None:
        """Delete the attempts that had ended by then."""
        self._session.execute(
            delete(SignInAttempt).where(SignInAttempt.expires_at <= ended)
        )

    def end_bound_sign_ins(
        self, organisation_id: str, person_id: str | None = None
    ) -> None:
        """Delete the sign-ins that came by the organisation's service."""
        which = delete(SignInSession).where(
            SignInSession.organisation_id == organisation_id,
            SignInSession.bound.is_(True),
        )
        if person_id is not None:
            which = which.where(SignInSession.person_id == person_id)
        self._session.execute(which)
