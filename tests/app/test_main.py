"""The application as an operator and an API client first meet it."""

from fastapi import FastAPI
from sqlalchemy import Engine

from app.core.errors import PROBLEM_JSON
from app.core.migrate import downgrade, upgrade
from app.identity.dependencies import TOKENS
from tests.app.browser import Browser


def test_health_needs_the_database_at_todays_tables(
    browser: Browser, owner: Engine
) -> None:
    assert browser.get("/healthz").json() == {"status": "ok"}
    downgrade(owner, "-1")
    try:
        assert browser.get("/healthz").status_code == 503
        assert browser.get("/healthz/live").status_code == 200
    finally:
        upgrade(owner)


def test_the_api_describes_itself_with_its_problems(
    app: FastAPI, browser: Browser
) -> None:
    described = browser.get("/api/v1/openapi.json").json()
    assert "Problem" in described["components"]["schemas"]
    # Whoever asks for a token is answered as OAuth says (RFC 6749, 5.2).
    del described["paths"][TOKENS]
    for operations in described["paths"].values():
        for operation in operations.values():
            assert PROBLEM_JSON in operation["responses"]["401"]["content"]
