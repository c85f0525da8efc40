"""Keep and check passwords with Argon2id."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Hash a password for keeping."""
    return _hasher.hash(password)


def password_matches(kept: str | None, password: str) -> bool:
    """Tell whether the password is the kept one, as slowly when nothing is kept."""
    try:
        _hasher.verify(kept or _nobodys(), password)
    except VerificationError:
        return False
    return kept is not None


def hash_again(kept: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")
