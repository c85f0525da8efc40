"""Records through the API: all there is to put right, pages of a list, two at once."""

import json
import threading

import pytest
import schemathesis

from app.core.clock import now
from app.core.columns import new_id
from app.core.db import open_session
from app.core.errors import ConflictError, PreconditionFailedError
from app.households import service as households
from app.households.models import Household
from app.identity.dependencies import TOKENS
from app.match_runs import service as runs
from app.referrals import service as referrals
from tests.app.features.conftest import job

HOUSEHOLDS, REFERRALS = "/api/v1/households", "/api/v1/referrals"
FACTS = {
    "born": "2013-04-01",
    "needed_by": "2027-01-15",
    "placement_type": "step-down",
}


def pointers(answer):
    assert answer.status_code == 422, answer.text
    return {
        error["pointer"].removesuffix("/value") for error in answer.json()["errors"]
    }


def test_all_that_is_wrong_with_a_referral_is_said_at_once(world):
    needs = [{"criterion": "sunny", "strength": "essential"}]
    answer = world.client("authority").request(
        "POST",
        REFERRALS,
        json={
            "share_with": [world.authority.organisation.id],
            "young_people": [
                {"sharing_name": "A", "record": {**FACTS, "born": "2999-01-01"}},
                {"sharing_name": "B", "record": {**FACTS, "needed_by": "soon"}},
                {"sharing_name": "C", "record": {**FACTS, "needs": needs}},
            ],
        },
    )
    assert pointers(answer) == {
        "/share_with/0",
        "/young_people/0/record/born",
        "/young_people/1/record/needed_by",
        "/young_people/2/record/needs/0/criterion",
    }
    assert world.client("authority").get(REFERRALS).json()["total"] == 0


@pytest.mark.parametrize("places", [-1, 1.5, "two", 1e400, float("nan")])
def test_a_number_that_is_none_is_refused_beside_the_rest(world, places):
    body = {
        "label": "X",
        "offered_to": [world.agency.organisation.id],
        "record": {"terms": {"places": places}},
    }
    answer = world.client("agency").request(
        "POST",
        HOUSEHOLDS,
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )
    assert pointers(answer) >= {"/offered_to/0"}
    assert any(pointer.startswith("/record/terms") for pointer in pointers(answer))


def test_a_refused_change_leaves_the_record_as_it_was(world, household):
    path = f"{HOUSEHOLDS}/{household['id']}"
    client = world.client("agency")
    answer = client.request(
        "PUT",
        path,
        headers={"If-Match": '"1"'},
        json={"label": "Other", "offered_to": [], "record": {"bedrooms_free": -1}},
    )
    assert pointers(answer) == {"/record/bedrooms_free"}
    assert client.get(path).json() == household
    assert client.get(path).headers["ETag"] == '"1"'


def test_brothers_and_sisters_stay_who_they_are_through_a_change(world):
    client = world.client("authority")
    together = {
        "criterion": "siblings_together",
        "strength": "essential",
        "parameters": {"sub_groups": [[1, 2], [3]]},
    }
    people = [
        {"sharing_name": name, "record": {**FACTS, "needs": [together]}}
        for name in ("Ash", "Bay", "Elm")
    ]
    made = client.request("POST", REFERRALS, json={"young_people": people}).json()
    ids = [person["id"] for person in made["young_people"]]
    [need] = made["young_people"][0]["record"]["needs"]
    assert need["parameters"]["sub_groups"] == [ids[:2], ids[2:]]
    path = f"{REFERRALS}/{made['id']}"
    for person in people:
        person["sharing_name"] += "y"
    changed = client.request(
        "PUT", path, json={"young_people": people}, headers={"If-Match": "1"}
    )
    assert changed.status_code == 200, changed.text
    read = client.get(path).json()["young_people"]
    assert [(p["id"], p["sharing_name"]) for p in read] == list(
        zip(ids, ("Ashy", "Bayy", "Elmy"), strict=True)
    )


def test_an_outline_does_not_say_where_the_school_is(world):
    school = {
        "criterion": "keep_school",
        "strength": "essential",
        "parameters": {"place": {"postcode": "ST4"}, "max_miles": 10},
    }
    person = {"sharing_name": "Ash", "record": {**FACTS, "needs": [school]}}
    made = world.client("authority").request(
        "POST",
        REFERRALS,
        json={
            "young_people": [person],
            "share_with": [world.agency.organisation.id],
        },
    )
    path = f"{REFERRALS}/{made.json()['id']}"
    assert "ST4" in world.client("authority").get(path).text
    for who in ("agency", "chair"):
        seen = world.client(who).get(path)
        assert "ST4" not in seen.text
        [need] = seen.json()["young_people"][0]["record"]["needs"]
        assert need["parameters"]["max_miles"] == 10


def test_a_withdrawn_share_ends_what_an_earlier_run_shows(
    world, household, referral, engine
):
    client, [robin] = world.client("agency"), referral["young_people"]
    run = client.request("POST", "/api/v1/match-runs", json={}).json()["id"]
    job(engine)(run)
    results = f"/api/v1/match-runs/{run}/young-people/{robin['id']}/options"
    assert client.get(results).status_code == 200
    world.client("authority").request(
        "PUT",
        f"{REFERRALS}/{referral['id']}",
        headers={"If-Match": "1"},
        json={"young_people": [{"sharing_name": "Robin", "record": FACTS}]},
    )
    assert client.get(f"{REFERRALS}/{referral['id']}").status_code == 404
    assert client.get(REFERRALS).json()["total"] == 0
    assert client.get(results).status_code == 404


def test_a_list_comes_in_pages(world, system):
    for number in range(27):
        system.add(
            Household(
                id=new_id(),
                organisation_id=world.agency.organisation.id,
                reference=f"R-{number:02}",
                label="X",
                record={},
                updated_at=now(),
            )
        )
    system.commit()
    client = world.client("agency")
    first, second, beyond = (
        client.get(f"{HOUSEHOLDS}?page={number}").json() for number in (1, 2, 3)
    )
    assert [len(page["items"]) for page in (first, second, beyond)] == [25, 2, 0]
    assert {(page["pages"], page["total"]) for page in (first, second)} == {(2, 27)}
    seen = [item["reference"] for item in first["items"] + second["items"]]
    assert seen == sorted(set(seen))
    assert pointers(client.get(f"{HOUSEHOLDS}?page=0")) == {"query/page"}


def test_of_two_runs_started_at_the_same_moment_one_is_refused(world, engine):
    said = beside(
        engine, world.agency.actor, lambda s, a: runs.start(s, a, "step-down")
    )
    assert said == ["", ConflictError.code]


def test_two_homes_kept_at_the_same_moment_get_references_of_their_own(world, engine):
    said = beside(
        engine,
        world.agency.actor,
        lambda s, a: households.create(s, a, label="X", facts={}, offered_to=[]),
    )
    assert said == ["", ""]
    kept = world.client("agency").get(HOUSEHOLDS).json()["items"]
    assert {home["reference"] for home in kept} == {"R-1", "R-2"}


def test_of_two_who_change_a_home_at_the_same_moment_one_is_refused(
    world, engine, household
):
    said = beside(
        engine,
        world.agency.actor,
        lambda s, a: households.keep_facts(
            s, a, household["id"], 1, {"weekly_fee": 900.0}
        ),
    )
    assert said == ["", PreconditionFailedError.code]
    found = world.client("agency").get(f"{HOUSEHOLDS}/{household['id']}").json()
    assert found["version"] == 2


def test_of_two_who_end_a_referral_at_the_same_moment_one_is_refused(
    world, engine, referral
):
    said = beside(
        engine,
        world.authority.actor,
        lambda s, a: referrals.close(s, a, referral["id"], 1, "staying"),
    )
    assert said == ["", PreconditionFailedError.code]


def beside(engine, actor, act):
    """Act twice, the second time before the first has committed; say how it went."""
    said = [""]

    def second():
        with open_session(engine, actor) as session:
            try:
                act(session, actor)
                session.commit()
                said.append("")
            except (ConflictError, PreconditionFailedError) as refused:
                said.append(refused.code)

    other = threading.Thread(target=second)
    with open_session(engine, actor) as session:
        act(session, actor)
        other.start()
        # Long enough to be waiting for the first.
        other.join(0.5)
        session.commit()
    other.join(20)
    return said


def test_the_description_of_the_api_is_valid(browser):
    described = browser.get("/api/v1/openapi.json").json()
    schemathesis.openapi.from_dict(described).validate()
    # Whoever asks for a token is answered as OAuth says (RFC 6749, 5.2).
    del described["paths"][TOKENS]
    for path, operations in described["paths"].items():
        for method, operation in operations.items():
            assert {"401", "403", "422"} <= operation["responses"].keys(), path
            assert ("404" in operation["responses"]) >= ("{" in path), (method, path)
