"""A referral is read in full by the agency of the home that is explored, and no other.

It is released by the authority, for as long as the place is held.
"""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.core.actor import Role
from app.core.db import open_system_session
from app.releases.models import ReferralRelease
from tests.app import builders
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_changes import heard, kinds
from tests.app.features.test_closing import as_read
from tests.app.features.test_decisions import decided
from tests.app.features.test_erasure import said_so
from tests.app.features.test_match_runs import start

REAL = "Zéphyrine Moss"
ABSENT = "01900000-0000-7000-8000-000000000000"


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


@pytest.fixture
def people(app, world, system):
    """Everybody's browser; a supervising social worker is the agency's too."""
    of = world.agency.organisation
    worker = builders.member(system, role=Role.SUPERVISING_SOCIAL_WORKER, of=of)
    everybody = ("authority", "other_authority", "other_agency", "agency", "chair")
    members = {who: getattr(world, who) for who in everybody} | {"worker": worker}
    return {who: signed_in(app, one) for who, one in members.items()}


@pytest.fixture
def run(world, household, referral, engine):
    started = start(world)
    job(engine)(started)
    return started


@pytest.fixture
def explored(world, household, robin, run):
    """A decision of the authority to explore the home."""
    answer = decided(world, robin, run, household=household["id"])
    assert answer.status_code == 201, answer.text


def release(people, robin, name=REAL, **more):
    path = f"/young-people/{robin}/full/release"
    return people["authority"].post(path, said_so(name) | more)


def readers(people, robin):
    pages = {who: one.get(f"/young-people/{robin}/full") for who, one in people.items()}
    return {who for who, page in pages.items() if REAL in page.text}


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_the_agency_of_the_home_reads_it_until_it_is_taken_back(
    people, world, household, robin, referral, explored
):
    full = f"/young-people/{robin}/full"
    absent = people["agency"].get(full.replace(robin, ABSENT))
    assert readers(people, robin) == set()
    assert people["agency"].get(full).status_code == absent.status_code == 404
    page = people["authority"].get(full).text
    assert "for Home R-1 and no other" in page
    assert "Born on 1 April 2013" in page
    wrong = release(people, robin, name="", **{"agreed-year": "2999"})
    assert wrong.status_code == 422
    assert "Enter their real name" in wrong.text
    assert "Date must be today or in the past" in wrong.text
    assert people["agency"].post(f"{full}/release", said_so(REAL)).status_code == 403
    assert release(people, robin).status_code == 303
    assert readers(people, robin) == {"authority", "agency", "worker"}
    outline = people["agency"].get(f"/young-people/{robin}").text
    assert "Read the full referral" in outline
    assert REAL not in outline
    seen = world.client("agency").get(f"/api/v1/referrals/{referral['id']}").text
    assert "Zéphyrine" not in seen
    assert "2013-04-01" not in seen
    told = kinds(heard(world, "agency"))[-1]
    assert told == ("referral.released", referral["id"])
    assert "A referral was released" in people["worker"].get("/notifications").text
    assert people["authority"].post(f"{full}/take-back").status_code == 303
    assert people["agency"].get(full).status_code == 404
    assert kinds(heard(world, "agency"))[-1][0] == "referral.taken_back"


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_it_ends_with_the_place_and_with_the_share(
    people, world, household, referral, robin, run, explored, engine
):
    assert release(people, robin).status_code == 303
    let_go = f"/young-people/{robin}/decisions/let-go"
    assert people["authority"].post(let_go).status_code == 303
    assert readers(people, robin) == set()
    refused = release(people, robin)
    assert (refused.status_code, "No place is held" in refused.text) == (409, True)
    again = decided(world, robin, run, household=household["id"], after=1)
    assert again.status_code == 201, again.text
    # Another decision, another release.
    assert readers(people, robin) == set()
    assert release(people, robin).status_code == 303
    assert "agency" in readers(people, robin)
    person = as_read(world, referral)
    answer = world.client("authority").request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json={"young_people": [person], "share_with": []},
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 200, answer.text
    assert people["agency"].get(f"/young-people/{robin}/full").status_code == 404
    with open_system_session(engine) as session:
        assert session.query(ReferralRelease).count() == 0
    refused = release(people, robin)
    assert "not shared by name with the agency" in refused.text


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_was_changed_since_is_said_and_who_read_it_is_on_record(
    app, people, world, referral, robin, explored, system
):
    assert release(people, robin).status_code == 303
    person = as_read(world, referral) | {"voice": "Somewhere with a piano."}
    answer = world.client("authority").request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json={"young_people": [person], "share_with": referral["share_with"]},
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 200, answer.text
    full = f"/young-people/{robin}/full"
    page = people["agency"].get(full).text
    assert "The referral was changed since" in page
    assert "piano" not in page
    assert "Release it again" in people["authority"].get(full).text
    assert release(people, robin).status_code == 303
    assert "piano" in people["agency"].get(full).text
    of = world.authority.organisation
    officer = builders.member(system, role=Role.DATA_OFFICER, of=of)
    kept = signed_in(app, officer).post(
        f"/young-people/{robin}/kept", {"reason": "subject_access"}
    )
    with ZipFile(BytesIO(kept.content)) as files:
        [one] = json.loads(files.read("released.json"))
        seen = files.read("who-saw.txt").decode()
    assert (one["real_name"], one["to"]) == (REAL, world.agency.organisation.name)
    assert "Read all of a referral that was released to them" in seen
