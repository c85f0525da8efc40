"""A home that is offered no more is at once in no answer of an earlier run."""

import pytest

from app.match_runs.tasks import job
from tests.app.features.test_answers import LATER, signed_in
from tests.app.features.test_match_runs import RUNS, start


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
