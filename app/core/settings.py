"""Everything an operator can set, read once from the environment."""

import os
import re
from datetime import timedelta
from enum import StrEnum
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import (
    AnyHttpUrl,
    DirectoryPath,
    EmailStr,
    Field,
    FilePath,
    SecretStr,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy import URL, make_url

from app.core.sealing import KeyRing

DEMO_SECRET = "demo-secret-not-for-real-children"  # noqa: S105
DEMO_FIELD_KEY = "demo:bm90IGEgc2VjcmV0LCBmb3IgaW52ZW50ZWQgcGVvcGw="
SHORTEST_SECRET = 32
SECRETS_DIR = "HEARTH_SECRETS_DIR"
PLAIN_MAIL = "smtp+plain"
MAIL_SCHEMES = ("smtp", "smtps", PLAIN_MAIL)
THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NOTIFY_KEY = re.compile(rf".+-{UUID.pattern}-{UUID.pattern}")


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

    # A folder of files that a vault put there, each named as the variable it is for.
    secrets_dir: DirectoryPath | None = None
    environment: Environment = Environment.PRODUCTION
    debug: bool = False
    database_url: SecretStr = SecretStr("sqlite:///var/hearth.sqlite3")
    # The login that owns the tables: it makes and copies them. Without one, the other.
    database_owner_url: SecretStr | None = None
    # Whether a PostgreSQL on another machine may be asked without checking who it is.
    database_without_tls: bool = False
    secret_key: SecretStr = SecretStr(DEMO_SECRET)
    # Apart from secret_key, which may be changed: old audit entries need this one.
    audit_key: SecretStr = SecretStr(DEMO_SECRET)
    # id:base64 of 32 bytes, comma between; the first seals, the others still open.
    field_keys: SecretStr = SecretStr(DEMO_FIELD_KEY)
    base_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=1, le=65535)
    # What it shows who asks; without them it speaks plain HTTP.
    tls_certificate: FilePath | None = None
    tls_key: FilePath | None = None
    # Whether a proxy on another machine may ask it in plain HTTP.
    serve_without_tls: bool = False
    worker_lost_after: timedelta = Field(timedelta(seconds=10), gt=timedelta(0))
    session_idle: timedelta = Field(timedelta(minutes=30), ge=timedelta(minutes=1))
    session_absolute: timedelta = Field(timedelta(hours=12), ge=timedelta(minutes=5))
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
    # Private networks that webhooks and sign-in services may be in, a comma between.
    private_networks: Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode] = ()
    # What sends e-mail, if anything does: a mail server, or GOV.UK Notify.
    mail_server: SecretStr | None = None
    mail_from: EmailStr | None = None
    notify_key: SecretStr | None = None
    notify_template: str = ""
    notify_url: AnyHttpUrl = AnyHttpUrl("https://api.notifications.service.gov.uk")
    # Whether everybody needs a code from an app beside their password.
    require_codes: bool | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read what no variable says from the files of HEARTH_SECRETS_DIR."""
        files = SecretsSettingsSource(settings_cls, os.environ.get(SECRETS_DIR))
        return init_settings, env_settings, files

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _is_sqlite_or_postgresql(cls, value: SecretStr | None) -> SecretStr | None:
        if value and make_url(value.get_secret_value()).get_backend_name() not in (
            "sqlite",
            "postgresql",
        ):
            raise ValueError("must be a SQLite or a PostgreSQL address")
        return value

    @field_validator("private_networks", mode="before")
    @classmethod
    def _is_a_list(cls, value: object) -> object:
        return value.replace(",", " ").split() if isinstance(value, str) else value

    @field_validator("field_keys")
    @classmethod
    def _is_a_key_ring(cls, value: SecretStr) -> SecretStr:
        KeyRing.parsed(value.get_secret_value())
        return value

    @field_validator("mail_server")
    @classmethod
    def _is_a_mail_server(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            parts = urlsplit(value.get_secret_value())
            known = parts.scheme in MAIL_SCHEMES and parts.hostname
            # Asking for a port that is none raises ValueError too.
            if not known or parts.port == 0:
                raise ValueError("must be smtps://… or smtp://…, with a host")
        return value

    @model_validator(mode="after")
    def _owns_what_is_served(self) -> Self:
        ours, owners = self.database, self.as_owner.database
        if (ours.host, ours.port, ours.database) != (
            owners.host,
            owners.port,
            owners.database,
        ):
            raise ValueError(
                "HEARTH_DATABASE_OWNER_URL is the database of HEARTH_DATABASE_URL, "
                "with another login"
            )
        return self

    @model_validator(mode="after")
    def _shows_who_it_is(self) -> Self:
        if (self.tls_certificate is None) != (self.tls_key is None):
            raise ValueError("HEARTH_TLS_CERTIFICATE and HEARTH_TLS_KEY go together")
        return self

    @model_validator(mode="after")
    def _can_send_mail(self) -> Self:
        if self.mail_server is not None and self.notify_key is not None:
            raise ValueError("HEARTH_MAIL_SERVER or HEARTH_NOTIFY_KEY, not both")
        if self.mail_server is not None and not self.mail_from:
            raise ValueError("HEARTH_MAIL_SERVER needs HEARTH_MAIL_FROM, an address")
        if self.notify_key is not None and not (
            NOTIFY_KEY.fullmatch(self.notify_key.get_secret_value())
            and UUID.fullmatch(self.notify_template)
        ):
            raise ValueError(
                "HEARTH_NOTIFY_KEY is as Notify shows it (name, service, secret), and "
                "needs HEARTH_NOTIFY_TEMPLATE, a template's id"
            )
        return self

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
        if self.mail_server is not None and self._mails_in_the_open:
            raise ValueError("production sends e-mail by smtp:// or smtps://: over TLS")
        if self._asks_in_the_open and not self.database_without_tls:
            raise ValueError(
                "production asks a PostgreSQL on another machine over TLS and checks "
                "who it is: end HEARTH_DATABASE_URL with ?sslmode=verify-full. Where "
                "its network is your own alone, say HEARTH_DATABASE_WITHOUT_TLS=true"
            )
        if self._answers_in_the_open and not self.serve_without_tls:
            raise ValueError(
                "production is asked from other machines over TLS: set "
                "HEARTH_TLS_CERTIFICATE and HEARTH_TLS_KEY. Where the network to the "
                "proxy is your own alone, say HEARTH_SERVE_WITHOUT_TLS=true"
            )
        if not self.secure_cookies:
            raise ValueError("production needs a HEARTH_BASE_URL that starts https://")
        return self

    @property
    def sends_mail(self) -> bool:
        """Tell whether anything here sends e-mail."""
        return self.mail_server is not None or self.notify_key is not None

    @property
    def _mails_in_the_open(self) -> bool:
        server = self.mail_server.get_secret_value() if self.mail_server else ""
        return urlsplit(server).scheme == PLAIN_MAIL

    @property
    def _answers_in_the_open(self) -> bool:
        return self.tls_certificate is None and self.host not in THIS_MACHINE

    @property
    def _asks_in_the_open(self) -> bool:
        """Whether what is asked of the database leaves this machine unchecked."""
        return any(_in_the_open(url) for url in (self.database, self.as_owner.database))

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
    def as_owner(self) -> Self:
        """Return the settings for what only the tables' owner may do."""
        owner = self.database_owner_url or self.database_url
        return self.model_copy(update={"database_url": owner})

    @property
    def database(self) -> URL:
        """Return the database address with the driver Hearth is built on."""
        url = make_url(self.database_url.get_secret_value())
        if url.get_backend_name() == "postgresql":
            return url.set(drivername="postgresql+psycopg")
        return url


def _in_the_open(url: URL) -> bool:
    named = (url.host, *url.normalized_query.get("host", ()))
    away = [one for one in named if one and not one.startswith("/")]
    checked = url.normalized_query.get("sslmode") == ("verify-full",)
    return not (checked or set(away) <= THIS_MACHINE)
