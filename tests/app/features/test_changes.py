"""Programs hear of every change once, and of nobody else's."""

import threading

import pytest
from sqlalchemy import select

from app.changes.models import Notice
from app.core.db import open_system_session
from app.core.sharing import FrameworkPlace
from app.external_ids.models import ExternalId
from tests.app.features.conftest import job
from tests.app.features.test_closing import ended
from tests.app.features.test_decisions import decided
from tests.app.features.test_erasure import erased, officer, robin
from tests.app.features.test_match_runs import start

__all__ = ["officer", "robin"]
CHANGES = "/api/v1/changes"


def heard(world, who, after="", limit=100):
    answer = world.client(who).get(CHANGES, params={"after": after, "limit": limit})
    assert answer.status_code == 200, answer.text
    return answer.json()


def kinds(found):
    return [(one["type"], one["record_id"]) for one in found["items"]]


def write(world, household, version, offered_to, label="Amara and Jo"):
    body = {"label": label, "record": {}, "offered_to": offered_to}
    return world.client("agency").request(
        "PUT",
        f"/api/v1/households/{household['id']}",
        json=body,
        headers={"If-Match": str(version)},
    )


def test_one_hears_of_ones_own_changes_and_of_what_one_may_see(world, household):
    authority, home = world.authority.organisation.id, household["id"]
    assert write(world, household, 1, [authority]).status_code == 200
    assert write(world, household, 2, []).status_code == 200
    assert write(world, household, 3, [], "Not yours to know of").status_code == 200
    changed, withdrawn = ("household.changed", home), ("household.withdrawn", home)
    own = heard(world, "agency")
    assert kinds(own) == [("household.created", home), changed, changed, changed]
    other = heard(world, "authority")
    assert kinds(other) == [("household.created", home), changed, withdrawn]
    assert {one["by"] for one in other["items"]} == {world.agency.organisation.id}
    for nobody in ("other_agency", "other_authority"):
        assert heard(world, nobody)["items"] == []
    # The group the agency is in reads its homes, whoever they are offered to.
    assert kinds(heard(world, "group")) == kinds(own)
    # Whoever goes on from there hears what is new, and nothing twice.
    again = heard(world, "authority", other["next"])
    assert again == {"items": [], "next": other["next"], "more": False}


def test_a_group_hears_of_its_agencies_homes_and_of_nothing_else(
    world, app, household, referral, engine
):
    """A canary of every other kind happens too, and in an agency of no group."""
    body = {"label": "Canary", "record": {}, "offered_to": []}
    path = "/api/v1/households"
    theirs = world.client("other_agency").request("POST", path, json=body).json()["id"]
    run = start(world)
    job(engine)(run)
    robin, home = referral["young_people"][0]["id"], household["id"]
    assert decided(world, robin, run, household=home).status_code == 201
    path = f"/api/v1/households/{home}/not-right-for/{robin}"
    said = world.client("agency").request("POST", path, json={"reason": "Canary"})
    assert said.status_code == 201, said.text
    assert kinds(heard(world, "group")) == [
        ("household.created", home),
        ("hold.taken", home),
    ]
    answer = world.client("group").get(CHANGES)
    canaries = (theirs, robin, run, referral["id"], "Canary", "Robin")
    assert [one for one in canaries if one in answer.text] == []
    # An agency that leaves takes its homes along.
    with open_system_session(engine) as session:
        for place in session.query(FrameworkPlace):
            session.delete(place)
        session.commit()
    before = heard(world, "group")["next"]
    assert write(world, household, 1, []).status_code == 200
    assert heard(world, "group", before)["items"] == []


def test_a_referral_that_ends_is_withdrawn_from_whom_it_was_shared_with(
    world, referral
):
    assert ended(world, referral).status_code == 200
    assert kinds(heard(world, "agency")) == [
        ("referral.created", referral["id"]),
        ("referral.withdrawn", referral["id"]),
    ]
    assert kinds(heard(world, "authority"))[-1] == ("referral.closed", referral["id"])


def test_little_by_little_is_the_same_as_at_once(world, household, referral):
    authority = world.authority.organisation.id
    for version in range(1, 5):
        assert write(world, household, version, [authority]).status_code == 200
    whole, parts, after, more = heard(world, "authority"), [], "", True
    while more:
        part = heard(world, "authority", after, limit=2)
        parts += part["items"]
        after, more = part["next"], part["more"]
    assert parts == whole["items"]
    assert len(parts) == 6
    assert after == whole["next"]


def test_a_cursor_of_ones_own_making_is_refused(world):
    for wrong in ("x", "bm8=", "W10=", "eyJhIjoiYiJ9", "€"):
        answer = world.client("agency").get(CHANGES, params={"after": wrong})
        assert answer.status_code == 422, wrong
        assert answer.json()["errors"][0]["pointer"] == "query/after"


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_nothing_is_missed_however_many_write_at_once(world):
    """Nobody's transaction ends in the order it began."""
    done, made, found = threading.Event(), [], []

    def add(who, count=15):
        for number in range(count):
            body = {"label": str(number), "record": {}, "offered_to": []}
            body["offered_to"] = [world.authority.organisation.id]
            answer = world.client(who).request("POST", "/api/v1/households", json=body)
            assert answer.status_code == 201, answer.text
            made.append(answer.json()["id"])

    def listen():
        after = ""
        while True:
            last = done.is_set()
            part = heard(world, "authority", after, limit=7)
            found.extend(one["record_id"] for one in part["items"])
            after = part["next"]
            if last and not part["more"]:
                return

    reader = threading.Thread(target=listen)
    writers = [
        threading.Thread(target=add, args=(who,))
        for who in ("agency", "other_agency", "agency", "other_agency")
    ]
    reader.start()
    for one in writers:
        one.start()
    for one in writers:
        one.join(60)
    done.set()
    reader.join(60)
    assert len(made) == 60
    assert sorted(found) == sorted(made)


def test_what_is_erased_is_told_no_more(world, referral, robin, officer, engine):
    key = referral["id"]
    with open_system_session(engine) as session:
        session.add(
            ExternalId(
                organisation_id=world.authority.organisation.id,
                source="mosaic",
                external_id="4711",
                record_type="referral",
                record_id=key,
            )
        )
        session.commit()
    assert ended(world, referral).status_code == 200
    assert erased(officer, robin).status_code == 303
    assert heard(world, "agency")["items"] == []
    with open_system_session(engine) as session:
        for model in (Notice, ExternalId):
            gone = select(model).where(model.record_id == key)
            assert session.scalars(gone).all() == []
