"""Make secrets that are shown once, and the hashes Hearth keeps of them.

They carry 256 random bits, so a plain SHA-256 is enough where a password needs Argon2.
"""

import hashlib
import secrets
from dataclasses import dataclass

API_KEY_MARK = "hearth"
ACCESS_TOKEN_MARK = "hearth-token_"  # noqa: S105


@dataclass(frozen=True, slots=True)
class NewKey:
    """An API key as its holder gets it, and the prefix it is found by."""

    prefix: str
    text: str


def new_token() -> str:
    """Make the secret a browser keeps for one sign-in."""
    return secrets.token_urlsafe(32)


def new_api_key() -> NewKey:
    """Make an API key; the mark lets secret scanners recognise it."""
    prefix = secrets.token_hex(6)
    return NewKey(prefix, f"{API_KEY_MARK}_{prefix}_{secrets.token_urlsafe(32)}")


def halves(key: str) -> tuple[str, str]:
    """Return what of an API key is the client id, and what the client secret."""
    mark, prefix, secret = key.split("_", 2)
    return f"{mark}_{prefix}", secret


def new_access_token() -> str:
    """Make a token that stands for a key for a while."""
    return f"{ACCESS_TOKEN_MARK}{secrets.token_urlsafe(32)}"


def prefix_of(key: str) -> str | None:
    """Return the prefix of what looks like an API key."""
    mark, _, rest = key.partition("_")
    prefix, _, secret = rest.partition("_")
    plain = prefix.isascii() and prefix.isalnum()
    return prefix if mark == API_KEY_MARK and plain and secret else None


def hash_token(token: str) -> str:
    """Return what Hearth keeps of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
