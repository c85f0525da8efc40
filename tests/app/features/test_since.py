"""What changed since the last run: for everyone and for one young person."""

from tests.app.features.conftest import job
from tests.app.features.test_answers import LATER, later, signed_in  # noqa: F401
from tests.app.features.test_match_runs import RUNS, start


def run_now(world, engine):
    run = start(world, "authority")
    job(engine)(run)
    return run


def write(world, home, version, record):
    answer = world.client("agency").request(
        "PUT",
        f"/api/v1/households/{home}",
        headers={"If-Match": str(version)},
        json={
            "label": "A home",
            "offered_to": [world.authority.organisation.id],
            "record": record,
        },
    )
    assert answer.status_code == 200, answer.text


def test_a_home_that_opens_and_one_that_goes_are_told_with_their_reasons(
    world,
    app,
    household,
    later,  # noqa: F811
    referral,
    engine,
):
    [robin] = (one["id"] for one in referral["young_people"])
    client, browser = world.client("authority"), signed_in(app, world.authority)
    first = run_now(world, engine)
    assert client.get(f"{RUNS}/{first}/changes").json()["before"] is None
    assert "no earlier run" in browser.get(f"/runs/{first}/changes").text
    # One is free in time now; in the other a child has come to live.
    write(world, later, 1, {**LATER, "available_from": "2026-12-01"})
    child = {"age": 4, "kind": "birth"}
    record = {
        "status": "approved",
        "terms": {"places": 2},
        "available_from": "2026-11-01",
        "bedrooms_free": 1,
        "carers": [{"gender": "female", "faith": "Christian"}],
        "children": [child],
    }
    write(world, household["id"], 1, record)
    second = run_now(world, engine)
    found = client.get(f"{RUNS}/{second}/changes").json()
    assert found["before"] == first
    # Not the carers' faith: it is not for the authority to read.
    assert found["homes_changed"] == {
        later: ["when a place is free"],
        household["id"]: ["children at home"],
    }
    [theirs] = found["items"]
    assert (theirs["options_before"], theirs["options_after"]) == (1, 1)
    [new], [gone] = theirs["new"], theirs["gone"]
    assert (new["household"], new["before"]) == (later, "near")
    assert [r["criterion"] for r in new["reasons"]] == ["availability"]
    assert new["reasons"][0]["after"] == "A place is free from 1 December 2026."
    assert (gone["household"], gone["after"]) == (household["id"], "near")
    assert [r["criterion"] for r in gone["reasons"]] == ["solo"]
    assert (theirs["changed"], theirs["out"], theirs["other_reasons"]) == ([], [], 0)
    read = client.get(f"/api/v1/households/{household['id']}").json()
    gone_by_name = f"Home {read['reference']}"
    # The same on the pages, and nothing of a home withdrawn since.
    for path in (f"/runs/{second}/changes", f"/young-people/{robin}/changes"):
        text = browser.get(path).text
        assert later in text
        assert gone_by_name in text
        assert "faith" not in text
    assert "A place is free from 1 March 2027" in text
    agency = signed_in(app, world.agency)
    assert "not two runs" in agency.get(f"/young-people/{robin}/changes").text
    world.client("agency").request(
        "PUT",
        f"/api/v1/households/{later}",
        headers={"If-Match": "2"},
        json={"label": "A home", "offered_to": [], "record": {}},
    )
    for path in (f"/runs/{second}/changes", f"/young-people/{robin}/changes"):
        assert later not in browser.get(path).text
    assert later not in client.get(f"{RUNS}/{second}/changes").text
