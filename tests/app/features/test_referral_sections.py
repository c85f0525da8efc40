"""What is personal on the form stays with the authority, and goes when it is to go."""

import io
import zipfile
import zlib

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine

from app.core.actor import Role
from app.core.db import SystemSession, open_session
from app.match_runs.models import MatchRun
from app.referral_form import erasing
from app.referral_form.models import ReferralDraft
from app.referrals import erasing as referrals_erasing
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.conftest import World, copied
from tests.app.features.test_referral_changes import begin, only, send, start
from tests.app.features.test_referral_form import ANSWERS, fill
from tests.app.features.test_referral_siblings import add, part, say_together
from tests.app.features.test_sealed_records import raw

CANARY = "Zephyrine Canary"
LEGAL = {"legal_status": "C2", "liberty_order": "no", "orders": f"{CANARY} orders"}
READY = {
    "ready_thinks": f"{CANARY} thinks",
    "ready_talked": f"{CANARY} talked",
    "ready_agreed": ["young person", "home"],
    "ready_when": "3 months",
    "ready_steady": f"{CANARY} steady",
}
OWN_WORDS = {
    "wishes_words": f"{CANARY} wishes",
    "hard_day": f"{CANARY} hard",
    "who_matters": f"{CANARY} matters",
}
SCHOOL = {
    "keep_school": "yes",
    "school": "ST4",
    "school_furthest": "12",
    "school_travel": "taxi",
    "school_name": f"{CANARY} school",
    "school_support": "plan",
    "school_stays": f"{CANARY} stays",
}


@pytest.fixture
def officer(app: FastAPI, world: World) -> Browser:
    browser = Browser(app)
    browser.sign_in(world.authority.email)
    return browser


@pytest.fixture
def sent(officer: Browser, world: World) -> dict:
    """A referral with everything in it that nobody else is to see."""
    at = start(officer)
    fill(officer, at)
    for name, typed in {
        "about": {"real_name": CANARY},
        "words": OWN_WORDS,
        "school": SCHOOL,
        "legal": LEGAL,
        "ready": READY,
    }.items():
        version = "1" if name in ANSWERS else "0"
        answers = {**ANSWERS.get(name, {}), **typed, "version": version}
        answer = officer.post(f"{at}/pages/{name}", answers)
        assert answer.status_code == 303, (name, answer.text)
    officer.post(
        f"{at}/needs/keep_school", {"strength": "preferred", "source": "school"}
    )
    officer.post(f"{at}/sharing", {"agency": world.agency.organisation.id})
    answer = officer.post(f"{at}/send", {"declared": "true"})
    assert answer.status_code == 303, answer.text
    return only(world)


def test_none_of_it_leaves_the_authoritys_own_record(
    app: FastAPI, officer: Browser, sent: dict, world: World, engine: Engine
) -> None:
    person = sent["young_people"][0]["id"]
    # It is kept, and read by those who write the record.
    assert f"Real name: {CANARY}" in officer.get(f"/young-people/{person}").text
    summary = officer.get(f"/referrals/{sent['id']}/summary").text
    assert f"{CANARY} thinks" in summary
    assert "A full care order" in summary
    assert "Real name" not in summary
    run = copied(world, engine)
    with open_session(engine, world.authority.actor) as session:
        frozen = session.get_one(MatchRun, run).frozen or b""
    assert CANARY.encode() not in zlib.decompress(frozen)
    for who in ("agency", "chair", "authority"):
        client = world.client(who)
        for path in ("referrals", f"referrals/{sent['id']}", "changes"):
            assert CANARY not in client.get(f"/api/v1/{path}").text, (who, path)
    for who in (world.agency, world.chair):
        browser = Browser(app)
        browser.sign_in(who.email)
        for path in (f"/young-people/{person}", "/young-people"):
            page = browser.get(path)
            assert "Robin" in page.text
            assert CANARY not in page.text, (who, path)
    # In the database it is sealed, as all that is typed.
    assert [at for at, kept in raw(engine).items() if b"Zephyrine" in kept] == []


def test_it_is_taken_out_and_erased_with_everything_else(
    app: FastAPI, sent: dict, world: World, system: SystemSession
) -> None:
    person = sent["young_people"][0]["id"]
    data_officer = Browser(app)
    of = world.authority.organisation
    data_officer.sign_in(builders.member(system, role=Role.DATA_OFFICER, of=of).email)
    answer = data_officer.post(
        f"/young-people/{person}/kept", {"reason": "subject_access"}
    )
    with zipfile.ZipFile(io.BytesIO(answer.content)) as taken:
        form = taken.read("form.json").decode()
    for said in (CANARY, "thinks", "talked", "orders", "wishes", "hard", "school"):
        assert said in form
    assert '"C2"' in form
    erasing.erase(system, person)
    assert system.query(ReferralDraft).count() == 0


def test_the_name_to_share_is_not_the_real_one(officer: Browser) -> None:
    at = start(officer)
    for real in ("Robin", "robin ashe"):
        typed = {**ANSWERS["about"], "real_name": real, "version": "0"}
        answer = officer.post(f"{at}/pages/about", typed)
        assert answer.status_code == 422
        assert "This looks like their real name" in answer.text


def test_how_they_get_to_school_is_part_of_the_need(sent: dict) -> None:
    needs = sent["young_people"][0]["record"]["needs"]
    [school] = [need for need in needs if need["criterion"] == "keep_school"]
    assert school["parameters"]["transport"] == "taxi"


def test_brothers_and_sisters_who_must_not_live_together(
    officer: Browser, world: World, system: SystemSession
) -> None:
    at = start(officer)
    fill(officer, at)
    ash = add(officer, at, "Ash")
    sky = add(officer, at, "Sky")
    apart = {f"apart-{ash.rsplit('/', 1)[-1]}": sky.rsplit("/", 1)[-1]}
    why = {"together-why": "They said so"}
    said = say_together(officer, at, **{"together": "all"} | why | apart)
    assert "Ash and Sky cannot both live together and be kept apart" in said
    groups = {part(at): "1", part(ash): "1", part(sky): "2"}
    say_together(officer, at, **{"together": "parts"} | why | groups | apart)
    assert officer.post(f"{at}/send", {"declared": "true"}).status_code == 303
    made = only(world)
    robin_id, ash_id, sky_id = (one["id"] for one in made["young_people"])

    def barred() -> list[list[str]]:
        people = only(world)["young_people"]
        return [one["record"].get("cannot_live_with", []) for one in people]

    assert barred() == [[], [sky_id], [ash_id]]
    draft = begin(officer, made["id"])
    page = officer.get(f"{draft}/pages/together").text
    assert page.count(" checked") == 1 + 3 + 2
    say_together(officer, draft, **{"together": "if possible", **why})
    assert send(officer, draft).status_code == 303
    assert barred() == [[], [], []]
    # Whoever is erased is nobody's any more.
    draft = begin(officer, made["id"])
    mine = {one.changes_id: one.id for one in system.query(ReferralDraft)}
    system.commit()
    typed = {"together": "if possible", f"apart-{mine[robin_id]}": mine[sky_id]}
    say_together(officer, draft, **typed | why)
    assert send(officer, draft, version=2).status_code == 303
    assert barred() == [[sky_id], [], [robin_id]]
    erasing.erase(system, sky_id)
    referrals_erasing.erase(system, sky_id)
    system.commit()
    assert barred() == [[], []]
