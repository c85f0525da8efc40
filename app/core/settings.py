"""Everything an operator can set, read once from the environment."""

from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AnyHttpUrl, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL, make_url

from app.core.sealing import KeyRing

DEMO_SECRET = "demo-secret-not-for-real-children"  # noqa: S105
DEMO_FIELD_KEY = "demo:bm90IGEgc2VjcmV0LCBmb3IgaW52ZW50ZWQgcGVvcGw="
SHORTEST_SECRET = 32


class Environment(StrEnum):
    """What this installation is for; anything but production is invented data."""

    DEMO = "demo"
    TEST = "test"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """The settings of one installation; each is read from HEARTH_ and its name."""

    model_config = SettingsConfigDict(
        env_prefix="HEARTH_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    environment: Environment = Environment.PRODUCTION
    debug: bool = False
    database_url: SecretStr = SecretStr("sqlite:///var/hearth.sqlite3")
    secret_key: SecretStr = SecretStr(DEMO_SECRET)
    # Apart from secret_key, which may be changed: old audit entries need this one.
    audit_key: SecretStr = SecretStr(DEMO_SECRET)
    # id:base64 of 32 bytes, comma between; the first seals, the others still open.
    field_keys: SecretStr = SecretStr(DEMO_FIELD_KEY)
    base_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    worker_lost_after: timedelta = Field(timedelta(seconds=10), gt=timedelta(0))
    session_idle: timedelta = timedelta(minutes=30)
    session_absolute: timedelta = timedelta(hours=12)
    # Bytes; pages that take files may be sent more.
    largest_request: int = Field(default=2_000_000, ge=100_000)
    largest_upload: int = Field(default=60_000_000, ge=1_000_000)
    # For one key, sign-in or address, in one web process.
    requests_a_minute: int = Field(default=600, ge=1)
    sign_ins_a_minute: int = Field(default=60, ge=1)
    # Who has it may read /metrics; without one there is nothing there.
    metrics_token: SecretStr | None = Field(default=None, min_length=20)
    # Where whom was erased is noted as well, for a restore: ids alone.
    erased_list: Path | None = None
    # Private networks that webhooks may be sent to, a comma between; else none.
    webhook_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    # Whether everybody needs a code from an app beside their password.
    require_codes: bool | None = None

    @field_validator("database_url")
    @classmethod
    def _is_sqlite_or_postgresql(cls, value: SecretStr) -> SecretStr:
        if make_url(value.get_secret_value()).get_backend_name() not in (
            "sqlite",
            "postgresql",
        ):
            raise ValueError("must be a SQLite or a PostgreSQL address")
        return value

    @field_validator("webhook_networks", mode="before")
    @classmethod
    def _is_a_list(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("field_keys")
    @classmethod
    def _is_a_key_ring(cls, value: SecretStr) -> SecretStr:
        KeyRing.parsed(value.get_secret_value())
        return value

    @model_validator(mode="after")
    def _safe_for_real_children(self) -> Self:
        if self.environment is not Environment.PRODUCTION:
            return self
        for name in ("secret_key", "audit_key"):
            secret = getattr(self, name).get_secret_value()
            if secret == DEMO_SECRET or len(secret) < SHORTEST_SECRET:
                raise ValueError(
                    f"production needs HEARTH_{name.upper()}: a secret of its own, "
                    f"{SHORTEST_SECRET} characters or more"
                )
        if self.key_ring.keys.keys() & KeyRing.parsed(DEMO_FIELD_KEY).keys.keys():
            raise ValueError("production needs HEARTH_FIELD_KEYS of its own")
        if self.debug:
            raise ValueError("production does not run with HEARTH_DEBUG")
        if not self.secure_cookies:
            raise ValueError("production needs a HEARTH_BASE_URL that starts https://")
        return self

    @property
    def key_ring(self) -> KeyRing:
        """Return the keys that seal what is kept about people."""
        return KeyRing.parsed(self.field_keys.get_secret_value())

    @property
    def codes_required(self) -> bool:
        """Tell whether a password alone is not enough; in production it never is."""
        if self.require_codes is None:
            return self.environment is Environment.PRODUCTION
        return self.require_codes

    @property
    def secure_cookies(self) -> bool:
        """Tell whether browsers reach this installation over TLS."""
        return urlsplit(str(self.base_url)).scheme == "https"

    @property
    def session_cookie(self) -> str:
        """Name the cookie that carries a sign-in; only TLS allows the __Host- lock."""
        return "__Host-hearth-session" if self.secure_cookies else "hearth-session"

    @property
    def database(self) -> URL:
        """Return the database address with the driver Hearth is built on."""
        url = make_url(self.database_url.get_secret_value())
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg")
        return url
