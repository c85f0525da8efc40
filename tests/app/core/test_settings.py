"""Production does not start with what is only safe for invented data."""

import base64
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.core.settings import DEMO_FIELD_KEY, Settings

SAFE = {
    "environment": "production",
    "secret_key": "s" * 32,
    "audit_key": "a" * 32,
    "field_keys": "own:" + base64.b64encode(b"f" * 32).decode(),
    "base_url": "https://hearth.example",
}


def test_production_with_secrets_of_its_own_starts() -> None:
    settings = Settings.model_validate(SAFE)
    assert settings.session_cookie.startswith("__Host-")
    assert settings.codes_required


@pytest.mark.parametrize(
    "unsafe",
    [
        {"secret_key": "demo-secret-not-for-real-children"},
        {"audit_key": "short"},
        {"field_keys": DEMO_FIELD_KEY},
        {"field_keys": "own:c2hvcnQ="},
        {"base_url": "http://hearth.example"},
        {"debug": True},
        {"database_url": "postgresql://h:p@db.example/h"},
        {"database_url": "postgresql://h:p@db.example/h?sslmode=require"},
        {"database_url": "postgresql://h:p@/h?host=localhost&host=db.example"},
        {
            "database_url": "postgresql://h:p@db.example/h?sslmode=verify-full",
            "database_owner_url": "postgresql://owner:p@db.example/h",
        },
        {
            "database_url": "postgresql://h:p@127.0.0.1/h",
            "database_owner_url": "postgresql://owner:p@127.0.0.1/other",
        },
        {"host": "0.0.0.0"},  # noqa: S104 - refused
        {"tls_certificate": __file__},
        {"tls_certificate": "none.pem", "tls_key": "none.pem"},
        {"secrets_dir": "nowhere"},
    ],
)
def test_production_refuses(unsafe: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate(SAFE | unsafe)
    assert "s" * 32 not in str(refused.value)


@pytest.mark.parametrize(
    "safe",
    [
        {"database_url": "postgresql://h:p@db.example/h?sslmode=verify-full"},
        {"database_url": "postgresql://h:p@127.0.0.1/h"},
        {"database_url": "postgresql://h:p@/h?host=/run/postgresql"},
        {
            "database_url": "postgresql://h:p@db.example/h",
            "database_without_tls": True,
        },
    ],
)
def test_production_asks_a_database_elsewhere_only_over_tls_unless_told(safe) -> None:
    assert Settings.model_validate(SAFE | safe).secure_cookies


@pytest.mark.parametrize(
    "safe",
    [
        {"serve_without_tls": True},
        {"tls_certificate": __file__, "tls_key": __file__},
    ],
)
def test_production_is_asked_from_elsewhere_only_over_tls_unless_told(safe) -> None:
    everywhere = {"host": "0.0.0.0"}  # noqa: S104 - what is tested
    assert Settings.model_validate(SAFE | everywhere | safe).secure_cookies


def test_secrets_are_read_from_the_files_a_vault_puts_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("secret_key", "audit_key", "field_keys"):
        (tmp_path / f"hearth_{name}").write_text(f"{SAFE[name]}\n")
    monkeypatch.setenv("HEARTH_BASE_URL", SAFE["base_url"])
    monkeypatch.setenv("HEARTH_SECRETS_DIR", str(tmp_path))
    assert Settings().secret_key.get_secret_value() == SAFE["secret_key"]
    monkeypatch.setenv("HEARTH_SECRET_KEY", "v" * 32)
    assert Settings().secret_key.get_secret_value() == "v" * 32


def test_nobody_forgets_to_say_what_it_is_for() -> None:
    with pytest.raises(ValidationError, match="HEARTH_SECRET_KEY"):
        Settings()


UUID = "0198c2f0-0000-7000-8000-000000000004"
MAIL = {"mail_server": "smtps://u:p%40ss@mail.example", "mail_from": "h@e.example"}
NOTIFY = {"notify_key": f"own-{UUID}-{UUID}", "notify_template": UUID}


def test_e_mail_is_sent_by_one_of_two_ways() -> None:
    assert Settings.model_validate(SAFE | MAIL).sends_mail
    assert Settings.model_validate(SAFE | NOTIFY).sends_mail
    assert not Settings.model_validate(SAFE).sends_mail


@pytest.mark.parametrize(
    "wrong",
    [
        MAIL | NOTIFY,
        {"mail_server": MAIL["mail_server"]},
        MAIL | {"mail_server": "https://u:p%40ss@mail.example"},
        MAIL | {"mail_server": "smtp://u:p%40ss@:25"},
        MAIL | {"mail_server": "smtp+plain://u:p%40ss@mail.example"},
        MAIL | {"mail_from": "nobody"},
        NOTIFY | {"notify_template": ""},
        NOTIFY | {"notify_key": "p%40ss"},
    ],
)
def test_e_mail_is_not_sent_by_a_way_that_cannot_be(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate(SAFE | wrong)
    assert "p%40ss" not in str(refused.value)


def test_a_session_lasts_long_enough_to_be_one() -> None:
    for wrong in ({"session_idle": "PT0S"}, {"session_absolute": "-PT1H"}):
        with pytest.raises(ValidationError):
            Settings.model_validate(SAFE | wrong)
