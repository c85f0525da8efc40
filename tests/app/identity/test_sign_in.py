"""Signing in through the pages, as a browser does it."""

from datetime import timedelta

import httpx
import pytest
import time_machine
from fastapi import FastAPI
from structlog.testing import capture_logs

from app.core.actor import OrganisationKind, Role
from app.core.clock import now
from app.core.db import SystemSession
from app.core.settings import Settings
from app.identity.models import SignInSession
from app.identity.sign_in import FAILURES_ALLOWED
from tests.app import builders
from tests.app.browser import Browser, without_nonces

NOT_SIGNED_IN = "/sign-in"


def where(answer: httpx.Response) -> str:
    assert answer.status_code == 303
    return answer.headers["location"]


def signed_in(browser: Browser) -> bool:
    """Whether the browser may still say for whom it acts."""
    return browser.get("/organisation").status_code == 200


def test_signing_in_keeps_a_token_only_the_browser_knows(
    browser: Browser, system: SystemSession, settings: Settings
) -> None:
    member = builders.member(system)
    answer = browser.sign_in(member.email.upper() + " ")
    assert where(answer) == "/"
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    token = browser.cookies[settings.session_cookie]
    kept = only_sign_in(system)
    assert kept.organisation_id == member.organisation.id
    assert token not in (kept.id, kept.token_hash)
    assert signed_in(browser)


def test_what_is_refused_is_logged_without_whose_it_was(
    app: FastAPI, browser: Browser, system: SystemSession
) -> None:
    member = builders.member(system, role=Role.AUDITOR)
    with capture_logs() as logs:
        browser.sign_in(member.email, "not the password")
        browser.sign_in(member.email)
        browser.get("/households")
    assert [
        (line["event"], line.get("error"), line.get("status")) for line in logs
    ] == [
        ("sign_in_failed", "password", None),
        ("refused", None, "403"),
    ]
    assert logs[1]["person"] == member.person.id
    assert member.email not in str(logs)


def test_an_unknown_account_is_answered_like_a_wrong_password(
    browser: Browser, system: SystemSession
) -> None:
    member = builders.member(system)
    wrong = browser.sign_in(member.email, "not the password")
    unknown = browser.sign_in("nobody@example.org")
    assert wrong.status_code == unknown.status_code == 422
    assert "Check your e-mail address and password" in wrong.text
    same = wrong.text.replace(member.email, "nobody@example.org")
    assert without_nonces(same) == without_nonces(unknown.text)
    assert not signed_in(browser)


@pytest.mark.parametrize("known", [True, False])
def test_ten_failures_lock_an_account_whether_or_not_it_exists(
    browser: Browser, system: SystemSession, known: bool
) -> None:
    email = builders.member(system).email if known else "nobody@example.org"
    with time_machine.travel(now(), tick=False) as clock:
        for _ in range(FAILURES_ALLOWED):
            assert browser.sign_in(email, "wrong").status_code == 422
        locked = browser.sign_in(email)
        assert locked.status_code == 429
        assert "Try again in 15 minutes" in locked.text
        clock.shift(timedelta(minutes=15))
        assert browser.sign_in(email).status_code == (303 if known else 422)


def test_someone_without_a_role_cannot_sign_in(
    browser: Browser, system: SystemSession
) -> None:
    person = builders.person(system)
    system.commit()
    assert browser.sign_in(person.email).status_code == 422


def test_half_an_hour_idle_ends_a_sign_in(
    browser: Browser, system: SystemSession
) -> None:
    member = builders.member(system)
    with time_machine.travel(now(), tick=False) as clock:
        browser.sign_in(member.email)
        clock.shift(timedelta(minutes=29, seconds=59))
        assert signed_in(browser)
        clock.shift(timedelta(minutes=30))
        assert where(browser.get("/organisation")).startswith(NOT_SIGNED_IN)


def test_twelve_hours_end_a_sign_in_however_busy(
    browser: Browser, system: SystemSession
) -> None:
    member = builders.member(system)
    with time_machine.travel(now(), tick=False) as clock:
        browser.sign_in(member.email)
        for _ in range(12 * 3 - 1):
            clock.shift(timedelta(minutes=20))
            assert signed_in(browser)
        clock.shift(timedelta(minutes=20))
        assert not signed_in(browser)


def test_choosing_an_organisation_changes_the_token_and_the_actor(
    app: FastAPI, browser: Browser, system: SystemSession, settings: Settings
) -> None:
    agency = builders.member(system)
    forum = builders.member(system, OrganisationKind.FORUM, who=agency.person)
    assert where(browser.sign_in(agency.email)) == "/organisation"
    first = browser.cookies[settings.session_cookie]
    assert forum.organisation.name in browser.get("/organisation").text
    chosen = browser.post("/organisation", {"organisation": forum.organisation.id})
    assert where(chosen) == "/"
    assert only_sign_in(system).organisation_id == forum.organisation.id
    stolen = Browser(app)
    stolen.cookies.set(settings.session_cookie, first)
    assert not signed_in(stolen)
    assert signed_in(browser)


def test_another_organisation_cannot_be_chosen(
    browser: Browser, system: SystemSession
) -> None:
    member, stranger = builders.member(system), builders.member(system)
    browser.sign_in(member.email)
    answer = browser.post("/organisation", {"organisation": stranger.organisation.id})
    assert answer.status_code == 404
    assert browser.post("/organisation").status_code == 422


def test_signing_out_ends_it_on_the_server(
    app: FastAPI, browser: Browser, system: SystemSession, settings: Settings
) -> None:
    browser.sign_in(builders.member(system).email)
    token = browser.cookies[settings.session_cookie]
    answer = browser.post("/sign-out")
    assert where(answer) == "/sign-in"
    assert '"storage"' in answer.headers["clear-site-data"]
    assert settings.session_cookie not in browser.cookies
    kept = Browser(app)
    kept.cookies.set(settings.session_cookie, token)
    assert not signed_in(kept)


def test_a_role_that_ends_takes_effect_at_once(
    browser: Browser, system: SystemSession
) -> None:
    member = builders.member(system)
    browser.sign_in(member.email)
    system.delete(member.membership)
    system.commit()
    assert where(browser.get("/organisation")) == "/sign-in?next=%2Forganisation"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("/households/1?page=2", "/households/1?page=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
    ],
)
def test_the_way_back_stays_in_hearth(
    browser: Browser, system: SystemSession, asked: str, given: str
) -> None:
    form = {"email": builders.member(system).email, "next": asked}
    answer = browser.post("/sign-in", {**form, "password": "correct horse battery"})
    assert where(answer) == given


def only_sign_in(system: SystemSession) -> SignInSession:
    with system:
        return system.query(SignInSession).one()
