"""The code from an app that is asked for beside a password (RFC 6238, TOTP).

The secret is kept sealed. A code is taken once, within half a minute either way, and
wrong ones count towards the lock-out as wrong passwords do. Ten spare codes, kept as
hashes, each let somebody in once who has lost their phone.
"""

import hmac
import secrets
from dataclasses import dataclass
from http import HTTPStatus

import pyotp
import segno
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.errors import AppError, FieldError, InvalidError, NotFoundError
from app.core.sealing import KeyRing, Sealed
from app.core.settings import Settings
from app.identity import sign_in
from app.identity.models import Person, SignInSession
from app.identity.passwords import password_matches
from app.identity.repository import IdentityRepository
from app.identity.tokens import hash_token, new_token

ISSUER = "Hearth"
SPARE_CODES = 10
# Of 16 random bits each. 80 are too many to try, so a fast hash keeps them well
# (ASVS 6.5.2).
GROUPS = 5
STEPS_EITHER_WAY = 1
NOT_RIGHT = "Enter the code your app shows now, or one of your spare codes"


class PasswordFirstError(AppError):
    """One organisation's service alone must not say how to open another."""

    code = "password_first"
    title = "Sign in with your password first"
    status = HTTPStatus.FORBIDDEN


@dataclass(frozen=True, slots=True)
class NewCodes:
    """What an app needs to make codes: to scan, and to type."""

    picture: str
    secret: str
    anew: bool


@dataclass(frozen=True, slots=True)
class TypedCodes:
    """What was typed to set up an app: its first code.

    Whoever has an app already types their password and a code of that app, or a spare
    one, again (ASVS 7.5.1): an open browser alone must not change how they sign in.
    """

    code: str
    password: str = ""
    code_now: str = ""


def pass_code(session: Session, token: str, code: str, settings: Settings) -> str:
    """Finish signing in with a code; return the new token.

    Raises
    ------
    InvalidError
        When the code is not right: a failure the caller must commit.
    TooManyAttemptsError
        When the account is locked after too many failures.
    """
    started = sign_in.started(session, token, settings)
    person, ring = started.person, settings.key_ring
    sign_in.refuse_if_locked(IdentityRepository(session), hash_token(person.email))
    _refuse(session, person, right=_takes(person, code, ring))
    started.code_passed_at = now()
    started.token_hash = hash_token(renewed := new_token())
    sign_in.record_if_chosen(session, started)
    return renewed


def offer(session: Session, token: str, settings: Settings) -> NewCodes:
    """Return what an app needs; the same until its first code has been typed right."""
    person, ring = _own_sign_in(session, token, settings).person, settings.key_ring
    if person.next_code_secret is None:
        person.next_code_secret = ring.seal(pyotp.random_base32(), _next(person))
    secret = ring.open(person.next_code_secret, _next(person))
    codes = pyotp.TOTP(secret, name=person.email, issuer=ISSUER)
    picture = segno.make(codes.provisioning_uri(), error="m").svg_data_uri(scale=5)
    parts = " ".join(secret[i : i + 4] for i in range(0, 32, 4))
    return NewCodes(picture, parts, person.codes_since is not None)


def set_up(
    session: Session, token: str, typed: TypedCodes, settings: Settings
) -> list[str]:
    """Ask for codes from now on, as the first is right; return the spare codes.

    Raises
    ------
    InvalidError
        When the code is not the one the app should show, or it is set up anew and the
        password or the code of the app before is not right: a failure the caller must
        commit.
    TooManyAttemptsError
        When the account is locked after too many failures.
    """
    started = _own_sign_in(session, token, settings)
    person, ring = started.person, settings.key_ring
    sign_in.refuse_if_locked(IdentityRepository(session), hash_token(person.email))
    if person.codes_since is not None:
        _ask_again(session, person, typed, ring)
    step = _step_of(typed.code, person.next_code_secret, _next(person), ring)
    _refuse(session, person, right=step is not None)
    assert person.next_code_secret  # noqa: S101 - its code was right
    secret = ring.open(person.next_code_secret, _next(person))
    person.code_secret = ring.seal(secret, f"person.code_secret:{person.id}")
    person.next_code_secret, person.last_code_step = None, step
    person.codes_since = started.code_passed_at = now()
    spare = ["-".join(_group() for _ in range(GROUPS)) for _ in range(SPARE_CODES)]
    person.spare_code_hashes = [hash_token(one) for one in spare]
    sign_in.record_if_chosen(session, started, "codes_set_up")
    return spare


def _takes(person: Person, code: str, ring: KeyRing) -> bool:
    """Take a code of the person's app, or a spare one, if it is right and not used."""
    step = _step_of(code, person.code_secret, f"person.code_secret:{person.id}", ring)
    if step is None or step <= (person.last_code_step or 0):
        return _is_spare(person, code)
    person.last_code_step = step
    return True


def _ask_again(
    session: Session, person: Person, typed: TypedCodes, ring: KeyRing
) -> None:
    empty = {
        "/password": "" if typed.password else "Enter your password",
        "/code_now": "" if typed.code_now else NOT_RIGHT,
    }
    wrong = [FieldError(pointer=at, detail=said) for at, said in empty.items() if said]
    if not wrong:
        # A code is used up only by somebody who knows the password.
        if not password_matches(person.password_hash, typed.password):
            at, said, what = "/password", "Password is not right", "password"
        elif not _takes(person, typed.code_now, ring):
            at, said, what = "/code_now", NOT_RIGHT, "code"
        else:
            return
        wrong = [FieldError(pointer=at, detail=said)]
        account = hash_token(person.email)
        sign_in.count_failure(IdentityRepository(session), account, what)
    raise InvalidError(errors=wrong)


def _group() -> str:
    return secrets.token_hex(2)


def forget(person: Person) -> None:
    """Let the person set up codes anew at their next sign-in."""
    person.code_secret = person.next_code_secret = None
    person.codes_since = person.last_code_step = None
    person.spare_code_hashes = []


def seal_anew(session: Session, ring: KeyRing) -> int:
    """Seal every secret that an older key sealed with the current one; count them.

    Raises
    ------
    SealBrokenError
        When one cannot be opened with the keys of the ring.
    """
    count = 0
    for person in IdentityRepository(session).with_secrets():
        for name in ("code_secret", "next_code_secret"):
            sealed: Sealed | None = getattr(person, name)
            if sealed is not None and sealed.key != ring.current:
                place = f"person.{name}:{person.id}"
                setattr(person, name, ring.seal(ring.open(sealed, place), place))
                count += 1
    return count


def _own_sign_in(session: Session, token: str, settings: Settings) -> SignInSession:
    # Who has codes already must have typed one; who has none yet cannot have.
    started = sign_in.started(session, token, settings)
    if started.person.codes_since is not None and started.code_passed_at is None:
        raise sign_in.CodeNeededError
    if started.bound and started.code_passed_at is not None:
        # Codes go with the password, which opens every organisation of theirs.
        raise NotFoundError
    memberships = IdentityRepository(session).memberships(started.person_id)
    if started.bound and len({one.organisation_id for one in memberships}) > 1:
        raise PasswordFirstError(
            "You act for more than one organisation. Set up an app for codes where you "
            "sign in with your password; then this account asks for its code too."
        )
    return started


def _refuse(session: Session, person: Person, *, right: bool) -> None:
    identity = IdentityRepository(session)
    account = hash_token(person.email)
    if not right:
        sign_in.count_failure(identity, account, "code")
        raise InvalidError(errors=[FieldError(pointer="/code", detail=NOT_RIGHT)])
    identity.forget_failures(account)


def _step_of(code: str, secret: Sealed | None, place: str, ring: KeyRing) -> int | None:
    """Return the step of time whose code was typed, if it is about now."""
    typed = _bare(code)
    if secret is None:
        return None
    codes = pyotp.TOTP(ring.open(secret, place))
    here = int(now().timestamp()) // codes.interval
    for step in range(here - STEPS_EITHER_WAY, here + STEPS_EITHER_WAY + 1):
        if hmac.compare_digest(codes.generate_otp(step).encode(), typed.encode()):
            return step
    return None


def _is_spare(person: Person, code: str) -> bool:
    found = hash_token(_bare(code))
    if found not in person.spare_code_hashes:
        return False
    person.spare_code_hashes = [h for h in person.spare_code_hashes if h != found]
    return True


def _bare(code: str) -> str:
    return "".join(code.split()).lower()


def _next(person: Person) -> str:
    return f"person.next_code_secret:{person.id}"
