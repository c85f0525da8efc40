"""Brothers and sisters are referred together, and what is shared is asked once."""

import pytest
from fastapi import FastAPI

from tests.app.browser import Browser
from tests.app.features.conftest import World
from tests.app.features.test_referral_form import ANSWERS, IMPORTANCE, fill

SHARED = ("may-share", "near", "avoid")


@pytest.fixture
def officer(app: FastAPI, world: World) -> Browser:
    browser = Browser(app)
    browser.sign_in(world.authority.email)
    return browser


@pytest.fixture
def draft(officer: Browser) -> str:
    """The address of a draft everything is answered in."""
    at: str = officer.post("/referrals").headers["location"]
    at = at.removesuffix("/tasks")
    fill(officer, at)
    return at


def add(officer: Browser, draft: str, name: str) -> str:
    """Answer everything about a brother or sister; where their part is."""
    at: str = officer.post(f"{draft}/siblings").headers["location"]
    at = at.removesuffix("/tasks")
    for page, answers in ANSWERS.items():
        if page in SHARED:
            assert officer.get(f"{at}/pages/{page}").status_code == 404
            continue
        typed = {**answers, "version": "0"}
        if page == "about":
            typed["sharing_name"] = name
        assert officer.post(f"{at}/pages/{page}", typed).status_code == 303
    for key in ("near", "solo", "younger"):
        assert officer.post(f"{at}/needs/{key}", IMPORTANCE).status_code == 303
    return at


def part(of: str) -> str:
    """The field in which somebody is put in a group."""
    return f"together-{of.rsplit('/', 1)[-1]}"


def say_together(officer: Browser, draft: str, version: int = 0, **said: str) -> str:
    typed = {"version": str(version), **said}
    return officer.post(f"{draft}/pages/together", typed).text


@pytest.mark.check(4)
def test_three_are_sent_together_with_who_lives_with_whom(
    officer: Browser, draft: str, world: World
) -> None:
    ash = add(officer, draft, "Ash")
    sky = add(officer, ash, "Sky")
    tasks = officer.get(f"{draft}/tasks").text
    assert "Robin: Brothers and sisters is not complete" in tasks
    assert officer.post(f"{draft}/send", {"declared": "true"}).status_code == 422
    groups = {part(draft): "1", part(ash): "2", part(sky): "1"}
    say_together(
        officer,
        draft,
        **{"together": "parts", "together-why": "Sky needs Robin"} | groups,
    )
    check = officer.get(f"{draft}/check").text
    assert "Robin and Sky must live together. Ash may live in another home." in check
    # Only the whole is sent.
    assert officer.post(f"{ash}/send", {"declared": "true"}).status_code == 404
    sent = officer.post(f"{draft}/send", {"declared": "true"})
    assert sent.headers["location"] == f"{draft}/sent"
    assert "For Robin, Ash and Sky" in officer.get(f"{draft}/sent").text
    assert officer.get(f"{sky}/tasks").status_code == 404
    [made] = world.client("authority").get("/api/v1/referrals").json()["items"]
    robin, ash_made, sky_made = made["young_people"]
    assert [p["sharing_name"] for p in made["young_people"]] == ["Robin", "Ash", "Sky"]
    for person in made["young_people"]:
        record = person["record"]
        # The family home and the places to avoid were asked once, and are everyone's.
        assert record["home"] == {"value": {"postcode": "ST4 1AA"}}
        assert record["avoid_places"][0]["place"] == {"postcode": "B14"}
        [need] = [n for n in record["needs"] if n["criterion"] == "siblings_together"]
        assert (need["strength"], need["reason"]) == ("essential", "Sky needs Robin")
        assert need["parameters"]["sub_groups"] == [
            [robin["id"], sky_made["id"]],
            [ash_made["id"]],
        ]


@pytest.mark.parametrize(
    ("how", "strength"),
    [("all", "essential"), ("if possible", "strongly preferred"), ("no", None)],
)
def test_how_much_it_matters_is_what_was_said(
    officer: Browser, draft: str, world: World, how: str, strength: str | None
) -> None:
    add(officer, draft, "Ash")
    say_together(officer, draft, **{"together": how, "together-why": "They said so"})
    officer.post(f"{draft}/send", {"declared": "true"})
    [made] = world.client("authority").get("/api/v1/referrals").json()["items"]
    found = {
        need["strength"]
        for person in made["young_people"]
        for need in person["record"]["needs"]
        if need["criterion"] == "siblings_together"
    }
    assert found == ({strength} if strength else set())


def test_everything_wrong_about_it_is_said_and_kept(
    officer: Browser, draft: str
) -> None:
    ash = add(officer, draft, "Ash")
    assert "Select which of them must live together" in say_together(officer, draft)
    said = say_together(officer, draft, **{"together": "parts", part(ash): "2"})
    assert "Select a group for Robin" in said
    assert "Enter why this is essential" in said
    both = {part(draft): "1", part(ash): "2", "together-why": "x"}
    said = say_together(officer, draft, **{"together": "parts"} | both)
    assert "Put at least two in the same group" in said


def test_one_more_asks_anew_and_one_less_too(officer: Browser, draft: str) -> None:
    ash = add(officer, draft, "Ash")
    say_together(officer, draft, **{"together": "all", "together-why": "Always were"})
    open_still = "Brothers and sisters is not complete"
    assert open_still not in officer.get(f"{draft}/tasks").text
    sky = add(officer, draft, "Sky")
    assert open_still in officer.get(f"{draft}/tasks").text
    say_together(officer, draft, 1, **{"together": "all", "together-why": "Always"})
    gone = officer.post(f"{sky}/delete")
    assert gone.headers["location"] == f"{draft}/tasks"
    tasks = officer.get(f"{draft}/tasks").text
    assert open_still in tasks
    assert "Ash" in tasks
    assert "Sky" not in tasks
    # With the first, the whole goes.
    assert officer.post(f"{draft}/delete").headers["location"] == "/referrals"
    assert officer.get(f"{ash}/tasks").status_code == 404


def test_a_part_is_not_another_authoritys(
    app: FastAPI, officer: Browser, draft: str, world: World
) -> None:
    ash = add(officer, draft, "Ash")
    other = Browser(app)
    other.sign_in(world.other_authority.email)
    assert other.post(f"{draft}/siblings").status_code == 404
    assert other.get(f"{ash}/tasks").status_code == 404
    listed = officer.get("/referrals").text
    assert listed.count("/tasks") == 1
    assert "Robin and Ash" in listed


def test_there_are_no_more_than_one_referral_takes(
    officer: Browser, draft: str
) -> None:
    for _ in range(11):
        assert officer.post(f"{draft}/siblings").status_code == 303
    assert "Add a brother or sister" not in officer.get(f"{draft}/tasks").text
    assert officer.post(f"{draft}/siblings").status_code == 422
