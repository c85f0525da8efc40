"""Other systems keep homes and referrals under their own ids."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.case_systems.lines import MOST
from app.households.schemas import EXAMPLE as HOME
from app.referrals.schemas import EXAMPLE as REFERRAL

SYSTEM = "/api/v1/systems/Our%20case%20system"
MOSAIC_LIKE = "/api/v1/systems/another"


@pytest.fixture
def home(world) -> dict[str, object]:
    return {**HOME, "offered_to": [world.authority.organisation.id]}


@pytest.fixture
def refer(world) -> dict[str, object]:
    return {**REFERRAL, "share_with": [world.agency.organisation.id]}


def put(world, path, body, who="agency", **headers):
    client = world.client(who)
    return client.request("PUT", path, json=body, headers=headers)


def test_a_home_is_made_once_and_changed_after(world, home):
    made = put(world, f"{SYSTEM}/households/17", home)
    assert (made.status_code, made.json()["outcome"]) == (201, "created")
    again = put(world, f"{SYSTEM}/households/17", home)
    assert again.json() == {**made.json(), "outcome": "same"}
    changed = put(world, f"{SYSTEM}/households/17", {**home, "label": "Jo"})
    assert changed.json() == {**made.json(), "outcome": "changed", "version": 2}
    found = world.client("agency").get(f"{SYSTEM}/households/17").json()
    assert found == {"external_id": "17", "id": made.json()["id"]}
    # Another system may call another home the same.
    other = put(world, f"{MOSAIC_LIKE}/households/17", home)
    assert other.status_code == 201
    assert other.json()["id"] != made.json()["id"]


def test_what_people_changed_is_not_written_over_unseen(world, home):
    key = put(world, f"{SYSTEM}/households/17", home).json()["id"]
    ours = {**home, "label": "Amara, Jo and Sam"}
    put(world, f"/api/v1/households/{key}", ours, **{"If-Match": "1"})
    theirs = {**home, "label": "Amara and Jo M"}
    refused = put(world, f"{SYSTEM}/households/17", theirs)
    assert refused.status_code == 412
    assert "changed in Hearth" in refused.json()["detail"]
    assert world.client("agency").get(f"/api/v1/households/{key}").json()["label"] == (
        "Amara, Jo and Sam"
    )
    read = put(world, f"{SYSTEM}/households/17", theirs, **{"If-Match": '"2"'})
    assert (read.status_code, read.json()["version"]) == (200, 3)
    # From then on it is the last that wrote again.
    assert put(world, f"{SYSTEM}/households/17", home).json()["version"] == 4
    assert put(
        world, f"{SYSTEM}/households/18", home, **{"If-Match": "1"}
    ).status_code == (412)


def test_a_referral_with_brothers_and_sisters_is_known_again(world, refer):
    two = json.loads(json.dumps(refer))
    two["young_people"] *= 2
    two = json.loads(json.dumps(two))
    for person in two["young_people"]:
        person["record"]["needs"] = [
            {
                "criterion": "siblings_together",
                "strength": "essential",
                "parameters": {"sub_groups": [[1, 2]]},
            }
        ]
    made = put(world, f"{SYSTEM}/referrals/S-1", two, who="authority")
    assert made.status_code == 201, made.text
    again = put(world, f"{SYSTEM}/referrals/S-1", two, who="authority")
    assert again.json() == {**made.json(), "outcome": "same"}
    two["young_people"][1]["voice"] = "With my sister, please."
    changed = put(world, f"{SYSTEM}/referrals/S-1", two, who="authority")
    assert (changed.json()["outcome"], changed.json()["version"]) == ("changed", 2)


def test_each_line_is_answered_and_a_bad_one_keeps_none_from_being_kept(world, home):
    put(world, f"{SYSTEM}/households/1", home)
    wrong = {**home, "external_id": "2", "record": {"bedrooms_free": "two"}}
    wrong = {**wrong, "offered_to": ["nobody"]}
    lines = [
        json.dumps({**home, "external_id": "1", "label": "Changed"}),
        json.dumps(wrong),
        "",
        "{not json",
        json.dumps({**home, "external_id": "3"}),
        json.dumps({**home, "external_id": "3"}),
        json.dumps({**home, "external_id": "4", "if_match": 9, "x": 1}),
    ]
    answer = world.client("agency").request(
        "POST",
        f"{SYSTEM}/households",
        content="\n".join(lines),
        headers={"Content-Type": "application/x-ndjson"},
    )
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    said = [json.loads(line) for line in answer.text.splitlines()]
    assert [(one["line"], one["status"]) for one in said] == [
        (1, 200),
        (2, 422),
        (4, 422),
        (5, 201),
        (6, 200),
        (7, 422),
    ]
    assert said[4]["kept"]["outcome"] == "same"
    pointers = [
        {error["pointer"] for error in one["problem"]["errors"]}
        for one in (said[1], said[2], said[5])
    ]
    assert pointers == [{"/record/bedrooms_free", "/offered_to/0"}, {""}, {"/x"}]
    homes = world.client("agency").get("/api/v1/households").json()
    assert sorted(one["label"] for one in homes["items"]) == ["Amara and Jo", "Changed"]


def test_too_many_lines_are_refused_and_nothing_is_kept(world, home):
    lines = "\n".join(
        json.dumps({**home, "external_id": str(number)}) for number in range(MOST + 1)
    )
    answer = world.client("agency").request(
        "POST", f"{SYSTEM}/households", content=lines
    )
    assert answer.status_code == 413
    assert world.client("agency").get("/api/v1/households").json()["total"] == 0


def test_the_same_new_record_at_once_is_made_once(world, home):
    def send(_):
        return put(world, f"{SYSTEM}/households/17", home).status_code

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(send, range(6)))
    assert answers.count(201) == 1
    assert set(answers) <= {200, 201, 409}
    assert world.client("agency").get("/api/v1/households").json()["total"] == 1
