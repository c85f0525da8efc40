"""One's own account: the password, and where one is signed in."""

import re

import pytest
from fastapi import FastAPI

from app.audit.models import AuditEntry
from app.core.db import SystemSession
from app.identity.models import SignInSession
from app.identity.passwords import weakness
from app.identity.sign_in import FAILURES_ALLOWED
from tests.app import builders
from tests.app.browser import PASSWORD, Browser

NEW = "violet anchor teapot"


@pytest.fixture
def member(system: SystemSession) -> builders.Member:
    return builders.member(system)


@pytest.fixture
def signed_in(browser: Browser, member: builders.Member) -> Browser:
    browser.sign_in(member.email)
    return browser


def change(browser: Browser, current=PASSWORD, new=NEW, again=None):
    form = {"current": current, "new": new, "again": new if again is None else again}
    return browser.post("/account/password", form)


def test_a_new_password_ends_every_other_sign_in(
    app: FastAPI, signed_in: Browser, member: builders.Member, system: SystemSession
) -> None:
    elsewhere = Browser(app)
    elsewhere.sign_in(member.email)
    assert signed_in.get("/account").text.count(">Since") == 2
    answer = change(signed_in)
    assert answer.headers["location"] == "/account?changed=true"
    assert "signed out everywhere else" in signed_in.get("/account?changed=true").text
    assert elsewhere.get("/account").status_code == 303
    assert Browser(app).sign_in(member.email).status_code == 422
    assert Browser(app).sign_in(member.email, NEW).status_code == 303
    actions = [entry.action for entry in system.query(AuditEntry)]
    assert "password_changed" in actions


def test_all_that_is_wrong_is_said_at_once_and_no_password_is_repeated(
    signed_in: Browser,
) -> None:
    answer = change(signed_in, "wrong for sure", "password1234", "something else")
    assert answer.status_code == 422
    for said in (
        "Error: Your account",
        "Current password is not right",
        "This password is easy to guess",
        "Enter the same new password twice",
    ):
        assert said in answer.text
    assert "password1234" not in answer.text
    assert change(signed_in, "", "", "").text.count("Enter a") == 2
    assert "must not be the current one" in change(signed_in, new=PASSWORD).text


def test_guessing_the_current_password_locks_the_account(
    app: FastAPI, signed_in: Browser, member: builders.Member
) -> None:
    for _ in range(FAILURES_ALLOWED):
        assert change(signed_in, "wrong for sure").status_code == 422
    locked = change(signed_in)
    assert locked.status_code == 429
    assert "Try again in 15 minutes" in locked.text
    assert Browser(app).sign_in(member.email).status_code == 429


def test_signing_out_everywhere_leaves_nobody_in(
    app: FastAPI, signed_in: Browser, member: builders.Member, system: SystemSession
) -> None:
    Browser(app).sign_in(member.email)
    answer = signed_in.post("/account/sign-out-everywhere")
    assert answer.headers["location"] == "/sign-in"
    assert system.query(SignInSession).count() == 0
    assert signed_in.get("/account").status_code == 303


def test_one_of_several_sign_ins_is_ended(
    app: FastAPI, signed_in: Browser, member: builders.Member
) -> None:
    lost, kept = Browser(app), Browser(app)
    lost.sign_in(member.email)
    (which,) = _places(signed_in)
    kept.sign_in(member.email)
    for _ in range(2):
        answer = signed_in.post("/account/sign-out-elsewhere", {"which": which})
        assert answer.headers["location"] == "/account"
    assert lost.get("/account").status_code == 303
    assert kept.get("/account").status_code == 200
    assert signed_in.get("/account").status_code == 200


def test_another_persons_sign_ins_stay(
    app: FastAPI, signed_in: Browser, system: SystemSession
) -> None:
    other = builders.member(system)
    there, also_there = Browser(app), Browser(app)
    there.sign_in(other.email)
    also_there.sign_in(other.email)
    (theirs,) = _places(there)
    signed_in.post("/account/sign-out-elsewhere", {"which": theirs})
    signed_in.post("/account/sign-out-everywhere")
    assert there.get("/account").status_code == 200
    assert also_there.get("/account").status_code == 200


def _places(browser: Browser) -> list[str]:
    """Return the other sign-ins the page offers to end."""
    return re.findall(r'name="which" value="([^"]+)"', browser.get("/account").text)


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "12 characters or more"),
        ("x" * 129, "128 characters or fewer"),
        ("aaaaaaaaaaaa", "easy to guess"),
        ("qwertyuiop12", "easy to guess"),
        ("robin.smith@example.org", "easy to guess"),
        ("violet anchor teapot" + "x" * 100, None),
        (NEW, None),
    ],
)
def test_a_password_is_judged_by_how_hard_it_is_to_guess(password, said) -> None:
    found = weakness(password, ["robin.smith@example.org", "Robin", "Smith"])
    assert (found is None) if said is None else (said in (found or ""))
