"""Who sees what: own, shared and other, and foreign looks like absent."""

import pytest

ABSENT = "01900000-0000-7000-8000-000000000000"


def test_a_household_is_seen_whole_by_its_agency(world, household):
    seen = world.client("agency").get(f"/api/v1/households/{household['id']}").json()
    assert seen["label"] == "Amara and Jo"
    [carer] = seen["record"]["carers"]["value"]
    assert carer["faith"]["value"] == "Muslim"


@pytest.mark.parametrize("who", ["authority", "chair"])
def test_others_see_an_outline_without_names_or_faith(world, household, who):
    seen = world.client(who).get(f"/api/v1/households/{household['id']}").json()
    assert seen["label"] is None
    assert "carers" not in seen["record"]
    assert seen["reference"] == "R-1"


@pytest.mark.parametrize("who", ["other_agency", "other_authority"])
def test_a_foreign_household_looks_like_an_absent_one(world, household, who):
    client = world.client(who)
    foreign = client.get(f"/api/v1/households/{household['id']}")
    absent = client.get(f"/api/v1/households/{ABSENT}")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json() == absent.json()
    assert client.get("/api/v1/households").json()["total"] == 0


def test_a_label_cannot_be_searched_for_by_others(world, household):
    found = world.client("authority").get("/api/v1/households?search=Amara").json()
    assert found["total"] == 0
    assert world.client("agency").get("/api/v1/households?search=amara").json()["total"]


def test_a_withdrawn_offer_disappears_at_once(world, household):
    changed = world.client("agency").request(
        "PUT",
        f"/api/v1/households/{household['id']}",
        headers={"If-Match": "1"},
        json={"label": "Amara and Jo", "offered_to": [], "record": {}},
    )
    assert changed.status_code == 200
    gone = world.client("authority").get(f"/api/v1/households/{household['id']}")
    assert gone.status_code == 404


def test_an_agency_sees_only_the_outline_of_a_young_person(world, referral):
    seen = world.client("agency").get(f"/api/v1/referrals/{referral['id']}").json()
    [robin] = seen["young_people"]
    assert robin["sharing_name"] == "Robin"
    assert robin["age"] == 13
    assert not {"born", "home", "avoid_places"} & robin["record"].keys()
    assert seen["share_with"] == []


@pytest.mark.parametrize("who", ["other_agency", "other_authority"])
def test_a_foreign_referral_looks_like_an_absent_one(world, referral, who):
    client = world.client(who)
    foreign = client.get(f"/api/v1/referrals/{referral['id']}")
    absent = client.get(f"/api/v1/referrals/{ABSENT}")
    assert foreign.status_code == absent.status_code == 404
    assert foreign.json() == absent.json()
    assert client.get("/api/v1/referrals").json()["total"] == 0


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("authority", "/api/v1/households"),
        ("chair", "/api/v1/households"),
        ("agency", "/api/v1/referrals"),
        ("chair", "/api/v1/referrals"),
    ],
)
def test_only_its_own_side_writes_a_record(world, who, path):
    body = (
        {"label": "X", "record": {}}
        if path.endswith("households")
        else {"young_people": [{"sharing_name": "X", "record": {}}]}
    )
    assert world.client(who).request("POST", path, json=body).status_code == 403


def test_everything_wrong_with_a_record_is_said_at_once_and_nothing_kept(world):
    client = world.client("agency")
    answer = client.request(
        "POST",
        "/api/v1/households",
        json={"label": "X", "record": {"status": "happy", "bedrooms_free": -1}},
    )
    assert answer.status_code == 422
    places = {error["pointer"] for error in answer.json()["errors"]}
    assert {place.removesuffix("/value") for place in places} == {
        "/record/status",
        "/record/bedrooms_free",
    }
    assert client.get("/api/v1/households").json()["total"] == 0


def test_more_young_people_than_places_is_refused(world):
    placements = [{"young_person": f"P{n}", "age": 9} for n in range(2)]
    answer = world.client("agency").request(
        "POST",
        "/api/v1/households",
        json={
            "label": "X",
            "record": {"terms": {"places": 1}, "placements": placements},
        },
    )
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/record/placements"


def test_an_unknown_need_is_refused(world):
    record = {
        "born": "2013-04-01",
        "needed_by": "2027-01-15",
        "placement_type": "step-down",
        "needs": [{"criterion": "sunny", "strength": "essential"}],
    }
    answer = world.client("authority").request(
        "POST",
        "/api/v1/referrals",
        json={"young_people": [{"sharing_name": "X", "record": record}]},
    )
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["pointer"] == "/young_people/0/record/needs/0/criterion"


def test_a_change_to_what_someone_else_changed_is_refused(world, household):
    path = f"/api/v1/households/{household['id']}"
    body = {"label": "Amara", "offered_to": [], "record": {}}
    client = world.client("agency")
    first = client.request("PUT", path, json=body, headers={"If-Match": "1"})
    second = client.request("PUT", path, json=body, headers={"If-Match": "1"})
    assert (first.status_code, second.status_code) == (200, 412)
