"""A home that is offered no more is at once in no answer of an earlier run."""

import pytest

from app.match_runs.seen import OLDER
from app.what_ifs.tasks import work
from tests.app.features.conftest import job
from tests.app.features.test_answers import LATER, signed_in
from tests.app.features.test_match_runs import RUNS, start
from tests.app.features.test_what_ifs import ruled_out, tried


@pytest.fixture
def near(world):
    """A second home, one opening away from being an option."""
    answer = world.client("agency").request(
        "POST",
        "/api/v1/households",
        json={
            "label": "Sana",
            "offered_to": [world.authority.organisation.id],
            "record": LATER,
        },
    )
    return answer.json()["id"]


def withdraw(world, home):
    answer = world.client("agency").request(
        "PUT",
        f"/api/v1/households/{home}",
        headers={"If-Match": "1"},
        json={"label": "Amara and Jo", "offered_to": [], "record": {}},
    )
    assert answer.status_code == 200, answer.text


def everything(world, app, who, run, robin):
    """Everything a reader can open about a run and the young person, by address."""
    browser, client = signed_in(app, getattr(world, who)), world.client(who)
    young_person = f"{RUNS}/{run}/young-people/{robin}"
    found = {
        path: browser.get(path).text
        for path in (
            f"/young-people/{robin}/options?run={run}",
            f"/young-people/{robin}/openings?run={run}",
            f"/young-people/{robin}/why-not?run={run}",
            f"/runs/{run}",
            f"/runs/{run}/plan",
            f"/runs/{run}/what-if",
        )
    }
    for path in (
        f"{RUNS}/{run}/plan",
        f"{young_person}/options",
        f"{young_person}/exclusions",
        f"{young_person}/openings",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.text
    return found


def test_a_withdrawn_home_is_in_no_answer_of_an_earlier_run(
    world, app, household, near, referral, engine
):
    who = "authority"
    [robin] = (one["id"] for one in referral["young_people"])
    run = start(world, who)
    job(engine)(run)
    homes = (household["id"], near)
    read = [
        world.client(who).get(f"/api/v1/households/{home}").json() for home in homes
    ]
    signs = {*homes, *(one["reference"] for one in read)}
    before = everything(world, app, who, run, robin)
    assert {s for s in signs if any(s in text for text in before.values())} == signs
    assert household["id"] in before[f"{RUNS}/{run}/plan"]
    for home in homes:
        withdraw(world, home)
    after = everything(world, app, who, run, robin)
    assert [(s, path) for path, text in after.items() for s in signs if s in text] == []
    option = f"/young-people/{robin}/options/{household['id']}?run={run}"
    browser = signed_in(app, getattr(world, who))
    absent = option.replace(household["id"], "01900000-0000-7000-8000-000000000000")
    assert browser.get(option).status_code == browser.get(absent).status_code


def found_now(world, run, robin):
    """What the API says of a run: Robin's options and exclusions, and the plan."""
    client = world.client("authority")
    young_person = f"{RUNS}/{run}/young-people/{robin}"
    parts = (f"{young_person}/options", f"{young_person}/exclusions")
    options, excluded = (client.get(path).json() for path in parts)
    return options, excluded, client.get(f"{RUNS}/{run}/plan").json()["plan"]


def test_what_counted_a_withdrawn_home_counts_it_no_more(
    world, app, household, near, referral, engine
):
    """The home left stands as if the other had never been looked at."""
    [robin] = (one["id"] for one in referral["young_people"])
    run = start(world, "authority")
    job(engine)(run)
    options, excluded, plan = found_now(world, run, robin)
    assert options["considered"] == 2
    assert (options["standings"]["near"], len(excluded["excluded_by"])) == (1, 1)
    assert plan["levels"]
    assert options["items"][0]["cost_to_others"]
    withdraw(world, near)
    options, excluded, plan = found_now(world, run, robin)
    assert (options["considered"], options["total"]) == (1, 1)
    assert options["standings"] == {
        "open": 0,
        "open_with_questions": 1,
        "near": 0,
        "closed": 0,
    }
    assert (options["sureness"], options["items"][0]["cost_to_others"]) == (None, None)
    assert (excluded["excluded_by"], excluded["excluded_by_alone"]) == ({}, {})
    assert (plan["sentence"], plan["levels"]) == (OLDER, [])
    browser = signed_in(app, world.authority)
    for path in (f"/runs/{run}", f"/runs/{run}/plan", f"/runs/{run}/what-if"):
        assert OLDER in browser.get(path).text, path
    suits = world.client("authority").get(
        f"{RUNS}/{run}/households/{household['id']}/young-people"
    )
    [row] = suits.json()["young_people"]
    assert (row["options"], row["rank"], row["cost_to_others"]) == (1, None, None)


def test_a_run_page_counts_no_option_that_was_withdrawn(
    world, app, household, near, referral, engine
):
    run = start(world, "authority")
    job(engine)(run)
    withdraw(world, household["id"])
    page = signed_in(app, world.authority).get(f"/runs/{run}").text
    key, value = "No option yet</dt>", "summary-list__value"
    assert page.split(key)[1].split(value)[1].startswith('">1<')


def test_a_what_if_that_waited_is_stopped_when_a_home_is_withdrawn(
    world, household, near, referral, engine
):
    [robin] = (one["id"] for one in referral["young_people"])
    run = start(world, "authority")
    job(engine)(run)
    waiting = tried(world, run, ruled_out(robin, household["id"])).json()["id"]
    withdraw(world, near)
    work(engine).do(waiting)
    read = world.client("authority").get(f"/api/v1/what-ifs/{waiting}").json()
    assert (read["state"], read["difference"]) == ("stopped", None)
    again = tried(world, run, ruled_out(robin, household["id"]))
    assert (again.status_code, again.json()["detail"]) == (409, OLDER)
