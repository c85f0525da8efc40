"""What people do with their own account: their password, and where they are signed in.

Every function works in a system session, as signing in does.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, NotFoundError
from app.core.settings import Settings
from app.identity import sign_in
from app.identity.models import Person
from app.identity.passwords import hash_password, password_matches, weakness
from app.identity.repository import IdentityRepository
from app.identity.tokens import hash_token, new_token


@dataclass(frozen=True, slots=True)
class SignInSeen:
    """One place where somebody is signed in."""

    id: str
    since: datetime
    last_seen: datetime
    this_one: bool


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody's own account as they see it."""

    email: str
    codes_since: datetime | None
    spare_codes: int
    places: list[SignInSeen]


@dataclass(frozen=True, slots=True)
class NewPassword:
    """What was typed to change a password."""

    current: str
    new: str
    again: str


def account(session: Session, token: str, settings: Settings) -> Account:
    """Return the person's account: where they are signed in, the latest first."""
    here = sign_in.alive(session, token, settings)
    identity = IdentityRepository(session)
    identity.end_sign_ins_before(
        here.person_id,
        now() - settings.session_absolute,
        now() - settings.session_idle,
    )
    places = [
        SignInSeen(each.id, each.created_at, each.last_seen_at, each.id == here.id)
        for each in identity.sign_ins_of(here.person_id)
    ]
    person = here.person
    spare = len(person.spare_code_hashes)
    return Account(person.email, person.codes_since, spare, places)


def change_password(
    session: Session, actor: Actor, token: str, typed: NewPassword, settings: Settings
) -> str:
    """Change the password and end every other sign-in; return the new token.

    Raises
    ------
    InvalidError
        With everything there is to put right. A wrong current password counts as a
        failed sign-in, which the caller must commit.
    TooManyAttemptsError
        When the account is locked after too many failures.
    """
    here = sign_in.alive(session, token, settings)
    person = here.person
    _raise_for(session, person, typed)
    person.password_hash = hash_password(typed.new)
    identity = IdentityRepository(session)
    identity.forget_failures(hash_token(person.email))
    identity.end_other_sign_ins(person.id, here.id)
    here.token_hash = hash_token(renewed := new_token())
    sign_in.record(session, actor, "password_changed")
    return renewed


def sign_out_everywhere(
    session: Session, actor: Actor, token: str, settings: Settings
) -> None:
    """End every sign-in of the person, this one too."""
    here = sign_in.alive(session, token, settings)
    identity = IdentityRepository(session)
    identity.end_other_sign_ins(here.person_id, here.id)
    identity.remove(here)
    sign_in.record(session, actor, "signed_out_everywhere")


def sign_out_elsewhere(
    session: Session, actor: Actor, token: str, which: str, settings: Settings
) -> None:
    """End one of the person's other sign-ins."""
    here = sign_in.alive(session, token, settings)
    identity = IdentityRepository(session)
    others = {
        each.id: each
        for each in identity.sign_ins_of(here.person_id)
        if each.id != here.id
    }
    if which not in others:
        raise NotFoundError
    identity.remove(others[which])
    sign_in.record(session, actor, "signed_out_elsewhere")


def _raise_for(session: Session, person: Person, typed: NewPassword) -> None:
    identity = IdentityRepository(session)
    failures = hash_token(person.email)
    sign_in.refuse_if_locked(identity, failures)
    wrong = []
    if not typed.current:
        wrong.append(("current", "Enter your current password"))
    elif not password_matches(person.password_hash, typed.current):
        sign_in.count_failure(identity, failures, "password")
        wrong.append(("current", "Current password is not right"))
    if not typed.new:
        wrong.append(("new", "Enter a new password"))
    elif weak := weakness(typed.new, [person.email, *person.name.split()]):
        wrong.append(("new", weak))
    elif typed.new == typed.current:
        wrong.append(("new", "New password must not be the current one"))
    if typed.new != typed.again:
        wrong.append(("again", "Enter the same new password twice"))
    if wrong:
        raise InvalidError(
            errors=[
                FieldError(pointer=f"/{field}", detail=said) for field, said in wrong
            ]
        )
