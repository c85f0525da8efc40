"""A referral ends: in no run, shown to no agency, no place held; and begins again."""

import pytest

from app.core.db import open_system_session
from app.households.models import Hold
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_decisions import decided, frozen
from tests.app.features.test_match_runs import start


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


@pytest.fixture
def officer(app, world):
    return signed_in(app, world.authority)


def ended(world, referral, to="close", version="1", who="authority", **body):
    return world.client(who).request(
        "POST",
        f"/api/v1/referrals/{referral['id']}/{to}",
        json={"because": "home_found"} | body if to == "close" else None,
        headers={"If-Match": version},
    )


def test_a_closed_referral_is_in_no_run_and_shown_to_no_agency(
    app, world, household, referral, robin, officer, engine
):
    run = start(world)
    job(engine)(run)
    assert decided(world, robin, run, household=household["id"]).status_code == 201
    page = officer.get(f"/young-people/{robin}/close").text
    assert "Close the referral for Robin?" in page
    answer = officer.post(f"/young-people/{robin}/close", {"version": "1"})
    assert (answer.status_code, "Select why" in answer.text) == (422, True)
    answer = officer.post(
        f"/young-people/{robin}/close", {"version": "1", "because": "home_found"}
    )
    assert answer.status_code == 303
    assert "Robin" in officer.get(answer.headers["location"]).text
    assert "Robin" not in officer.get("/young-people").text
    assert "was closed on" in officer.get(f"/young-people/{robin}").text
    assert frozen(engine, world.authority).young_people == []
    with open_system_session(engine) as session:
        assert {hold.ended_at is None for hold in session.query(Hold)} == {False}
    agency = signed_in(app, world.agency)
    assert agency.get(f"/young-people/{robin}").status_code == 404
    assert "Robin" not in agency.get("/young-people?show=closed").text
    # What was decided and why is still read, by the authority and its forum.
    for who in ("authority", "chair"):
        kept = world.client(who).get(f"/api/v1/young-people/{robin}/decisions")
        assert len(kept.json()["items"]) == 1, who
    assert "Robin" not in signed_in(app, world.chair).get("/young-people").text


def test_nothing_is_decided_or_changed_while_it_is_closed(
    world, household, referral, robin, engine
):
    run = start(world)
    job(engine)(run)
    assert ended(world, referral).json()["state"] == "closed"
    refused = (
        decided(world, robin, run, household=household["id"]),
        ended(world, referral, version="2"),
        world.client("authority").request(
            "PUT",
            f"/api/v1/referrals/{referral['id']}",
            json={"young_people": [as_read(world, referral)]},
            headers={"If-Match": "2"},
        ),
    )
    assert [answer.status_code for answer in refused] == [409, 409, 409]


def as_read(world, referral):
    read = world.client("authority").get(f"/api/v1/referrals/{referral['id']}").json()
    return {"sharing_name": "Robin", "record": read["young_people"][0]["record"]}


def test_it_is_opened_again_and_shared_anew(
    app, world, referral, robin, officer, engine
):
    ended(world, referral)
    assert "Open the referral for Robin again?" in (
        officer.get(f"/young-people/{robin}/close").text
    )
    answer = officer.post(f"/young-people/{robin}/reopen", {"version": "2"})
    assert answer.status_code == 303
    assert [p.id for p in frozen(engine, world.authority).young_people] == [robin]
    read = world.client("authority").get(f"/api/v1/referrals/{referral['id']}").json()
    assert (read["state"], read["share_with"], read["closed_at"]) == ("live", [], None)
    assert ended(world, referral, to="reopen", version="3").status_code == 409


@pytest.mark.parametrize("to", ["close", "reopen"])
def test_whoever_read_an_older_version_is_told(world, referral, to):
    assert ended(world, referral, to, version="7").status_code == 412
    assert ended(world, referral, to, who="agency").status_code == 403
    assert ended(world, referral, to, who="other_authority").status_code == 404
