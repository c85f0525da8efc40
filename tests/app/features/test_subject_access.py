"""Everything kept about a young person, for their own authority's data officer."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from fastapi import FastAPI

from app.core.actor import Role
from app.core.db import SystemSession
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.conftest import World, job


@pytest.fixture
def officer(app: FastAPI, world: World, system: SystemSession) -> Browser:
    browser = Browser(app)
    of = world.authority.organisation
    browser.sign_in(builders.member(system, role=Role.DATA_OFFICER, of=of).email)
    return browser


@pytest.fixture
def kept(referral) -> str:
    return f"/young-people/{referral['young_people'][0]['id']}/kept"


def test_who_saw_it_is_told_and_others_people_are_not_named(
    app: FastAPI, officer: Browser, world: World, kept: str, referral
) -> None:
    agency = Browser(app)
    agency.sign_in(world.agency.email)
    assert agency.get(kept.removesuffix("/kept")).status_code == 200
    page = officer.get(kept).text
    assert world.agency.organisation.name in page
    assert world.agency.person.name not in page
    assert world.authority.person.name in page
    assert "Made a referral" in page


def test_the_file_has_everything_and_taking_it_out_is_on_record(
    officer: Browser, world: World, kept: str, referral, household, engine
) -> None:
    run = world.client("authority").request("POST", "/api/v1/match-runs", json={})
    job(engine)(run.json()["id"])
    person = referral["young_people"][0]["id"]
    tried = world.client("authority").request(
        "POST",
        f"/api/v1/match-runs/{run.json()['id']}/what-ifs",
        json={
            "changes": [{"young_person": person, "at": "/needs", "to": []}],
            "reason": "To see who would gain",
        },
    )
    assert tried.status_code == 202, tried.text
    taken = officer.post(kept, {"reason": "subject_access"})
    assert taken.headers["content-type"] == "application/zip"
    with ZipFile(BytesIO(taken.content)) as archive:
        files = {name: archive.read(name).decode() for name in archive.namelist()}
    record = json.loads(files["record.json"])
    assert record["in_their_words"] == "Somewhere calm."
    assert record["record"]["avoid_places"][0]["place"] == {"postcode": "B14"}
    assert record["shared_with"] == [world.agency.organisation.name]
    [found] = json.loads(files["runs.json"])
    assert found["run"] == run.json()["id"]
    assert "Made a referral" in files["who-saw.txt"]
    [what_if] = json.loads(files["what-ifs.json"])
    assert what_if["reason"] == "To see who would gain"
    assert len(what_if["what_if"]) == 1
    # Another family's home is named by its reference alone.
    assert "Amara and Jo" not in "".join(files.values())
    assert "Took out everything" in officer.get(kept).text


def test_without_a_reason_nothing_is_taken_out(officer: Browser, kept: str) -> None:
    refused = officer.post(kept)
    assert refused.status_code == 422
    assert "Select why you are taking this out" in refused.text


def test_another_authoritys_young_person_is_not_there(
    app: FastAPI, world: World, system: SystemSession, kept: str
) -> None:
    of = world.other_authority.organisation
    other = Browser(app)
    other.sign_in(builders.member(system, role=Role.DATA_OFFICER, of=of).email)
    assert other.get(kept).status_code == 404
    assert other.post(kept, {"reason": "subject_access"}).status_code == 404
