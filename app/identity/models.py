"""Organisations, the people who act for them, and how they prove it."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    ColumnElement,
    ForeignKey,
    String,
    UniqueConstraint,
    exists,
    true,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.actor import Actor, OrganisationKind, Role
from app.core.columns import ID_LENGTH, Moment, PrimaryId, UTCDateTime, enum_text
from app.core.db import Base, TenantOwned
from app.core.sealed_fields import TEXT, SealedField
from app.core.sealing import Sealed, SealedText

HASH_LENGTH = 64


class Organisation(Base):
    """An authority, agency, forum or group. Which ones there are is no secret."""

    __tablename__ = "organisation"

    id: Mapped[PrimaryId]
    kind: Mapped[OrganisationKind] = mapped_column(enum_text(OrganisationKind, 20))
    name: Mapped[str] = mapped_column(String(200))
    code: Mapped[str] = mapped_column(String(40), unique=True)
    created_at: Mapped[Moment]
    # An agency's number at Ofsted, which is published; see `ofsted.py`.
    urn: Mapped[str | None] = mapped_column(String(8))

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:  # noqa: ARG003
        """Show every organisation to everyone."""
        return true()


class Person(Base):
    """Someone who signs in; they may act for more than one organisation."""

    __tablename__ = "person"

    id: Mapped[PrimaryId]
    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    # Empty until they have chosen one: nothing matches it.
    password_hash: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[Moment]
    # The secret their authenticator app shares with Hearth, sealed.
    code_secret: Mapped[Sealed | None] = mapped_column(SealedText)
    # The secret of an app that is being set up, until its first code is typed right.
    next_code_secret: Mapped[Sealed | None] = mapped_column(SealedText)
    codes_since: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The time step of the last code taken: none is taken twice.
    last_code_step: Mapped[int | None]
    spare_code_hashes: Mapped[list[str]] = mapped_column(JSON, default=list)

    @classmethod
    def visible_to(cls, actor: Actor) -> ColumnElement[bool]:
        """Show the people who act for the actor's organisation."""
        return exists().where(
            Membership.person_id == cls.id,
            Membership.organisation_id == actor.organisation_id,
        )


class Membership(TenantOwned, Base):
    """One role a person holds in one organisation."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "role"),)

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    role: Mapped[Role] = mapped_column(enum_text(Role, 40))
    created_at: Mapped[Moment]
    # Kept when somebody leaves: the record of what they did needs their name.
    paused_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()


class SignInSession(Base):
    """One sign-in on one browser; the browser alone holds what the hash is of."""

    __tablename__ = "sign_in_session"

    id: Mapped[PrimaryId]
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    organisation_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("organisation.id")
    )
    created_at: Mapped[Moment]
    last_seen_at: Mapped[Moment]
    # When the code from their app was right; none, while it is still to be asked.
    code_passed_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # Whether it came by an organisation's own account, and acts for no other.
    bound: Mapped[bool | None]

    person: Mapped[Person] = relationship()


class OneTimeLink(TenantOwned, Base):
    """A link with which a person chooses a new password, once."""

    __tablename__ = "one_time_link"

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    person: Mapped[Person] = relationship()


class SignInFailure(Base):
    """One failed sign-in; the account is hashed, and need not exist."""

    __tablename__ = "sign_in_failure"

    id: Mapped[PrimaryId]
    account_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), index=True)
    failed_at: Mapped[Moment]


class ApiKey(TenantOwned, Base):
    """A key with which a program acts in one person's role; shown once, kept hashed."""

    __tablename__ = "api_key"

    id: Mapped[PrimaryId]
    membership_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("membership.id"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    prefix: Mapped[str] = mapped_column(String(16), unique=True)
    key_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]
    last_used_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    # The permissions it is limited to; none said is all its role may.
    scopes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))

    membership: Mapped[Membership] = relationship()
    organisation: Mapped[Organisation] = relationship()


class AccessToken(TenantOwned, Base):
    """A token given to a program for its key, for a while; kept hashed."""

    __tablename__ = "access_token"

    id: Mapped[PrimaryId]
    api_key_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("api_key.id"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    # Never more than its key may do, whatever stands here.
    scopes: Mapped[list[str]] = mapped_column(JSON)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment]

    key: Mapped[ApiKey] = relationship()


class SignInProvider(TenantOwned, Base):
    """An organisation's own sign-in service (OpenID Connect)."""

    __tablename__ = "sign_in_provider"
    __table_args__ = (UniqueConstraint("organisation_id"),)

    id: Mapped[PrimaryId]
    issuer: Mapped[str] = mapped_column(String(500))
    client_id: Mapped[str] = mapped_column(String(500))
    client_secret = SealedField[str](TEXT)
    # Whether it asks everybody for a second step, as the administrator says; of one set
    # up before this was asked, nothing is known, and it is taken at its word.
    second_step: Mapped[bool | None]
    created_at: Mapped[Moment]


class ProviderAccount(TenantOwned, Base):
    """Who somebody is to their organisation's service: issuer and subject."""

    __tablename__ = "provider_account"
    __table_args__ = (
        UniqueConstraint("organisation_id", "issuer", "subject"),
        UniqueConstraint("organisation_id", "person_id"),
    )

    id: Mapped[PrimaryId]
    person_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("person.id"), index=True
    )
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    created_at: Mapped[Moment]

    person: Mapped[Person] = relationship()


class SignInAttempt(TenantOwned, Base):
    """A browser on its way to a service; it alone holds what the hash is of."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[PrimaryId]
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH), unique=True)
    # The one-time link whose holder says which account is theirs.
    link_hash: Mapped[str | None] = mapped_column(String(HASH_LENGTH))
    expires_at: Mapped[Moment]
