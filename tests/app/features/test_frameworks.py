"""A framework: who is on it sees what is shared by it, from that moment to the last."""

import re

import pytest

from app.core.actor import Role
from app.core.db import open_session
from app.households.models import Household
from app.match_runs.tasks import job
from app.referrals.models import Referral
from tests.app import builders
from tests.app.features.test_answers import signed_in
from tests.app.features.test_changes import heard, kinds
from tests.app.features.test_match_runs import start

AT = "/admin/frameworks"


@pytest.fixture
def desks(app, world, system):
    """The administrators' browsers."""
    everybody = ("authority", "other_authority", "agency", "other_agency")
    return {
        who: signed_in(
            app,
            builders.member(
                system, role=Role.ADMINISTRATOR, of=getattr(world, who).organisation
            ),
        )
        for who in everybody
    }


@pytest.fixture
def framework(desks):
    """A framework the authority keeps."""
    made = desks["authority"].post(AT, {"name": "Midlands homes"})
    assert made.headers["location"] == f"{AT}?saved=true"
    page = desks["authority"].get(AT).text
    return re.search(rf'action="{AT}/([^/"]+)/ask"', page)[1]


def asked(desks, world, framework, who):
    whom = {"member": getattr(world, who).organisation.id}
    answer = desks["authority"].post(f"{AT}/{framework}/ask", whom)
    assert answer.status_code == 303, answer.text


def joined(desks, world, framework, who):
    asked(desks, world, framework, who)
    assert desks[who].post(f"{AT}/{framework}/join").status_code == 303


def sent(world, who, path, version, body):
    return world.client(who).request(
        "PUT", f"/api/v1/{path}", json=body, headers={"If-Match": str(version)}
    )


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_a_referral_and_a_home_are_seen_by_who_is_on_it_and_by_nobody_else(
    app, world, desks, framework, household, referral, engine
):
    [robin] = referral["young_people"]
    person = {key: robin[key] for key in ("sharing_name", "voice", "record")}
    seen = f"referrals/{referral['id']}"
    body = {"young_people": [person], "share_with": [framework]}
    assert sent(world, "authority", seen, 1, body).status_code == 200
    home = f"households/{household['id']}"
    facts = {"label": "Amara", "record": household["record"], "offered_to": [framework]}
    # Nobody shares by a framework they are not on.
    refused = sent(world, "agency", home, 1, facts)
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["pointer"] == "/offered_to/0"

    def see(path):
        everybody = ("authority", "other_authority", "agency", "other_agency")
        return {
            who
            for who in everybody
            if world.client(who).get(f"/api/v1/{path}").status_code == 200
        }

    assert see(seen) == {"authority"}
    asked(desks, world, framework, "other_agency")
    assert see(seen) == {"authority"}
    assert "You are asked to join" in desks["other_agency"].get(AT).text
    assert desks["other_agency"].post(f"{AT}/{framework}/join").status_code == 303
    assert see(seen) == {"authority", "other_agency"}
    # The same list, row by row, where nothing but the session is asked.
    for who, count in (("other_agency", 1), ("agency", 0), ("other_authority", 0)):
        with open_session(engine, getattr(world, who).actor) as session:
            assert session.query(Referral).count() == count, who
    joined(desks, world, framework, "agency")
    joined(desks, world, framework, "other_authority")
    assert see(seen) == {"authority", "agency", "other_agency"}
    assert sent(world, "agency", home, 1, facts).status_code == 200
    assert see(home) == {"agency", "authority", "other_authority"}
    with open_session(engine, world.other_authority.actor) as session:
        assert session.query(Household).count() == 1
    told = ("household.changed", household["id"])
    assert told in kinds(heard(world, "other_authority"))
    # It is an option, and is none in what was found before once the agency has left.
    run = start(world)
    job(engine)(run)
    options = f"match-runs/{run}/young-people/{robin['id']}/options"
    found = world.client("authority").get(f"/api/v1/{options}").json()["items"]
    assert [one["household"] for one in found] == [household["id"]]
    assert desks["agency"].post(f"{AT}/{framework}/leave").status_code == 303
    assert world.client("authority").get(f"/api/v1/{options}").json()["items"] == []
    assert see(home) == {"agency"}
    assert see(seen) == {"authority", "other_agency"}
    off = {"member": world.other_agency.organisation.id}
    assert desks["authority"].post(f"{AT}/{framework}/take-off", off).status_code == 303
    assert see(seen) == {"authority"}
    page = desks["authority"].get(AT).text
    assert world.other_agency.organisation.name in page


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_framework_is_kept_by_its_authority_and_joined_by_who_was_asked(
    app, world, system, desks, framework
):
    for name, said in (("", "Enter a name"), ("Midlands homes", "already")):
        answer = desks["authority"].post(AT, {"name": name})
        assert (answer.status_code, said in answer.text) == (422, True)
    assert desks["agency"].post(AT, {"name": "Ours"}).status_code == 403
    for act in ("join", "leave"):
        answer = desks["other_agency"].post(f"{AT}/{framework}/{act}")
        assert answer.status_code == 404
    member = {"member": world.agency.organisation.id}
    for act in ("ask", "take-off"):
        answer = desks["other_authority"].post(f"{AT}/{framework}/{act}", member)
        assert answer.status_code == 404
    wrong = {"member": world.chair.organisation.id}
    answer = desks["authority"].post(f"{AT}/{framework}/ask", wrong)
    assert (answer.status_code, "not on it" in answer.text) == (422, True)
    joined(desks, world, framework, "agency")

    def named(who):
        items = world.client(who).get("/api/v1/sharing").json()["items"]
        return {(one["kind"], one["id"]) for one in items}

    ids = {who: getattr(world, who).organisation.id for who in desks}
    agencies = {("agency", ids[who]) for who in ("agency", "other_agency")}
    authorities = {("authority", ids[who]) for who in ("authority", "other_authority")}
    assert named("authority") == agencies | {("framework", framework)}
    assert named("agency") == authorities | {("framework", framework)}
    assert named("other_authority") == agencies
    assert named("chair") == named("group") == set()
    coordinator = signed_in(app, world.agency)
    made = world.client("agency").request(
        "POST", "/api/v1/households", json={"label": "Sana", "record": {}}
    )
    page = coordinator.get(f"/households/{made.json()['id']}/record/offered").text
    assert "Every authority on Midlands homes" in page
    officer = signed_in(app, world.authority)
    draft = officer.post("/referrals").headers["location"].split("/")[2]
    page = officer.get(f"/referrals/{draft}/sharing").text
    assert "Every agency on Midlands homes" in page
    # The keeper's leaving is its end.
    assert desks["authority"].post(f"{AT}/{framework}/leave").status_code == 303
    assert "Midlands homes" not in desks["agency"].get(AT).text


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_a_group_reads_the_homes_of_its_agencies_while_they_are_in_it(
    app, world, system, household, engine
):
    other = world.other_agency.organisation
    group, desk, theirs = (
        signed_in(app, builders.member(system, role=Role.ADMINISTRATOR, of=one))
        for one in (world.group.organisation, other, world.agency.organisation)
    )
    manager, key = signed_in(app, world.group), world.group.organisation.id
    kept = {"label": "Sana and Lee", "record": household["record"]}
    answer = world.client("other_agency").request(
        "POST", "/api/v1/households", json=kept
    )
    sana = answer.json()["id"]

    def homes():
        with open_session(engine, world.group.actor) as session:
            rows = {home.id for home in session.query(Household)}
        read = world.client("group").get("/api/v1/households").json()["items"]
        assert {one["id"] for one in read} == rows
        return rows

    assert homes() == {household["id"]}
    # It asks agencies and nobody else, and an agency is in it once it says so.
    at = f"{AT}/{key}"
    wrong = {"member": world.authority.organisation.id}
    assert group.post(f"{at}/ask", wrong).status_code == 422
    assert group.post(f"{at}/ask", {"member": other.id}).status_code == 303
    assert homes() == {household["id"]}
    assert "You are asked to join" in desk.get(AT).text
    assert desk.post(f"{at}/join").status_code == 303
    assert homes() == {household["id"], sana}
    found = manager.post("/households", {"search": "lee"}).text
    assert f'href="/households/{sana}">Sana and Lee' in found
    assert other.name in found
    assert household["id"] not in found
    page = manager.get(f"/households/{sana}").text
    assert f"{other.name} keeps this home" in page
    assert "Who said so" in page
    for way in ("Change", "/young-people", "/kept"):
        assert way not in page
    # Reading is all: the rest of Hearth is its agencies'.
    assert manager.get("/households").status_code == 200
    for path in ("young-people", "runs", "requests", "exports", "forums"):
        assert manager.get(f"/{path}").status_code == 403, path
    changed = sent(world, "group", f"households/{sana}", 1, kept)
    assert changed.status_code == 403
    assert group.post(AT, {"name": "Ours"}).status_code == 403
    # Nobody joins for another, and whoever leaves is seen no more from then on.
    assert theirs.post(f"{at}/take-off", {"member": other.id}).status_code == 403
    assert desk.post(f"{at}/leave").status_code == 303
    assert homes() == {household["id"]}
    assert manager.get(f"/households/{sana}").status_code == 404
    off = {"member": world.agency.organisation.id}
    assert group.post(f"{at}/take-off", off).status_code == 303
    assert homes() == set()
    shared = manager.get("/households").text
    assert "once it joins your group" in shared
    # No group is offered where one shares, and none reads what is shared.
    draft = signed_in(app, world.authority).post("/referrals").headers["location"]
    page = signed_in(app, world.authority).get(f"{draft.rsplit('/', 1)[0]}/sharing")
    assert world.group.organisation.name not in page.text
