"""A young person is referred on the form, page by page, and nothing is lost."""

import re

import pytest
from fastapi import FastAPI

from app.core.db import SystemSession
from app.referral_form.models import ReferralDraft
from app.referrals.models import Referral
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.conftest import World

ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "may-share": {"may_share": "agreed", "team": "Ada Fell, social worker"},
    "about": {
        "sharing_name": "Robin",
        "born-day": "1",
        "born-month": "4",
        "born-year": "2015",
        "gender": "female",
        "lives_now": "children's home",
    },
    "move": {
        "placement_type": "step-down",
        "needed_by-day": "15",
        "needed_by-month": "1",
        "needed_by-year": "2031",
        "how_soon": "high",
    },
    "words": {
        "voice": "Somewhere <calm>, with a dog.",
        "wishes": ["dog", "two_carers"],
        "interests": "football\ndrawing\n\nfootball",
    },
    "near": {
        "home": "st4 1aa",
        "near": "yes",
        "near_ideal": "5",
        "near_furthest": "20",
        "in_area": "no",
    },
    "avoid": {"avoid": "yes", "avoid_1": "B14", "avoid_1_miles": "5"},
    "school": {"education": "mainstream", "keep_school": "no"},
    "children": {
        "other_children": "only",
        "younger": "none under",
        "younger_age": "10",
        "no_gender": "not known",
    },
    "home": {
        "animals": "not known",
        "carers": "any",
        "adults": "any",
        "smoke_free": "no",
    },
    "care-people": {"care-people": ["PHYS_CHILD"]},
    "about-PHYS_CHILD": {
        "PHYS_CHILD-level": "medium",
        "PHYS_CHILD-last": "8 2026",
        "PHYS_CHILD-helps": "Time outside before school",
    },
    "care-safe": {"care-safe": ["none"]},
    "care-daily": {"care-daily": ["none"]},
    "care-mind": {"care-mind": ["none"]},
    "care-who": {"care-who": ["none"]},
    "care-checked": {"care_checked": "yes"},
}
IMPORTANCE = {
    "strength": "essential",
    "reason": "Needs an adult to themselves",
    "source": "social worker",
    "confirmed-day": "20",
    "confirmed-month": "10",
    "confirmed-year": "2026",
}


@pytest.fixture
def officer(app: FastAPI, world: World) -> Browser:
    browser = Browser(app)
    browser.sign_in(world.authority.email)
    return browser


@pytest.fixture
def draft(officer: Browser) -> str:
    """The address of a draft nobody has typed anything into."""
    at: str = officer.post("/referrals").headers["location"]
    return at.removesuffix("/tasks")


def answer(officer: Browser, draft: str, name: str, **changed: object) -> str:
    answered = officer.post(
        f"{draft}/pages/{name}", {**ANSWERS[name], **changed, "version": "0"}
    )
    assert answered.status_code == 303, answered.text
    to: str = answered.headers["location"]
    return to


def fill(officer: Browser, draft: str) -> None:
    for name in ANSWERS:
        answer(officer, draft, name)
    for _ in range(20):
        page = officer.get(f"{draft}/needs").text
        found = re.search(rf'href="({draft}/needs/\w+)">Say', page)
        if found is None:
            return
        officer.post(found[1], IMPORTANCE)
    raise AssertionError("there is no end to the needs")


def test_from_start_to_sent_it_becomes_what_the_api_would_have_made(
    officer: Browser, draft: str, world: World
) -> None:
    assert "Cannot start yet" in officer.get(f"{draft}/tasks").text
    assert answer(officer, draft, "may-share") == f"{draft}/tasks"
    assert answer(officer, draft, "near") == f"{draft}/pages/avoid"
    for name in [n for n in ANSWERS if n not in ("may-share", "near", "children")]:
        answer(officer, draft, name)
    # What an answer asks of a home is followed up at once.
    assert answer(officer, draft, "children") == f"{draft}/needs/near"
    for key in ("near", "solo", "younger"):
        assert officer.post(f"{draft}/needs/{key}", IMPORTANCE).status_code == 303
    agency = world.agency.organisation
    officer.post(f"{draft}/sharing", {"agency": agency.id})
    check = officer.get(f"{draft}/check").text
    for said in ("Somewhere &lt;calm&gt;", agency.name, "Within 20 miles of home"):
        assert said in check
    assert "Send referral" in check
    refused = officer.post(f"{draft}/send")
    assert refused.status_code == 422
    assert "Confirm that this is right" in refused.text
    sent = officer.post(f"{draft}/send", {"declared": "true"})
    assert sent.headers["location"] == f"{draft}/sent"
    assert "Referral sent" in officer.get(f"{draft}/sent").text
    # A draft that was sent is no draft any more, and is not sent twice.
    assert officer.post(f"{draft}/send", {"declared": "true"}).status_code == 404
    assert officer.get(f"{draft}/tasks").status_code == 404
    [made] = world.client("authority").get("/api/v1/referrals").json()["items"]
    assert made["share_with"] == [agency.id]
    person = made["young_people"][0]
    assert person["sharing_name"] == "Robin"
    assert person["voice"] == "Somewhere <calm>, with a dog."
    record = person["record"]
    assert record["born"] == "2015-04-01"
    assert record["priority"] == "high"
    assert record["home"] == {"value": {"postcode": "ST4 1AA"}}
    assert record["interests"] == {"value": ["football", "drawing"]}
    assert record["avoid_places"][0]["radius_km"] == pytest.approx(8.047)
    assert record["behaviours"]["PHYS_CHILD"]["last_incident"] == "2026-08"
    assert record["behaviours"]["FIRE"]["level"] == "none known"
    asked = record["needs"]
    unsure = [need for need in asked if need["strength"] == "not known"]
    assert [need["parameters"] for need in unsure] == [{"avoid": "any"}]
    needs = {need["criterion"]: need for need in asked if need not in unsure}
    assert needs["solo"]["strength"] == "essential"
    assert needs["solo"]["reason"] == "Needs an adult to themselves"
    assert needs["near"]["parameters"]["max_miles"] == 20
    assert needs["no_children_under"]["parameters"] == {"age": 10}
    assert needs["two_carers"]["source"] == "the young person"
    assert needs["two_carers"]["strength"] == "preferred"


def test_a_draft_is_shared_with_nobody_and_is_in_no_run(
    app: FastAPI, officer: Browser, draft: str, world: World, system: SystemSession
) -> None:
    fill(officer, draft)
    for who in ("agency", "chair", "authority"):
        listed = world.client(who).get("/api/v1/referrals").json()
        assert listed["total"] == 0, who
    assert system.query(Referral).count() == 0
    system.commit()
    for who in (world.agency, world.chair, world.other_authority):
        browser = Browser(app)
        browser.sign_in(who.email)
        for path in ("tasks", "check", "needs", "pages/about", "sharing", "sent"):
            asked = browser.get(f"{draft}/{path}")
            assert asked.status_code in (403, 404), (who, path)
            assert "Robin" not in asked.text


def test_everything_wrong_on_a_page_is_said_and_what_was_typed_is_kept(
    officer: Browser, draft: str, system: SystemSession
) -> None:
    typed = {
        "version": "0",
        "sharing_name": "<b>Robin</b>",
        "born-day": "31",
        "born-month": "2",
        "born-year": "2015",
        "gender": "unheard of",
        "lives_now": "",
    }
    refused = officer.post(f"{draft}/pages/about", typed)
    assert refused.status_code == 422
    for said in ("Enter a date, for", "Select a gender", "Select where they live now"):
        assert refused.text.count(said) == 2, said
    assert refused.text.index("<title>Error:")
    assert 'value="&lt;b&gt;Robin&lt;/b&gt;"' in refused.text
    assert 'href="#born-day"' in refused.text
    assert 'id="born-day"' in refused.text
    assert system.query(ReferralDraft).one().answers == {}


@pytest.mark.parametrize(
    ("name", "changed", "said"),
    [
        ("about", {"born-year": "2031"}, "Date of birth must be in the past"),
        ("move", {"needed_by-year": "2020"}, "Needed by must be today or later"),
        ("words", {"voice": " "}, "Enter what they think, or why you could not ask"),
        ("near", {"near_furthest": "3"}, "Furthest distance must be more than"),
        ("near", {"home": "ZZ99"}, "We do not recognise this postcode"),
        ("near", {"home": ""}, "Enter the postcode they should live near"),
        ("near", {"near_furthest": "ten"}, "Furthest distance must be a number"),
        ("avoid", {"avoid_1": ""}, "Enter the postcode they need to stay away from"),
        ("avoid", {"avoid_1_miles": ""}, "Enter a distance in miles, like 10"),
        ("school", {"keep_school": "yes"}, "Enter the postcode of their school"),
        ("children", {"younger_age": "40"}, "Enter an age from 1 to 18"),
        ("care-people", {"care-people": ["none", "VERB"]}, "or none of these"),
    ],
)
def test_what_is_said_of_each_mistake(
    officer: Browser, draft: str, name: str, changed: dict[str, object], said: str
) -> None:
    answer(officer, draft, "about")
    typed = {**ANSWERS[name], **changed, "version": "1" if name == "about" else "0"}
    refused = officer.post(f"{draft}/pages/{name}", typed)
    assert refused.status_code == 422
    assert said in refused.text


def test_over_18_on_the_day_is_said(officer: Browser, draft: str) -> None:
    answer(officer, draft, "about", **{"born-year": "2012"})
    typed = {**ANSWERS["move"], "version": "0"}
    refused = officer.post(f"{draft}/pages/move", typed)
    assert "They would be over 18 on the day needed" in refused.text


@pytest.mark.check(1)
def test_one_can_leave_in_the_middle_and_find_everything_again(
    officer: Browser, draft: str
) -> None:
    typed = {"sharing_name": "Robin", "born-day": "1", "version": "0", "later": "yes"}
    left = officer.post(f"{draft}/pages/about", typed)
    assert left.headers["location"] == f"{draft}/tasks?saved=true"
    tasks = officer.get(f"{draft}/tasks").text
    assert "A referral for Robin" in tasks
    assert "In progress" in tasks
    page = officer.get(f"{draft}/pages/about").text
    assert 'value="Robin"' in page
    assert "Robin" in officer.get("/referrals").text


def test_whoever_saves_second_sees_both_and_keeps_what_they_typed(
    officer: Browser, draft: str
) -> None:
    answer(officer, draft, "about")
    second = {**ANSWERS["about"], "sharing_name": "Wren", "version": "0"}
    conflict = officer.post(f"{draft}/pages/about", second)
    assert conflict.status_code == 409
    assert "Someone else saved this page" in conflict.text
    assert re.search(r"<td[^>]*>Robin</td>\s*<td[^>]*>Wren</td>", conflict.text)
    assert 'value="Wren"' in conflict.text
    version = re.search(r'name="version" value="(\d+)"', conflict.text)[1]
    again = officer.post(f"{draft}/pages/about", {**second, "version": version})
    assert again.status_code == 303
    assert "Wren" in officer.get(f"{draft}/tasks").text


def test_details_are_asked_of_what_was_ticked_and_go_with_the_tick(
    officer: Browser, draft: str
) -> None:
    at = f"{draft}/pages/care-people"
    first = {"care-people": ["VERB", "LOSS"], "version": "0"}
    assert officer.post(at, first).headers["location"] == f"{draft}/pages/about-VERB"
    assert officer.get(f"{draft}/pages/about-BULLY").status_code == 404
    second = {"care-people": ["LOSS"], "version": "1"}
    assert officer.post(at, second).headers["location"] == f"{draft}/pages/about-LOSS"
    assert officer.get(f"{draft}/pages/about-VERB").status_code == 404


def test_a_draft_can_be_deleted_and_not_by_others(
    app: FastAPI, officer: Browser, draft: str, world: World
) -> None:
    other = Browser(app)
    other.sign_in(world.other_authority.email)
    assert other.post(f"{draft}/delete").status_code == 404
    assert officer.get(f"{draft}/delete").status_code == 200
    assert officer.post(f"{draft}/delete").headers["location"] == "/referrals"
    assert officer.get(f"{draft}/tasks").status_code == 404


def test_a_colleague_goes_on_where_one_left_off(
    app: FastAPI, officer: Browser, draft: str, world: World, system: SystemSession
) -> None:
    answer(officer, draft, "about")
    colleague = Browser(app)
    colleague.sign_in(builders.member(system, of=world.authority.organisation).email)
    assert "Robin" in colleague.get(f"{draft}/tasks").text


def test_family_health_and_skills_are_asked_of_a_home_too(
    officer: Browser, draft: str, world: World
) -> None:
    fill(officer, draft)
    family = {"contact_1": "ST5", "driver": "not known"}
    refused = officer.post(f"{draft}/pages/family", {**family, "version": "0"})
    assert refused.status_code == 422
    assert "Enter whom they spend time with" in refused.text
    assert "Enter a distance in miles, like 10" in refused.text
    family |= {"contact_1_who": "their nan", "contact_1_miles": "12"}
    for name, typed in (
        ("family", family),
        ("health", {"adaptations": ["hoist"]}),
        (
            "skills",
            {
                "experience_with": ["PHYS_CHILD"],
                "experience_years": "2",
                "training": ["attachment", "autism"],
            },
        ),
    ):
        sent = officer.post(f"{draft}/pages/{name}", {**typed, "version": "0"})
        assert sent.status_code == 303, sent.text
    for key in ("contact_1", "adaptations", "experience", "training"):
        assert officer.post(f"{draft}/needs/{key}", IMPORTANCE).status_code == 303
    officer.post(f"{draft}/send", {"declared": "true"})
    [made] = world.client("authority").get("/api/v1/referrals").json()["items"]
    needs = made["young_people"][0]["record"]["needs"]
    [contact] = [n for n in needs if n.get("parameters", {}).get("why") == "contact"]
    assert contact["parameters"]["max_miles"] == 12
    asked = {need["criterion"]: need for need in needs}
    assert asked["driver"]["strength"] == "not known"
    assert asked["accessibility"]["parameters"] == {"adaptations": ["hoist"]}
    experience = asked["experience"]["parameters"]
    assert experience == {"years": 2, "with": ["PHYS_CHILD"]}
    assert asked["training"]["parameters"] == {"any_of": ["attachment", "autism"]}


def test_experience_is_asked_only_of_what_is_still_ticked(
    officer: Browser, draft: str
) -> None:
    assert "experience_with" not in officer.get(f"{draft}/pages/skills").text
    answer(officer, draft, "care-people")
    typed = {"experience_with": ["PHYS_CHILD"], "version": "0"}
    officer.post(f"{draft}/pages/skills", typed)
    assert "have met this before" in officer.get(f"{draft}/needs").text
    none = {"care-people": ["none"], "version": "1"}
    officer.post(f"{draft}/pages/care-people", none)
    assert "have met this before" not in officer.get(f"{draft}/needs").text


@pytest.mark.check(3)
def test_a_referral_starts_from_an_earlier_one_and_is_looked_at_again(
    app: FastAPI, officer: Browser, draft: str, world: World
) -> None:
    assert "No referral was sent" in officer.get("/referrals/copy").text
    fill(officer, draft)
    key = draft.rsplit("/", 1)[-1]
    # What is not sent yet is no earlier referral.
    assert officer.post("/referrals/copy", {"draft": key}).status_code == 404
    officer.post(f"{draft}/send", {"declared": "true"})
    assert "Robin" in officer.get("/referrals/copy").text
    at = officer.post("/referrals/copy", {"draft": key}).headers["location"]
    tasks = officer.get(at).text
    copy = at.removesuffix("/tasks?copied=true")
    # Only what was copied is to be confirmed, until its page is saved.
    assert tasks.count("Filled in, to confirm") > 3
    assert "Filled in from an earlier" in officer.get(f"{copy}/pages/about").text
    assert "Filled in from" not in officer.get(f"{copy}/pages/move").text
    assert copy != draft
    assert 'value="Robin"' in officer.get(f"{copy}/pages/about").text
    assert "st4 1aa" in officer.get(f"{copy}/pages/near").text
    assert "football" in officer.get(f"{copy}/pages/words").text
    # Asked anew: their words, wishes, what carers should know, dates, sharing.
    assert "Somewhere" not in officer.get(f"{copy}/pages/words").text
    assert "checked" not in officer.get(f"{copy}/pages/care-people").text
    assert "checked" not in officer.get(f"{copy}/pages/may-share").text
    assert "0 of 15 sections" in officer.get(f"{copy}/tasks").text
    other = Browser(app)
    other.sign_in(world.other_authority.email)
    assert "Robin" not in other.get("/referrals/copy").text
    assert other.post("/referrals/copy", {"draft": key}).status_code == 404
