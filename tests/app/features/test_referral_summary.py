"""All that was said of a referral stands on one page, to read and to print."""

import pytest
from fastapi import FastAPI

from app.audit.models import AuditEntry
from app.core.clock import today
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
    for at in (PRINT, "summary/confirm"):
        assert browser.post(f"/referrals/{sent}/{at}").status_code == expected


def test_what_is_old_is_named_and_confirmed_in_one_press(
    officer: Browser, world: World, referral: dict
) -> None:
    client, key = world.client("authority"), referral["id"]
    person = referral["young_people"][0]
    record = person["record"] | {
        "faith": {"value": "Jain", "source": "family", "confirmed_on": "2026-01-02"},
        "interests": {"value": ["chess"], "confirmed_on": today().isoformat()},
        "behaviours": {"SLEEP": {"level": "low", "confirmed_on": "2026-01-03"}},
        "needs": [
            {"criterion": "driver", "strength": "essential"},
            {
                "criterion": "smoke_free",
                "strength": "preferred",
                "source": "health",
                "confirmed_on": "2026-01-04",
            },
        ],
    }
    body = {"young_people": [{"sharing_name": "Robin", "record": record}]}
    at = f"/api/v1/referrals/{key}"
    client.request("PUT", at, json=body, headers={"If-Match": "1"})
    page = officer.get(f"/referrals/{key}/summary").text
    for old in ("Their faith", "Wakes or is afraid", "Nobody smokes there"):
        assert old in page.split("Still true")[0]
    assert page.count('name="still"') == 3
    confirm = f"/referrals/{key}/summary/confirm"
    refused = officer.post(confirm, {"version": "2"})
    assert refused.status_code == 422
    assert "Select what is still true" in refused.text
    of = person["id"]
    still = [f"{of}.faith", f"{of}.needs.1", f"{of}.needs.0"]
    assert officer.post(confirm, {"version": "1", "still": still}).status_code == 409
    done = officer.post(confirm, {"version": "2", "still": still})
    assert done.status_code == 303
    after = officer.get(done.headers["location"]).text
    assert "Confirmed as still true today" in after
    assert after.count('name="still"') == 1
    read = client.get(at).json()
    now = read["young_people"][0]["record"]
    day = today().isoformat()
    assert now["faith"] == {"value": "Jain", "source": "family", "confirmed_on": day}
    assert now["needs"][1] == record["needs"][1] | {"confirmed_on": day}
    # What is not old was not asked about, and what was not ticked is as it was.
    assert now["needs"][0] == record["needs"][0]
    assert now["behaviours"] == record["behaviours"]
    assert read["version"] == 3
    told = officer.get(f"/referrals/{key}/versions").text
    assert "Confirmed as still true: their faith and what they need" in told
