"""A referral that is live is changed on the pages it was written on."""

import json
from datetime import date

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.core.db import SystemSession
from app.referral_form import erasing
from app.referral_form.merging import merged
from app.referral_form.models import ReferralDraft
from app.referral_form.read_back import read_back
from app.referral_form.record import needs_of, young_person
from matching.region import region
from tests.app.browser import Browser
from tests.app.features.conftest import World, job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_match_runs import RUNS
from tests.app.features.test_match_runs import start as run_of
from tests.app.features.test_referral_form import ANSWERS, IMPORTANCE, fill
from tests.app.features.test_referral_siblings import add, say_together
from tests.app.features.test_requests import sent as asked

API = "/api/v1/referrals"


@pytest.fixture
def officer(app: FastAPI, world: World) -> Browser:
    browser = Browser(app)
    browser.sign_in(world.authority.email)
    return browser


@pytest.fixture
def sent(officer: Browser, world: World) -> str:
    return send_new(officer, world)


def send_new(officer: Browser, world: World) -> str:
    """Send a referral from the form, shared with the agency; return its id."""
    at = start(officer)
    fill(officer, at)
    officer.post(f"{at}/sharing", {"agency": world.agency.organisation.id})
    officer.post(f"{at}/send", {"declared": "true"})
    key: str = only(world)["id"]
    return key


def start(officer: Browser) -> str:
    at: str = officer.post("/referrals").headers["location"]
    return at.removesuffix("/tasks")


def begin(officer: Browser, referral: str) -> str:
    answer = officer.post(f"/referrals/{referral}/change")
    assert answer.status_code == 303, answer.text
    at: str = answer.headers["location"]
    return at.removesuffix("/tasks")


def send(officer: Browser, draft: str, version: int = 1, because: str = "needs"):
    typed = {"version": str(version), "because": because, "declared": "true"}
    return officer.post(f"{draft}/changes", typed)


def change(officer: Browser, draft: str, name: str, **typed: object) -> None:
    answers = {**ANSWERS[name], **typed, "version": "0"}
    answer = officer.post(f"{draft}/pages/{name}", answers)
    assert answer.status_code == 303, answer.text


def only(world: World) -> dict:
    [made] = world.client("authority").get(API).json()["items"]
    return made


def test_what_is_changed_is_a_new_version_and_the_rest_stays(
    officer: Browser, sent: str, world: World
) -> None:
    before = only(world)
    draft = begin(officer, sent)
    # It is begun once, whoever asks.
    assert begin(officer, sent) == draft
    tasks = officer.get(f"{draft}/tasks").text
    assert "Change the referral for Robin" in tasks
    assert "Somewhere &lt;calm&gt;" in officer.get(f"{draft}/pages/words").text
    assert "Nothing is changed yet" in officer.get(f"{draft}/changes").text
    assert send(officer, draft).status_code == 422
    change(officer, draft, "near", near_furthest="35")
    officer.post(f"{draft}/needs/near", {**IMPORTANCE, "reason": "Nan drives now"})
    change(officer, draft, "words", voice="I want to be near Nan.")
    # Nobody else sees any of it until it is sent.
    assert only(world) == before
    shown = officer.get(f"{draft}/changes").text
    for said in ("I want to be near Nan.", "Nan drives now", ">20<", ">35<"):
        assert said in shown, said
    refused = send(officer, draft, because="")
    assert "Select why the referral is changed" in refused.text
    assert refused.status_code == 422
    answer = send(officer, draft, because="said")
    assert answer.headers["location"] == f"/referrals/{sent}/versions?changed=true"
    after = only(world)
    assert after["version"] == 2
    assert after["share_with"] == before["share_with"]
    [was], [now] = before["young_people"], after["young_people"]
    assert now["voice"] == "I want to be near Nan."
    was["record"]["needs"] = [
        need if need["criterion"] != "near" else None for need in was["record"]["needs"]
    ]
    [near] = [n for n in now["record"]["needs"] if n["criterion"] == "near"]
    assert near["parameters"]["max_miles"] == 35
    assert near["reason"] == "Nan drives now"
    now["record"]["needs"] = [
        need if need["criterion"] != "near" else None for need in now["record"]["needs"]
    ]
    assert now["record"] == was["record"]
    told = officer.get(f"/referrals/{sent}/versions").text
    assert "Changed: what they need from a home and what they say" in told
    assert "They said something new" in told
    # What was typed is kept as it was sent: the next change begins from it.
    again = begin(officer, sent)
    assert again != draft
    assert "I want to be near Nan." in officer.get(f"{again}/pages/words").text
    assert "Ada Fell" in officer.get(f"{again}/pages/may-share").text


def test_what_others_changed_meanwhile_stays_and_is_said(
    officer: Browser, sent: str, world: World
) -> None:
    draft = begin(officer, sent)
    change(officer, draft, "home", carers="two")
    officer.post(f"{draft}/needs/two_carers", IMPORTANCE)
    made = only(world)
    person = {k: made["young_people"][0][k] for k in ("sharing_name", "voice")}
    record = made["young_people"][0]["record"] | {
        "priority": "urgent",
        "faith": {"value": "Jain", "source": "family", "confirmed_on": "2026-11-02"},
    }
    record["needs"].append({"criterion": "long_term", "strength": "essential"})
    answer = world.client("authority").request(
        "PUT",
        f"{API}/{sent}",
        json={"young_people": [person | {"record": record}]},
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 200, answer.text
    refused = send(officer, draft, version=1)
    assert refused.status_code == 409
    assert "Someone else changed this referral" in refused.text
    assert "staying as it is: Long-term" in refused.text
    assert 'name="version" value="2"' in refused.text
    assert send(officer, draft, version=2).status_code == 303
    now = only(world)["young_people"][0]["record"]
    assert (now["priority"], now["faith"]) == (record["priority"], record["faith"])
    asked = {need["criterion"]: need["strength"] for need in now["needs"]}
    assert asked["long_term"] == "essential"
    assert asked["two_carers"] == "essential"


def test_one_that_came_through_the_api_is_changed_too(
    officer: Browser, referral: dict, world: World
) -> None:
    draft = begin(officer, referral["id"])
    page = officer.get(f"{draft}/pages/children").text
    assert 'value="only" checked' in page
    # What nobody opened need not be complete.
    change(officer, draft, "move", how_soon="urgent")
    # Nor need what was never said be said to answer something else on its page.
    about = {**ANSWERS["about"], "gender": "male", "version": "0"}
    about |= {"lives_now": "", "born-year": "2013"}
    born = officer.post(f"{draft}/pages/about", about | {"born-year": "2099"})
    assert "Date of birth must be in the past" in born.text
    assert "Select where they live now" not in born.text
    answered = officer.post(f"{draft}/pages/about", about)
    assert answered.status_code == 303, answered.text
    assert send(officer, draft).status_code == 303
    now = only(world)["young_people"][0]
    was = referral["young_people"][0]["record"]
    changed = {"priority": "urgent", "needed_by": "2031-01-15", "gender": "male"}
    assert now["record"] == was | changed
    assert begin(officer, referral["id"]) != draft


def test_brothers_and_sisters_are_changed_together(
    officer: Browser, world: World
) -> None:
    at = start(officer)
    fill(officer, at)
    add(officer, at, "Ash")
    say_together(officer, at, **{"together": "all", "together-why": "Always were"})
    officer.post(f"{at}/send", {"declared": "true"})
    made = only(world)
    draft = begin(officer, made["id"])
    assert officer.post(f"{draft}/siblings").status_code == 409
    tasks = officer.get(f"{draft}/tasks").text
    [ash] = {
        line.split("/tasks")[0]
        for line in tasks.split('href="')
        if line.startswith("/referrals/") and "/tasks" in line
    } - {draft}
    page = officer.get(f"{draft}/pages/together").text
    assert 'value="all" checked' in page
    assert officer.get(f"{ash}/pages/near").status_code == 404
    change(officer, ash, "words", voice="With Robin, always.")
    change(officer, draft, "near", home="B15")
    officer.post(f"{draft}/needs/near", IMPORTANCE)
    officer.post(f"{ash}/needs/near", IMPORTANCE)
    say_together(officer, draft, **{"together": "if possible", "together-why": ""})
    assert send(officer, draft).status_code == 303
    robin, ash_now = only(world)["young_people"]
    assert ash_now["voice"] == "With Robin, always."
    assert robin["voice"] == made["young_people"][0]["voice"]
    for person in (robin, ash_now):
        assert person["record"]["home"] == {"value": {"postcode": "B15"}}
        [need] = [
            n
            for n in person["record"]["needs"]
            if n["criterion"] == "siblings_together"
        ]
        assert need["strength"] == "strongly preferred"
    told = officer.get(f"/referrals/{made['id']}/versions").text
    assert "what they say (Ash)" in told


def test_a_change_is_nobody_elses(
    app: FastAPI, officer: Browser, sent: str, world: World
) -> None:
    draft = begin(officer, sent)
    other = Browser(app)
    other.sign_in(world.other_authority.email)
    for path in (f"{draft}/tasks", f"{draft}/changes", f"/referrals/{sent}/versions"):
        assert other.get(path).status_code == 404, path
    assert other.post(f"/referrals/{sent}/change").status_code == 404
    for who in (world.agency, world.chair):
        browser = Browser(app)
        browser.sign_in(who.email)
        assert browser.post(f"/referrals/{sent}/change").status_code == 403
        assert browser.get(f"/referrals/{sent}/versions").status_code == 403


def test_a_closed_one_is_not_changed(officer: Browser, sent: str, world: World) -> None:
    draft = begin(officer, sent)
    change(officer, draft, "words", voice="Later.")
    world.client("authority").request(
        "POST",
        f"{API}/{sent}/close",
        json={"because": "staying"},
        headers={"If-Match": "1"},
    )
    assert send(officer, draft, version=2).status_code == 409
    assert officer.post(f"/referrals/{sent}/change").status_code == 409


def test_a_change_that_is_being_written_goes_with_the_young_person(
    officer: Browser, sent: str, world: World, system: SystemSession
) -> None:
    begin(officer, sent)
    person = only(world)["young_people"][0]["id"]
    assert len(erasing.erase(system, person)) == 2
    assert system.query(ReferralDraft).count() == 0


def test_reading_back_loses_nothing_of_any_record() -> None:
    made = region(young_people=60, households=60, as_of=date(2026, 11, 22))
    asked = found = 0
    for one in made.case.young_people:
        record = json.loads(
            one.model_dump_json(
                exclude_defaults=True, exclude={"id", "authority", "sibling_group"}
            )
        )
        back = read_back("Robin", None, record, {})
        as_it_is = (back.answers, back.importance)
        assert merged(record, as_it_is, as_it_is).record == record
        asked += len(record.get("needs", []))
        found += len(back.importance)
    # Most of what is asked has a place on the form.
    assert found > asked * 0.6


def test_reading_back_what_the_form_made_gives_the_answers() -> None:
    typed = {name: given for page in ANSWERS.values() for name, given in page.items()}
    importance = {
        need.key: {"strength": "essential", "reason": "So", "source": "school"}
        for need in needs_of(typed)
        if need.strength is None
    }
    made = young_person(typed, importance)
    record = json.loads(json.dumps(made.record))
    back = read_back(made.sharing_name, made.voice, record, {})
    again = young_person(back.answers, back.importance)
    assert json.loads(json.dumps(again.record)) == record


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_question_is_answered_by_what_is_put_on_the_young_persons_record(
    officer: Browser, app: FastAPI, world: World, household: dict, engine: Engine
) -> None:
    at = start(officer)
    fill(officer, at)
    about = {**ANSWERS["about"], "gender": "not known", "version": "1"}
    officer.post(f"{at}/pages/about", about)
    officer.post(f"{at}/sharing", {"agency": world.agency.organisation.id})
    officer.post(f"{at}/send", {"declared": "true"})
    referral = only(world)["id"]
    robin = only(world)["young_people"][0]["id"]
    path, agency = f"/api/v1/households/{household['id']}", world.client("agency")
    home = agency.get(path).json()
    record = home["record"] | {"terms": {"places": 2, "genders": ["female"]}}
    body = {"label": "Jo", "record": record, "offered_to": home["offered_to"]}
    agency.request("PUT", path, json=body, headers={"If-Match": "1"})
    run = run_of(world, "agency")
    job(engine)(run)
    found = agency.get(f"{RUNS}/{run}/young-people/{robin}/options").json()
    questions = [one["sentence"] for one in found["items"][0]["questions"]]
    place = questions.index("What is their gender, as they would say it?")
    coordinator = signed_in(app, world.agency)
    where = asked(coordinator, run, robin, household["id"], question=place)
    assert "Answer on Robin’s record" in officer.get(where).text
    change_it = f"/referrals/{referral}/change"
    # What a colleague has begun is not sent with the answer, finished or not.
    theirs = officer.post(change_it).headers["location"].removesuffix("/tasks")
    refused = officer.post(change_it, {"asked": where.split("/")[-1]})
    assert refused.status_code == 409
    assert "Send or delete that change first" in refused.text
    officer.post(f"{theirs}/delete")
    begun = officer.post(change_it, {"asked": where.split("/")[-1]})
    page = begun.headers["location"]
    assert questions[place] in officer.get(page).text
    answer = officer.post(page, {**ANSWERS["about"], "version": "0"})
    changes = answer.headers["location"]
    shown = officer.get(changes).text
    assert "Sending the change answers it." in shown
    answer = send(officer, changes.removesuffix("/changes"), because="known")
    assert answer.headers["location"] == f"{where}?answered=yes", answer.text
    assert "This is on the young person’s record now." in coordinator.get(where).text
    assert only(world)["young_people"][0]["record"]["gender"] == "female"
    # Answered once: the next change is a change and no more.
    begun = officer.post(change_it, {"asked": where.split("/")[-1]})
    assert begun.headers["location"].endswith("/tasks")
