"""What people know that Hearth cannot see: for whom it is, and what becomes of it."""

import re

import pytest

from app.core.db import open_system_session
from app.notes.repository import NoteRepository
from tests.app.browser import Browser
from tests.app.features.conftest import copied
from tests.app.features.test_answers import signed_in
from tests.app.features.test_decisions import RECORD, decided, home, run, second

__all__ = ["run", "second"]
OURS, SHARED, OF_HOME, OF_AGENCY = (
    "Canary: only for us",
    "Canary: their gran lives near",
    "Canary: they met these carers",
    "Canary: the carers know the school",
)


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


def write(world, who, person, text, household=None, *, everyone=True):
    body = {"text": text, "household": household, "everyone": everyone}
    path = f"/api/v1/young-people/{person}/notes"
    return world.client(who).request("POST", path, json=body)


def read(world, who, person):
    answer = world.client(who).get(f"/api/v1/young-people/{person}/notes")
    return {one["text"] for one in answer.json().get("items", ())}


@pytest.fixture
def written(world, robin, household):
    """A note of each kind."""
    for who, *rest, everyone in (
        ("authority", OURS, None, False),
        ("authority", SHARED, None, True),
        ("authority", OF_HOME, household["id"], True),
        ("agency", OF_AGENCY, household["id"], True),
    ):
        assert write(world, who, robin, *rest, everyone=everyone).status_code == 201


def test_each_reads_what_is_for_them_and_nothing_else(
    world, robin, household, written, engine
):
    assert read(world, "authority", robin) == {OURS, SHARED, OF_HOME, OF_AGENCY}
    assert read(world, "chair", robin) == {SHARED, OF_HOME, OF_AGENCY}
    assert read(world, "agency", robin) == {OF_HOME, OF_AGENCY}
    for who in ("other_agency", "other_authority", "group"):
        assert read(world, who, robin) == set()
    # Who cannot see the home, or the young person, cannot write about them.
    assert write(world, "other_agency", robin, "Mine").status_code == 404
    elsewhere = home(world, "Sana", RECORD | {"terms": {"places": 1}})
    withdrawn = {"label": "Sana", "record": RECORD, "offered_to": []}
    path = f"/api/v1/households/{elsewhere}"
    client = world.client("agency")
    changed = client.request("PUT", path, json=withdrawn, headers={"If-Match": "1"})
    assert changed.is_success, changed.text
    assert write(world, "authority", robin, "Mine", elsewhere).status_code == 404
    # A home that is not offered any more takes what was said of it along.
    path = f"/api/v1/households/{household['id']}"
    taken = {"label": "Amara", "record": household["record"], "offered_to": []}
    version = str(household["version"])
    changed = client.request("PUT", path, json=taken, headers={"If-Match": version})
    assert changed.is_success, changed.text
    assert read(world, "authority", robin) == {OURS, SHARED}


def test_they_stand_on_the_pages_and_are_kept_with_a_decision(
    world, app, run, robin, household, written
):
    officer, agency = signed_in(app, world.authority), signed_in(app, world.agency)
    at = f"/young-people/{robin}"
    for page, known in (
        (f"{at}/options", (OURS, SHARED, OF_HOME, OF_AGENCY)),
        (f"{at}/options/{household['id']}", (OURS, SHARED, OF_HOME, OF_AGENCY)),
        (f"{at}/notes", (OURS, SHARED, OF_HOME, OF_AGENCY)),
        (f"{at}/decision?run={run}", (SHARED, OF_HOME, OF_AGENCY)),
    ):
        text = officer.get(page).text
        assert [one for one in known if one not in text] == [], page
        if page.endswith(("/notes", "/options", household["id"])):
            # A form without its token could not be sent.
            form = text[text.index(f'action="{at}/notes"') :]
            assert re.search(r'name="form_token" value="\S+"', form)
    assert OURS not in officer.get(f"{at}/decision?run={run}").text
    page = agency.get(f"{at}/notes").text
    assert OURS not in page
    assert SHARED not in page
    assert OF_HOME in page
    made = decided(world, robin, run, household=household["id"])
    kept = {one["text"] for one in made.json()["content"]["known"]}
    assert kept == {SHARED, OF_HOME, OF_AGENCY}
    page = officer.get(f"{at}/decisions").text
    assert SHARED in page
    assert OURS not in page


def test_all_there_is_to_put_right_is_said_at_once_and_nothing_is_kept(
    world, app, robin
):
    officer = Browser(app)
    officer.sign_in(world.authority.email)
    path = f"/young-people/{robin}/notes"
    answer = officer.post(path, {"text": " ", "readers": ""})
    assert answer.status_code == 422
    assert "<title>Error: " in answer.text
    assert "Enter what you know, or leave this page" in answer.text
    assert "Select who this is for" in answer.text
    answer = officer.post(path, {"text": "x" * 2001, "readers": "own"})
    assert "must be 2,000 characters or fewer. You have used 2,001" in answer.text
    assert "x" * 2001 in answer.text
    assert read(world, "authority", robin) == set()
    answer = officer.post(path, {"text": "<b>Calm</b>", "readers": "everyone"})
    page = officer.get(answer.headers["location"]).text
    assert "&lt;b&gt;Calm&lt;/b&gt;" in page


def test_they_go_with_whom_they_are_about(world, engine, robin, household, written):
    copied(world, engine)
    with open_system_session(engine) as system:
        repository = NoteRepository(system)
        repository.remove_of(str(household["id"]))
        assert {one.text for one in repository.about(robin)} == {OURS, SHARED}
        repository.remove_of(robin)
        assert repository.about(robin) == []
