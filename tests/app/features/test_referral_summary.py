"""All that was said of a referral stands on one page, to read and to print."""

import pytest
from fastapi import FastAPI

from app.audit.models import AuditEntry
from app.core.db import SystemSession
from tests.app.browser import Browser
from tests.app.features.conftest import World
from tests.app.features.test_referral_changes import send_new

PRINT = "summary/print"


@pytest.fixture
def officer(app: FastAPI, world: World) -> Browser:
    browser = Browser(app)
    browser.sign_in(world.authority.email)
    return browser


@pytest.fixture
def sent(officer: Browser, world: World) -> str:
    return send_new(officer, world)


def test_their_own_words_come_first_then_needs_with_why(
    officer: Browser, sent: str
) -> None:
    page = officer.get(f"/referrals/{sent}/summary").text
    said = [
        "Somewhere &lt;calm&gt;, with a dog.",
        "A dog",
        "Within 20 miles of home",
        "Needs an adult to themselves",
        "social worker, 20 October 2026",
        "st4 1aa",
        "Time outside before school",
    ]
    places = [page.lower().find(one.lower()) for one in said]
    assert -1 not in places, said[places.index(-1)]
    assert places[0] < places[1] < places[2] < places[-1]
    assert "Not answered yet" in page


def test_printing_goes_on_record(
    officer: Browser, sent: str, world: World, system: SystemSession
) -> None:
    page = officer.post(f"/referrals/{sent}/{PRINT}")
    assert page.status_code == 200
    assert "Confidential" in page.text
    printed = system.query(AuditEntry).filter_by(action="referral.printed").all()
    assert [entry.record_id for entry in printed] == [sent]


def test_one_that_came_through_the_api_has_one_too(
    officer: Browser, referral: dict
) -> None:
    page = officer.get(f"/referrals/{referral['id']}/summary").text
    assert "Somewhere calm." in page
    assert "No other children in the home" in page


@pytest.mark.parametrize("who", ["agency", "chair", "other_authority"])
def test_it_is_nobody_elses(app: FastAPI, world: World, sent: str, who: str) -> None:
    browser = Browser(app)
    browser.sign_in(getattr(world, who).email)
    expected = 404 if who == "other_authority" else 403
    assert browser.get(f"/referrals/{sent}/summary").status_code == expected
    assert browser.post(f"/referrals/{sent}/{PRINT}").status_code == expected
