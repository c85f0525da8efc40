"""What an agency asks its carers, and that a home is not right for somebody."""

import pytest

from app.core.clock import today
from app.core.db import open_session
from app.match_runs.freeze import freeze
from matching.case_file import read_case
from tests.app.browser import Browser
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_match_runs import start

WHY = "Canary: the carers are grieving"
WORD = "The agency has said that this home would not be right for them."


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


def look(world, engine, who="authority"):
    run = start(world, who) if who != "authority" else start(world)
    job(engine)(run)
    return run


def found(world, run, person, what):
    path = f"/api/v1/match-runs/{run}/young-people/{person}/{what}"
    return world.client("authority").get(path)


def frozen_for(engine, who):
    with open_session(engine, who.actor) as session:
        case, _ = freeze(session, who.actor, "step-down", today())
    return [home.not_right_for for home in read_case(case).households]


def test_the_sheet_asks_plainly_and_names_nobody(world, app, household, robin, engine):
    job(engine)(start(world, "agency"))
    coordinator = signed_in(app, world.agency)
    at = f"/households/{household['id']}/young-people"
    page = coordinator.get(at).text
    assert f"{at}/{robin}/ask" in page
    sheet = coordinator.get(f"{at}/{robin}/ask").text
    main = sheet[sheet.index("<main") : sheet.index("</main")]
    for said in ("Questions for Amara and Jo", "They are 1", "(essential)"):
        assert said in main
    authority = world.authority.organisation.name
    assert [one for one in ("Robin", authority, "ST4", "B14") if one in main] == []


def test_what_the_agency_says_is_kept_to_and_only_it_reads_why(
    world, app, household, robin, engine
):
    coordinator = signed_in(app, world.agency)
    at = f"/households/{household['id']}/young-people/{robin}/not-right"
    answer = coordinator.post(at, {"reason": " "})
    assert (answer.status_code, "Enter a reason" in answer.text) == (422, True)
    assert coordinator.post(at, {"reason": WHY}).status_code == 303
    assert coordinator.post(at, {"reason": WHY}).status_code == 409
    assert WHY in coordinator.get(at).text
    for who in ("authority", "chair", "agency"):
        assert frozen_for(engine, getattr(world, who)) == [[robin]], who
    run = look(world, engine)
    officer = signed_in(app, world.authority)
    assert found(world, run, robin, "options").json()["items"] == []
    page = officer.get(f"/young-people/{robin}/why-not").text
    assert WORD in page
    assert WHY not in page
    path = f"/api/v1/households/{household['id']}/not-right-for"
    client = world.client("agency")
    assert [one["reason"] for one in client.get(path).json()["items"]] == [WHY]
    # Another agency, and the authority itself, have no such thing to say or to read.
    other = Browser(app)
    other.sign_in(world.other_agency.email)
    assert other.get(at).status_code == 404
    assert world.client("authority").get(path).status_code == 403
    assert client.request("DELETE", f"{path}/{robin}").json() == {"items": []}
    assert client.request("DELETE", f"{path}/{robin}").status_code == 404
    assert frozen_for(engine, world.authority) == [[]]
