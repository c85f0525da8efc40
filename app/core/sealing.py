"""What is kept sealed: AES-256-GCM, bound to the row and column it belongs to.

What is kept is `v1.<key id>.<nonce and ciphertext>`: as bytes, or as text with the last
part in base64. The row's id and the names of table and column are authenticated with
it, so what is copied to another row or column cannot be opened there. The first key of
the ring seals; the others open what was sealed before, until `hearth rotate-keys` has
sealed it anew. Records seal their fields as they are written: see `sealed_fields.py`.
"""

import base64
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Dialect, LargeBinary, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

VERSION = "v1"
KEY_BYTES = 32
NONCE_BYTES = 12


class SealBrokenError(RuntimeError):
    """What is sealed was altered or moved, or its key is not on the ring."""


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
        return self.seal_bytes(text.encode(), place)

    def seal_bytes(self, plain: bytes, place: str) -> "Sealed":
        """Seal bytes for one place: `table.column:row id`."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = _cipher(self.keys[self.current])
        return Sealed(
            self.current, nonce + cipher.encrypt(nonce, plain, place.encode())
        )

    def open(self, sealed: "Sealed", place: str) -> str:
        """Open a text that was sealed for this place; see `open_bytes`."""
        return self.open_bytes(sealed, place).decode()

    def open_bytes(self, sealed: "Sealed", place: str) -> bytes:
        """Open what was sealed for this place.

        Raises
        ------
        SealBrokenError
            When it was altered, sealed for another place, or with a key not here.
        """
        if sealed.key not in self.keys:
            raise SealBrokenError
        nonce, closed = sealed.closed[:NONCE_BYTES], sealed.closed[NONCE_BYTES:]
        try:
            return _cipher(self.keys[sealed.key]).decrypt(nonce, closed, place.encode())
        except (InvalidTag, ValueError):
            raise SealBrokenError from None


@cache
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What was sealed, and the id of the key. What is in it is for a ring to say."""

    key: str
    closed: bytes

    @classmethod
    def of_text(cls, kept: str) -> "Sealed":
        """Read what was kept as text.

        Raises
        ------
        SealBrokenError
            When it is no sealed text.
        """
        head, _, encoded = kept.rpartition(".")
        try:
            closed = base64.b64decode(encoded, validate=True)
        except ValueError:
            raise SealBrokenError from None
        return cls.of_bytes(f"{head}.".encode() + closed)

    @classmethod
    def of_bytes(cls, kept: bytes) -> "Sealed":
        """Read what was kept as bytes.

        Raises
        ------
        SealBrokenError
            When they are no sealed ones.
        """
        version, _, rest = kept.partition(b".")
        key, _, closed = rest.partition(b".")
        if version != VERSION.encode() or not key.isalnum():
            raise SealBrokenError
        return cls(key.decode(), closed)

    @property
    def text(self) -> str:
        """Return it as it is kept in a column of text."""
        return f"{VERSION}.{self.key}.{base64.b64encode(self.closed).decode()}"

    @property
    def bytes(self) -> bytes:
        """Return it as it is kept in a column of bytes."""
        return f"{VERSION}.{self.key}.".encode() + self.closed


class _NotCompared(TypeDecorator.Comparator[Any]):
    """What is sealed says nothing of what is in it: it cannot be looked for."""

    def operate(self, op: Any, *other: Any, **options: Any) -> Any:
        """Allow to ask whether there is anything, and nothing else."""
        if op in (operators.is_, operators.is_not):
            return super().operate(op, *other, **options)
        raise TypeError("what is sealed cannot be compared or sorted by")


class SealedText(TypeDecorator[Sealed]):
    """A column of text that takes what is sealed and refuses any other."""

    impl = Text
    cache_ok = True
    comparator_factory = _NotCompared

    def process_bind_param(self, value: Sealed | None, _dialect: Dialect) -> str | None:
        """Write what was sealed; a plain text is a mistake of ours."""
        return _sealed_only(value).text if value is not None else None

    def process_result_value(self, value: Any, _dialect: Dialect) -> Sealed | None:
        """Give it back, still sealed."""
        return Sealed.of_text(value) if value else None


class SealedBytes(TypeDecorator[Sealed]):
    """A column of bytes that takes what is sealed and refuses any other."""

    impl = LargeBinary
    cache_ok = True
    comparator_factory = _NotCompared

    def process_bind_param(
        self, value: Sealed | None, _dialect: Dialect
    ) -> bytes | None:
        """Write what was sealed; anything plain is a mistake of ours."""
        return _sealed_only(value).bytes if value is not None else None

    def process_result_value(self, value: Any, _dialect: Dialect) -> Sealed | None:
        """Give it back, still sealed."""
        return Sealed.of_bytes(bytes(value)) if value is not None else None


def _sealed_only(value: object) -> Sealed:
    if not isinstance(value, Sealed):
        raise TypeError("this column keeps only what is sealed")
    return value
