"""Production does not start with what is only safe for invented data."""

import base64

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
    ],
)
def test_production_refuses(unsafe: dict[str, object]) -> None:
    with pytest.raises(ValidationError) as refused:
        Settings.model_validate(SAFE | unsafe)
    assert "s" * 32 not in str(refused.value)


def test_nobody_forgets_to_say_what_it_is_for() -> None:
    with pytest.raises(ValidationError, match="HEARTH_SECRET_KEY"):
        Settings()
