"""The code beside the password."""

import base64
import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from fastapi import FastAPI

from app.cli.main import main
from app.core.clock import now
from app.core.db import SystemSession
from app.core.settings import DEMO_FIELD_KEY, Settings
from app.identity.models import Person
from app.identity.sign_in import FAILURES_ALLOWED
from app.main import create_app
from tests.app import builders
from tests.app.browser import PASSWORD, Browser


@pytest.fixture
def member(system: SystemSession) -> builders.Member:
    return builders.member(system)


def set_up(browser: Browser, moment: float) -> tuple[str, list[str]]:
    """Set up an app; return its secret and the spare codes."""
    page = browser.get("/sign-in/set-up").text
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
    code = pyotp.TOTP(secret).at(moment)
    done = browser.post("/sign-in/set-up", {"code": code})
    assert done.status_code == 200
    return secret, re.findall(r"<code>([0-9a-f-]{24})</code>", done.text)


def test_a_password_alone_no_longer_opens_anything(app: FastAPI, member) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        first = Browser(app)
        first.sign_in(member.email)
        secret, _ = set_up(first, now().timestamp())
        clock.shift(60)
        second = Browser(app)
        second.sign_in(member.email)
        for path in ("/", "/account", "/households", "/sign-in/set-up"):
            answer = second.get(path)
            assert answer.headers["location"].startswith("/sign-in/code"), path
        code = pyotp.TOTP(secret).now()
        passed = second.post("/sign-in/code", {"code": code, "next": "/households"})
        assert passed.headers["location"] == "/households"
        assert second.get("/households").status_code == 200
        # The one who set it up goes on.
        assert first.get("/households").status_code == 200


def test_a_code_is_taken_once_and_an_old_one_never(app: FastAPI, member) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = Browser(app)
        browser.sign_in(member.email)
        secret, _ = set_up(browser, now().timestamp())
        used = pyotp.TOTP(secret).now()
        again = Browser(app)
        again.sign_in(member.email)
        assert again.post("/sign-in/code", {"code": used}).status_code == 422
        clock.shift(120)
        assert again.post("/sign-in/code", {"code": used}).status_code == 422
        late = pyotp.TOTP(secret).at(now() - timedelta(seconds=30))
        assert again.post("/sign-in/code", {"code": late}).status_code == 303


def test_each_spare_code_lets_one_in_once(app: FastAPI, member) -> None:
    browser = Browser(app)
    browser.sign_in(member.email)
    _, spare = set_up(browser, now().timestamp())
    assert len(spare) == 10
    for expected in (303, 422):
        other = Browser(app)
        other.sign_in(member.email)
        answer = other.post("/sign-in/code", {"code": f" {spare[0].upper()} "})
        assert answer.status_code == expected


def test_wrong_codes_lock_the_account_and_a_password_does_not_open_it(
    app: FastAPI, member
) -> None:
    browser = Browser(app)
    browser.sign_in(member.email)
    _, spare = set_up(browser, now().timestamp())
    guesser = Browser(app)
    guesser.sign_in(member.email)
    for turn in range(FAILURES_ALLOWED):
        if turn % 3 == 0:
            # The right password in between forgets nothing.
            guesser.sign_in(member.email)
        assert guesser.post("/sign-in/code", {"code": "123"}).status_code == 422
    locked = guesser.post("/sign-in/code", {"code": spare[0]})
    assert locked.status_code == 429
    assert Browser(app).sign_in(member.email).status_code == 429


def test_where_codes_are_required_they_are_set_up_first(
    settings: Settings, member
) -> None:
    app = create_app(settings.model_copy(update={"require_codes": True}))
    browser = Browser(app)
    browser.sign_in(member.email)
    assert browser.get("/").headers["location"].startswith("/sign-in/set-up")
    set_up(browser, now().timestamp())
    assert browser.get("/households").status_code == 200
    app.state.engine.dispose()


def test_the_secret_is_sealed_and_looking_at_it_anew_weakens_nothing(
    app: FastAPI, system: SystemSession, member
) -> None:
    browser = Browser(app)
    browser.sign_in(member.email)
    secret, _ = set_up(browser, now().timestamp())
    browser.get("/sign-in/set-up")
    system.expire_all()
    kept = system.get_one(Person, member.person.id)
    assert kept.codes_since is not None
    assert secret not in kept.code_secret.text
    system.commit()
    other = Browser(app)
    other.sign_in(member.email)
    assert other.get("/").headers["location"].startswith("/sign-in/code")


def test_an_app_is_set_up_anew_by_who_has_the_password_and_the_app_before(
    app: FastAPI, member
) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        browser = Browser(app)
        browser.sign_in(member.email)
        old, spare = set_up(browser, now().timestamp())
        clock.shift(60)
        page = browser.get("/sign-in/set-up").text
        new = re.search(r"<code>([A-Z2-7 ]+)</code>", page)[1].replace(" ", "")
        code = pyotp.TOTP(new).now()

        def tried(**typed: str) -> tuple[int, bool, bool]:
            answer = browser.post("/sign-in/set-up", {"code": code, **typed})
            said = answer.text
            return (
                answer.status_code,
                "Password is not right" in said,
                "one of your spare codes</a>" in said,
            )

        mine = pyotp.TOTP(old).now()
        assert tried() == (422, False, True)
        assert tried(password="not it at all", code_now=spare[0]) == (422, True, False)
        assert tried(password=PASSWORD, code_now="123456") == (422, False, True)
        done = browser.post(
            "/sign-in/set-up",
            {"code": code, "password": PASSWORD, "code_now": mine},
        )
        assert done.status_code == 200
        clock.shift(60)
        other = Browser(app)
        other.sign_in(member.email)
        gone = other.post("/sign-in/code", {"code": pyotp.TOTP(old).now()})
        assert gone.status_code == 422
        kept = other.post("/sign-in/code", {"code": pyotp.TOTP(new).now()})
        assert kept.status_code == 303


def test_an_operator_rotates_the_keys_and_codes_go_on(
    app: FastAPI, db: str, system: SystemSession, member, monkeypatch, capfd
) -> None:
    browser = Browser(app)
    browser.sign_in(member.email)
    secret, _ = set_up(browser, now().timestamp())
    old = DEMO_FIELD_KEY
    new = "new:" + base64.b64encode(b"n" * 32).decode()
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", db)
    monkeypatch.setenv("HEARTH_FIELD_KEYS", new)
    assert main(["rotate-keys"]) == 1
    monkeypatch.setenv("HEARTH_FIELD_KEYS", f"{new},{old}")
    assert main(["rotate-keys"]) == 0
    assert "1 sealed anew with key new" in capfd.readouterr().out
    system.expire_all()
    assert system.get_one(Person, member.person.id).code_secret.key == "new"
    system.commit()
    rotated = create_app(Settings())
    again = Browser(rotated)
    with time_machine.travel(now() + timedelta(minutes=1), tick=False):
        again.sign_in(member.email)
        code = pyotp.TOTP(secret).now()
        assert again.post("/sign-in/code", {"code": code}).status_code == 303
    rotated.state.engine.dispose()
