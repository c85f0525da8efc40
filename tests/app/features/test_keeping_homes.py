"""An agency says whether a home has a place, on a page."""

from datetime import timedelta

import pytest

from app.core.clock import today
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


ANSWERED = {
    "answer-VERB": "yes",
    "answer-PHYS_ADULT": "yes with support",
    "words-PHYS_ADULT": "A course first",
    "answer-PHYS_CHILD": "discuss",
    "words-PHYS_CHILD": "Ask us how.",
    "source": "carers",
}


def answers(**other):
    """The first part of the grid, with what is not said left as it is."""
    codes = ("PHYS_PEER", "PROP", "WEAPON", "SELF_HARM", "SUICIDAL")
    return ANSWERED | {f"answer-{code}": "not recorded" for code in codes} | other


def test_what_carers_say_is_kept_and_what_did_not_change_keeps_its_date(
    world, page, household
):
    path = f"/households/{household['id']}/considerations"
    assert "What could this family offer?" in page.get(path).text
    answer = page.post(f"{path}?part=1", answers(version="1"))
    assert answer.headers["location"] == f"{path}?part=2"
    said = record(world, household)["considerations"]
    stamp = {"source": "carers", "confirmed_on": today().isoformat()}
    assert said == {
        "VERB": {"answer": "yes", **stamp},
        "PHYS_ADULT": {
            "answer": "yes with support",
            "support": "A course first",
            **stamp,
        },
        "PHYS_CHILD": {"answer": "discuss", "may_say": "Ask us how.", **stamp},
    }
    shown = page.get(f"/households/{household['id']}").text
    assert "1 yes · 1 yes, with support · 1 discuss · 46 not asked yet" in shown
    again = answers(version="2", source="registered manager", **{"answer-VERB": "no"})
    page.post(f"{path}?part=1", again)
    later = record(world, household)["considerations"]
    assert later["VERB"]["source"] == "registered manager"
    assert later["PHYS_ADULT"] == said["PHYS_ADULT"]


def test_the_grid_says_all_at_once_and_keeps_what_was_typed(world, page, household):
    path = f"/households/{household['id']}/considerations?part=1"
    wrong = answers(version="1", source="", **{"words-PHYS_ADULT": ""})
    wrong["answer-VERB"] = "maybe"
    shown = page.post(path, wrong)
    assert shown.status_code == 422
    for said in (
        "Enter what support would help with hurting an adult when distressed",
        "Select an answer for shouting or hurtful words when distressed",
        "Select who says so",
        "Ask us how.",
    ):
        assert said in shown.text
    page.post(path, answers(version="1"))
    stale = page.post(path, answers(version="1"))
    assert stale.status_code == 409
    assert "Someone else changed this home" in stale.text
    assert page.post(f"{path[:-1]}99", answers()).status_code in (404, 422)


def test_what_was_said_beside_another_answer_stays(world, page, household):
    """A yes may have words, and what support would help does not replace them."""
    path = f"/households/{household['id']}/considerations?part=1"
    beside = answers(**{"words-VERB": "We stay calm."})
    page.post(path, beside | {"version": "1"})
    assert record(world, household)["considerations"]["VERB"]["may_say"] == (
        "We stay calm."
    )
    support = {"answer-PHYS_CHILD": "yes with support", "words-PHYS_CHILD": "A rota"}
    page.post(path, beside | support | {"version": "2"})
    kept = record(world, household)["considerations"]["PHYS_CHILD"]
    assert (kept["support"], kept["may_say"]) == ("A rota", "Ask us how.")


def test_after_a_mistake_nothing_is_written_over_unseen(
    world, page, path, household, referral
):
    """A form shown again still goes by what was read when it was opened."""
    home = f"/households/{household['id']}"
    still = {f"home-{household['id']}": "still", f"version-{household['id']}": "1"}
    mistaken = (
        (path, GOOD | {"source": ""}, 'name="version" value="1"'),
        (
            f"{home}/considerations?part=1",
            answers(version="1", source=""),
            'name="version" value="1"',
        ),
        (
            "/households/check",
            still,
            f'name="version-{household["id"]}" value="1"',
        ),
    )
    page.post(path, GOOD)
    for where, sent, shown in mistaken:
        answer = page.post(where, sent)
        assert (answer.status_code, shown in answer.text) == (422, True), where


@pytest.mark.check(5)
def test_old_facts_are_confirmed_in_one_go(world, page, household, referral):
    old = (today() - timedelta(days=200)).isoformat()
    made = []
    for name in ("Bea", "Cy"):
        facts = {
            "available_from": {"value": old, "source": "carers", "confirmed_on": old},
            "animals": {"value": [{"species": "dog"}], "confirmed_on": old},
            "status": {"value": "approved", "confirmed_on": old},
        }
        answer = world.client("agency").request(
            "POST",
            "/api/v1/households",
            json={"label": name, "offered_to": [], "record": facts},
        )
        made.append(answer.json())
    bea, cy = made
    shown = page.get("/households/check").text
    assert "1 dog" in shown
    said = {
        f"home-{bea['id']}": "still",
        f"version-{bea['id']}": "1",
        f"home-{cy['id']}": "changed",
    }
    assert "Select who says so" in page.post("/households/check", said).text
    answer = page.post("/households/check", said | {"source": "carers"})
    shown = page.get(answer.headers["location"]).text
    assert "1 home confirmed" in shown
    assert f"/households/{cy['id']}/availability" in shown
    assert f"home-{bea['id']}" not in shown
    kept = record(world, bea)
    assert kept["animals"]["confirmed_on"] == today().isoformat()
    assert kept["status"]["confirmed_on"] == old
    assert record(world, cy)["animals"]["confirmed_on"] == old
    # Changed by somebody else since the page was opened: nothing is confirmed.
    stale = {f"home-{cy['id']}": "still", f"version-{cy['id']}": "7"}
    answer = page.post("/households/check", stale | {"source": "carers"})
    assert "Someone else changed Cy" in page.get(answer.headers["location"]).text


def test_the_list_shows_those_that_are_asked_for(app, world, page):
    days = {"Now": 0, "Soon": 20, "Later": 200, "Stopped": 0}
    for name, ahead in days.items():
        since = (today() + timedelta(days=ahead)).isoformat()
        stamp = {"source": "carers", "confirmed_on": today().isoformat()}
        if name == "Later":
            stamp = {}
        body = {
            "label": f"Home {name}",
            "offered_to": [world.authority.organisation.id],
            "record": {
                "available_from": {"value": since, **stamp},
                "status": "suspended" if name == "Stopped" else "approved",
            },
        }
        world.client("agency").request("POST", "/api/v1/households", json=body)

    def shown(show):
        text = page.get(f"/households?show={show}").text
        return [name for name in days if f"Home {name}" in text]

    assert shown("") == shown("nonsense") == list(days)
    assert shown("free") == ["Now"]
    assert shown("soon") == ["Soon"]
    assert shown("old") == ["Later"]
    assert shown("held") == []
    theirs = Browser(app)
    theirs.sign_in(world.authority.email)
    # Nobody else learns how old an agency's facts are by asking.
    assert "With facts to confirm" not in theirs.get("/households").text
    text = theirs.get("/households?show=old").text
    assert text.count('href="/households/') >= 4
