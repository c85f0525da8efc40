"""A what-if: tried without touching a record, read by its own, adopted by who may."""

import re

import pytest

from app.audit.service import verify
from app.core.db import open_system_session
from app.jobs.models import JobState
from app.what_ifs.models import WhatIf
from app.what_ifs.tasks import work
from tests.app.browser import Browser
from tests.app.features.conftest import copied, job, work_out
from tests.app.features.test_answers import later, signed_in
from tests.app.features.test_match_runs import RUNS, start

__all__ = ["later"]
WHAT_IFS = "/api/v1/what-ifs"
WHY = "To see who else would gain"


@pytest.fixture
def run(world, household, referral, engine):
    """A finished run of the authority."""
    return copied(world, engine)


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


def tried(world, run, changes, who="authority", **other):
    body = {"changes": changes, "reason": WHY} | other
    return world.client(who).request("POST", f"{RUNS}/{run}/what-ifs", json=body)


def worked_out(world, engine, answer, who="authority"):
    """Work it out here and now: a process of its own takes its time to start."""
    assert answer.status_code == 202, answer.text
    key = answer.json()["id"]
    work_out(engine, key)
    return world.client(who).get(f"{WHAT_IFS}/{key}").json()


def ruled_out(person, home):
    pair = {"young_person": person, "household": home}
    return [{"at": "/decisions/ruled_out/-", "to": pair}]


def essential(world, referral):
    """Return the strength of the only need of the live record."""
    client = world.client("authority")
    kept = client.get(f"/api/v1/referrals/{referral['id']}").json()
    return kept["young_people"][0]["record"]["needs"][0]["strength"]


def test_a_home_ruled_out_is_lost_in_the_plan_and_nowhere_else(
    world, household, referral, run, robin, engine
):
    answer = tried(world, run, ruled_out(robin, household["id"]))
    work(engine).do(answer.json()["id"])
    found = world.client("authority").get(f"{WHAT_IFS}/{answer.json()['id']}").json()
    assert (found["state"], found["run"], found["reason"]) == ("done", run, WHY)
    difference = found["difference"]
    assert [(h["before"], h["after"]) for h in difference["homes"]] == [
        (household["id"], None)
    ]
    assert difference["sentences"] == [
        "1 young person would no longer have a home in the plan."
    ]
    kept = world.client("authority").get(f"/api/v1/referrals/{referral['id']}").json()
    assert kept["version"] == 1
    with open_system_session(engine) as session:
        assert verify(session, world.authority.organisation.id).fault is None


def test_all_there_is_to_put_right_is_said_at_once(world, household, run, robin):
    changes = [
        {"household": household["id"], "at": "/children", "to": []},
        {"at": "/policy", "to": "step-down"},
        {"young_person": robin, "at": "/needs/0/strength", "to": "preferred"},
    ]
    answer = tried(world, run, changes, reason=" ")
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [
        "/reason",
        "/changes/0/at",
        "/changes/1/at",
    ]
    changes = [
        {"young_person": robin, "at": "/needs/7/strength", "to": "preferred"},
        {"at": "/decisions/fixed/-", "to": {"young_person": robin}},
    ]
    answer = tried(world, run, changes)
    assert answer.status_code == 422
    assert [e["pointer"] for e in answer.json()["errors"]] == [
        "/changes/0/at",
        "/changes/1/to",
    ]
    pair = {"young_person": robin, "household": household["id"]}
    changes = [
        *ruled_out(robin, household["id"]),
        {"at": "/decisions/fixed/-", "to": pair},
        {"young_person": robin, "at": "/needs/0/criterion", "to": "swimming"},
    ]
    answer = tried(world, run, changes)
    assert [e["pointer"] for e in answer.json()["errors"]] == [
        "/changes/1/to",
        "/changes/2/to",
    ]


def test_an_agency_tries_its_own_homes_and_nobodys_needs(
    world, household, referral, robin, engine
):
    started = copied(world, engine, "agency")
    needs = [{"young_person": robin, "at": "/needs", "to": []}]
    assert tried(world, started, needs, "agency").status_code == 422
    children = [{"household": household["id"], "at": "/children", "to": [{"age": 9}]}]
    found = worked_out(
        world, engine, tried(world, started, children, "agency"), "agency"
    )
    [option] = found["difference"]["options"]
    assert (option["before"], option["after"]) == ("open with questions", None)


def test_no_place_is_moved_about_to_find_where_somebody_must_not_be(
    world, household, referral, engine
):
    started = copied(world, engine, "agency")
    postcode = {"postcode": "B14"}
    near = {"criterion": "near", "parameters": {"place": postcode, "max_miles": 1}}
    for who, change in (
        ("household", {"at": "/location", "to": postcode}),
        ("household", {"at": "/location/value/postcode", "to": "B14"}),
        ("young_person", {"at": "/needs/-", "to": near}),
    ):
        about = household if who == "household" else referral["young_people"][0]
        answer = tried(world, started, [change | {who: about["id"]}], "agency")
        assert answer.json()["errors"][0] == {
            "pointer": "/changes/0/at",
            "detail": "a place cannot be changed in a what-if",
        }


def test_an_opening_is_tried_from_its_page_and_adopted(
    world, app, later, referral, engine, robin
):
    started = start(world)
    job(engine)(started)
    browser = signed_in(app, world.authority)
    page = browser.get(f"/young-people/{robin}/openings?run={started}").text
    assert "Try it" in page
    path = f"{RUNS}/{started}/young-people/{robin}/openings"
    openings = world.client("authority").get(path).json()["items"]
    number = next(n for n, o in enumerate(openings) if o["kind"] == "request")
    form = {"young_person": robin, "number": str(number), "household": later}
    asked = f"/runs/{started}/what-if/opening"
    assert "Enter a reason" in browser.post(asked, form).text
    answer = browser.post(asked, form | {"reason": WHY})
    assert answer.status_code == 303
    where = answer.headers["location"]
    assert "Refresh" in browser.get(where).text
    work_out(engine, where.rsplit("/", 1)[-1])
    page = browser.get(where).text
    assert "1 option would appear, for 1 young person." in page
    assert "Sana" not in page
    assert "Adopt as a change" in page
    adopt(browser, where)
    assert "Adopted by" in browser.get(where).text
    kept = world.client("authority").get(f"/api/v1/referrals/{referral['id']}").json()
    assert kept["young_people"][0]["record"]["needed_by"] == "2027-03-01"
    assert kept["version"] == 2


def adopt(browser: Browser, where: str) -> str:
    page = browser.get(f"{where}/adopt").text
    [version] = re.findall(r'name="version" value="(\d+)"', page)
    form = {"version": version, "reason": "Agreed with Robin"}
    return browser.post(f"{where}/adopt", form).text


def test_needs_are_tried_on_a_form(world, app, run, robin, engine):
    browser = signed_in(app, world.authority)
    path = f"/runs/{run}/what-if/need"
    assert "Robin" in browser.get(path).text
    assert "No other children" in browser.get(f"{path}?young_person={robin}").text
    form = {"young_person": robin, "strength": "essential", "reason": WHY}
    assert "Change something first" in browser.post(path, form).text
    answer = browser.post(path, form | {"strength": "not asked for"})
    assert answer.status_code == 303
    assert "not asked for" in browser.get("/what-ifs").text


def test_choices_are_tried_on_a_form(world, app, household, run, robin, engine):
    browser = signed_in(app, world.authority)
    path = f"/runs/{run}/what-if"
    page = browser.get(f"{path}?young_person={robin}&household={household['id']}").text
    assert f'value="{robin}" selected' in page
    form = {"choice": "fixed", "young_person": robin, "household": "", "reason": WHY}
    assert "Select a home" in browser.post(path, form).text
    answer = browser.post(path, form | {"household": household["id"]})
    work_out(engine, answer.headers["location"].rsplit("/", 1)[-1])
    page = browser.get(answer.headers["location"]).text
    assert "Nobody’s home in the plan would change." in page
    assert "is a decision. Record it on the young person’s page" in page


def test_pressed_twice_is_tried_once(world, household, run, robin):
    once = tried(world, run, ruled_out(robin, household["id"])).json()
    again = tried(world, run, ruled_out(robin, household["id"])).json()
    assert again["id"] == once["id"]


def test_what_was_changed_since_is_not_changed_by_adopting(
    world, referral, run, robin, engine
):
    client = world.client("authority")
    changes = [{"young_person": robin, "at": "/needs/0/strength", "to": "preferred"}]
    found = worked_out(world, engine, tried(world, run, changes))
    path = f"{WHAT_IFS}/{found['id']}/adopt"

    def adopted(version: str):
        body = {"reason": "Agreed with Robin"}
        return client.request("POST", path, json=body, headers={"If-Match": version})

    assert adopted("7").status_code == 412
    assert essential(world, referral) == "essential"
    kept = client.get(f"/api/v1/referrals/{referral['id']}").json()
    people = [
        {key: one[key] for key in ("sharing_name", "voice", "record")}
        for one in kept["young_people"]
    ]
    first = {"criterion": "driver", "strength": "preferred"}
    people[0]["record"]["needs"].insert(0, first)
    body = {"young_people": people, "share_with": kept["share_with"]}
    changed = client.request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json=body,
        headers={"If-Match": "1"},
    )
    assert changed.status_code == 200, changed.text
    answer = adopted("2")
    assert answer.status_code == 409
    assert "Nothing was changed" in answer.json()["detail"]
    people[0]["record"]["needs"].pop(0)
    client.request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json=body,
        headers={"If-Match": "2"},
    )
    assert adopted("3").json()["adopted_at"]
    assert essential(world, referral) == "preferred"
    assert adopted("4").status_code == 409


def test_only_who_keeps_the_record_adopts(world, household, referral, robin, engine):
    started = copied(world, engine, "chair")
    changes = [{"young_person": robin, "at": "/needs/0/strength", "to": "preferred"}]
    found = worked_out(world, engine, tried(world, started, changes, "chair"), "chair")
    answer = world.client("chair").request(
        "POST",
        f"{WHAT_IFS}/{found['id']}/adopt",
        json={"reason": WHY},
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 409
    assert "authority keeps this record" in answer.json()["detail"]
    assert essential(world, referral) == "essential"


def test_somebody_no_longer_shared_is_no_longer_named(
    world, app, household, referral, robin, engine
):
    started = copied(world, engine, "agency")
    out = ruled_out(robin, household["id"])
    found = worked_out(world, engine, tried(world, started, out, "agency"), "agency")
    assert found["difference"]["homes"]
    browser = signed_in(app, world.agency)
    where = f"/what-ifs/{found['id']}"
    assert "Robin" in browser.get(where).text
    record = {key: referral["young_people"][0][key] for key in ("sharing_name",)}
    own = world.client("authority").get(f"/api/v1/referrals/{referral['id']}").json()
    record["record"] = own["young_people"][0]["record"]
    world.client("authority").request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json={"young_people": [record], "share_with": []},
        headers={"If-Match": "1"},
    )
    assert "Robin" not in browser.get(where).text
    again = world.client("agency").get(f"{WHAT_IFS}/{found['id']}").json()
    assert again["difference"] is None
    again = tried(world, started, out, "agency")
    assert (again.status_code, "has changed since" in again.text) == (409, True)


def test_one_that_was_under_way_when_its_worker_died_is_done_again(
    world, household, run, robin, engine
):
    answer = tried(world, run, ruled_out(robin, household["id"]))
    with open_system_session(engine) as session:
        found = session.get(WhatIf, answer.json()["id"])
        assert found is not None
        found.state = JobState.RUNNING
        session.commit()
    work(engine).do(answer.json()["id"])
    read = world.client("authority").get(f"{WHAT_IFS}/{answer.json()['id']}").json()
    assert read["state"] == "done"


def test_one_stopped_before_it_began_is_over_at_once(
    world, household, run, robin, engine
):
    answer = tried(world, run, ruled_out(robin, household["id"]))
    stop = f"{WHAT_IFS}/{answer.json()['id']}/stop"
    assert world.client("authority").request("POST", stop).json()["state"] == "stopped"
    work(engine).do(answer.json()["id"])
    read = world.client("authority").get(f"{WHAT_IFS}/{answer.json()['id']}").json()
    assert (read["state"], read["difference"]) == ("stopped", None)
