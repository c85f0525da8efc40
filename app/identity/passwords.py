"""Keep, check and judge passwords: Argon2id, and zxcvbn without asking anyone.

OWASP ASVS 5.0 V6.2: at least 12 characters, no rules on which kinds of characters, no
common passwords, nothing of one's own name or address.
"""

from collections.abc import Sequence
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError
from zxcvbn import zxcvbn

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 128
HARD_ENOUGH = 3
"""Of 4: more than 10^8 guesses (zxcvbn's `safely unguessable`)."""
JUDGED = 72
"""Characters zxcvbn looks at: more would take it long, and make nothing weaker."""

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


def weakness(password: str, known: Sequence[str]) -> str | None:
    """Say what is wrong with a new password, or None; ``known`` is easy to guess."""
    if len(password) < SHORTEST_PASSWORD:
        return f"Password must be {SHORTEST_PASSWORD} characters or more"
    if len(password) > LONGEST_PASSWORD:
        return f"Password must be {LONGEST_PASSWORD} characters or fewer"
    if zxcvbn(password[:JUDGED], user_inputs=list(known))["score"] < HARD_ENOUGH:
        return (
            "This password is easy to guess. Use three or more words that do not "
            "belong together"
        )
    return None


@cache
def _nobodys() -> str:
    return _hasher.hash("nobody's password")
