"""Text kept sealed: AES-256-GCM, bound to the row and column it belongs to.

What is kept is `v1.<key id>.<base64 of nonce and ciphertext>`. The row's id and the
column's name are authenticated with it, so a sealed text copied to another row or
column cannot be opened there. New texts are sealed with the first key of the ring; the
others open what was sealed before, until `hearth rotate-keys` has sealed it anew.
"""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12


class SealBrokenError(RuntimeError):
    """A sealed text was altered, moved, or its key is not on the ring."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of an installation by id; the first seals, all of them open."""

    keys: Mapping[str, bytes] = field(repr=False)

    @classmethod
    def parsed(cls, text: str) -> "KeyRing":
        """Read `id:base64 key` pairs, separated by commas.

        Raises
        ------
        ValueError
            When a pair cannot be read, or a key is not of 32 bytes.
        """
        keys = {}
        for pair in text.split(","):
            name, _, encoded = pair.strip().partition(":")
            try:
                key = base64.b64decode(encoded, validate=True)
            except ValueError:
                key = b""
            if not name.isalnum() or len(key) != KEY_BYTES or name in keys:
                raise ValueError(
                    f"must be pairs of a name and a key of {KEY_BYTES} bytes in "
                    "base64, name:key, each name once"
                )
            keys[name] = key
        return cls(keys)

    @property
    def current(self) -> str:
        """Return the id of the key that seals."""
        return next(iter(self.keys))

    def seal(self, text: str, place: str) -> "Sealed":
        """Seal a text for one place: `table.column:row id`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = AESGCM(self.keys[self.current])
        closed = nonce + cipher.encrypt(nonce, text.encode(), place.encode())
        encoded = base64.b64encode(closed).decode()
        return Sealed(f"{VERSION}.{self.current}.{encoded}")

    def open(self, sealed: "Sealed", place: str) -> str:
        """Open what was sealed for this place.

        Raises
        ------
        SealBrokenError
            When it was altered, sealed for another place, or with a key not here.
        """
        version, _, rest = sealed.kept.partition(".")
        name, _, encoded = rest.partition(".")
        if version != VERSION or name not in self.keys:
            raise SealBrokenError
        closed = base64.b64decode(encoded)
        nonce, text = closed[:NONCE_BYTES], closed[NONCE_BYTES:]
        try:
            return AESGCM(self.keys[name]).decrypt(nonce, text, place.encode()).decode()
        except InvalidTag:
            raise SealBrokenError from None


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed text as it is kept. What is in it is for a key ring to say."""

    kept: str

    @property
    def key(self) -> str:
        """Return the id of the key it was sealed with."""
        return self.kept.split(".")[1]


class SealedText(TypeDecorator[Sealed]):
    """A column that takes sealed texts and refuses any other."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Sealed | None, _dialect: Dialect) -> str | None:
        """Write the text as it was sealed; a plain text is a mistake of ours."""
        if value is not None and not isinstance(value, Sealed):
            raise TypeError("this column keeps sealed texts only")
        return value.kept if value else None

    def process_result_value(self, value: Any, _dialect: Dialect) -> Sealed | None:
        """Give back the text, still sealed."""
        return Sealed(value) if value else None
