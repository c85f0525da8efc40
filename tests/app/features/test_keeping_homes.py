"""An agency says whether a home has a place, on a page."""

from datetime import timedelta

import pytest

from app.referrals.service import today
from tests.app.browser import Browser

GOOD = {
    "version": "1",
    "free": "date",
    "day": "27",
    "month": "3",
    "year": "2099",
    "bedrooms": "2",
    "source": "carers",
}


@pytest.fixture
def page(app, world):
    browser = Browser(app)
    browser.sign_in(world.agency.email)
    return browser


@pytest.fixture
def path(household):
    return f"/households/{household['id']}/availability"


def record(world, household):
    answer = world.client("agency").get(f"/api/v1/households/{household['id']}")
    return answer.json()["record"]


def test_what_is_said_is_kept_confirmed_today_and_nothing_else_is(
    world, page, path, household
):
    before = record(world, household)
    answer = page.post(path, GOOD)
    assert answer.headers["location"] == f"/households/{household['id']}?saved=true"
    shown = page.get(answer.headers["location"]).text
    assert "Home saved" in shown
    assert "Free from 27 March 2099" in shown
    confirmed = {"source": "carers", "confirmed_on": today().isoformat()}
    assert record(world, household) == before | {
        "available_from": {"value": "2099-03-27", **confirmed},
        "bedrooms_free": {"value": 2, **confirmed},
    }


def test_the_form_is_filled_in_with_what_is_recorded(page, path):
    shown = page.get(path).text
    assert 'value="now" checked' in shown
    assert 'name="bedrooms" type="text" value="1"' in shown
    page.post(path, GOOD)
    shown = page.get(path).text
    assert 'value="date" checked' in shown
    assert 'value="2099"' in shown


def test_a_place_that_was_free_stays_free_since_then(world, page, path, household):
    page.post(path, GOOD | {"free": "now", "bedrooms": "0"})
    kept = record(world, household)
    assert kept["available_from"]["value"] == "2026-11-01"
    assert kept["bedrooms_free"]["value"] == 0


def test_what_nobody_knows_is_not_recorded(world, page, path, household):
    page.post(path, GOOD | {"free": "not known", "bedrooms": ""})
    assert not {"available_from", "bedrooms_free"} & record(world, household).keys()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"free": ""}, "Select whether a place is free"),
        ({"source": ""}, "Select who says so"),
        ({"bedrooms": "two"}, "Bedrooms must be a number from 0 to 20"),
        ({"bedrooms": "21"}, "Bedrooms must be a number from 0 to 20"),
        ({"day": "", "month": "", "year": ""}, "Enter the date the place is free"),
        ({"year": ""}, "Date must include a year"),
        ({"day": "32"}, "Day must be between 1 and 31"),
        ({"day": "31", "month": "2"}, "Enter a date, for example 27 3 2027"),
        ({"day": "²"}, "Enter a date, for example 27 3 2027"),
        ({"year": "9" * 30}, "Enter a date, for example 27 3 2027"),
        ({"year": "2020"}, "Date the place is free must be today or later"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(page, path, typed, said):
    answer = page.post(path, GOOD | typed)
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text.replace("\n", "").replace("> ", ">")
    assert answer.text.count(said) == 2
    for value in typed.values():
        assert value in answer.text


def test_everything_wrong_is_said_at_once(page, path):
    shown = page.post(path, {"version": "1", "bedrooms": "x"}).text
    for said in ("Select whether", "Bedrooms must be", "Select who says so"):
        assert said in shown


def test_whoever_saves_second_sees_both_and_loses_nothing(world, page, path, household):
    tomorrow = today() + timedelta(days=1)
    page.post(path, GOOD)
    late = {"day": str(tomorrow.day), "month": str(tomorrow.month)}
    late["year"] = str(tomorrow.year)
    answer = page.post(path, GOOD | late)
    assert answer.status_code == 409
    assert "Someone else changed this home" in answer.text
    assert "Free from 27 March 2099" in answer.text
    assert f'value="{tomorrow.year}"' in answer.text
    assert 'name="version" value="2"' in answer.text
    assert record(world, household)["available_from"]["value"] == "2099-03-27"
    assert page.post(path, GOOD | late | {"version": "2"}).status_code == 303


@pytest.mark.parametrize("who", ["other_agency", "authority", "chair"])
def test_nobody_else_can(app, world, path, who):
    browser = Browser(app)
    browser.sign_in(getattr(world, who).email)
    expected = 404 if who == "other_agency" else 403
    assert browser.get(path).status_code == expected
    assert browser.post(path, GOOD).status_code == expected
    home = browser.get(path.removesuffix("/availability"))
    assert "/availability" not in home.text
