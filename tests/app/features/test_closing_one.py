"""One of several brothers and sisters is closed alone; the others go on."""

import pytest

from app.core.actor import Role
from app.core.db import SystemSession
from app.referral_form.models import ReferralDraft
from app.referrals.models import Referral
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.test_answers import signed_in
from tests.app.features.test_decisions import frozen
from tests.app.features.test_erasure import erased
from tests.app.features.test_referral_changes import begin, only, start
from tests.app.features.test_referral_form import fill
from tests.app.features.test_referral_siblings import add, part, say_together


@pytest.fixture
def officer(app, world) -> Browser:
    return signed_in(app, world.authority)


@pytest.fixture
def three(officer, world) -> dict:
    """A referral for Robin, Ash and Sky, shared with the agency."""
    at = start(officer)
    fill(officer, at)
    ash, sky = (add(officer, at, name) for name in ("Ash", "Sky"))
    groups = {part(at): "1", part(ash): "1", part(sky): "2"}
    apart = {f"apart-{sky.rsplit('/', 1)[-1]}": at.rsplit("/", 1)[-1]}
    said = {"together": "parts", "together-why": "They said so"}
    say_together(officer, at, **said | groups | apart)
    officer.post(f"{at}/sharing", {"agency": world.agency.organisation.id})
    assert officer.post(f"{at}/send", {"declared": "true"}).status_code == 303
    return only(world)


def close(officer, person, **typed):
    typed = {"version": "1", "because": "staying", "who": "one"} | typed
    return officer.post(f"/young-people/{person}/close", typed)


def test_one_leaves_and_the_others_go_on(app, world, officer, three, engine):
    robin, ash, sky = (one["id"] for one in three["young_people"])
    page = officer.get(f"/young-people/{robin}/close").text
    assert "For Robin alone" in page
    refused = close(officer, robin, who="", because="")
    assert refused.status_code == 422
    for said in ("Select for whom it is closed", "Select why the referral is closed"):
        assert refused.text.count(said) == 2
    assert close(officer, robin).status_code == 303
    left = only(world)
    assert [one["id"] for one in left["young_people"]] == [ash, sky]
    assert (left["version"], left["share_with"]) == (2, three["share_with"])
    # Who stays is asked neither to live with them nor apart from them.
    assert robin not in str(left)
    assert {one.id for one in frozen(engine, world.authority).young_people} == {
        ash,
        sky,
    }
    agency = signed_in(app, world.agency)
    assert agency.get(f"/young-people/{robin}").status_code == 404
    assert agency.get(f"/young-people/{ash}").status_code == 200
    assert "Robin" in officer.get("/young-people?show=closed").text
    assert "was closed on" in officer.get(f"/young-people/{robin}").text
    told = officer.get(f"/referrals/{three['id']}/versions").text
    assert "Closed it for one of them" in told
    # Their own referral is opened again by itself; what was typed is still theirs.
    answer = officer.post(f"/young-people/{robin}/reopen", {"version": "1"})
    assert answer.status_code == 303
    items = world.client("authority").get("/api/v1/referrals").json()["items"]
    [own] = [one for one in items if one["young_people"][0]["id"] == robin]
    assert (
        "Ada Fell" in officer.get(f"{begin(officer, own['id'])}/pages/may-share").text
    )


def test_programs_hear_of_it_and_can_do_it(world, three):
    _, ash, sky = (one["id"] for one in three["young_people"])
    at = f"/api/v1/referrals/{three['id']}/close"
    body = {"because": "left_care", "young_person": ash}
    for who, status in (("other_authority", 404), ("agency", 403)):
        answer = world.client(who).request(
            "POST", at, json=body, headers={"If-Match": "1"}
        )
        assert answer.status_code == status
    client = world.client("authority")
    for version, person, status in (
        ("7", ash, 412),
        ("1", three["id"], 404),
        ("1", ash, 200),
    ):
        body["young_person"] = person
        answer = client.request("POST", at, json=body, headers={"If-Match": version})
        assert answer.status_code == status, answer.text
    assert [one["id"] for one in answer.json()["young_people"]][1:] == [sky]
    heard = world.client("agency").get("/api/v1/changes").json()["items"]
    last = heard[-1]
    assert (last["type"], last["record_id"]) == ("referral.changed", three["id"])


def test_who_left_is_erased_alone(app, world, officer, three, system: SystemSession):
    robin, ash, _ = (one["id"] for one in three["young_people"])
    close(officer, robin)
    of = world.authority.organisation
    data_officer = builders.member(system, role=Role.DATA_OFFICER, of=of)
    system.commit()
    assert erased(signed_in(app, data_officer), robin).status_code == 303
    assert [one.id for one in system.query(Referral)] == [three["id"]]
    kept = {one.young_person_id for one in system.query(ReferralDraft)}
    assert robin not in kept
    assert ash in kept
