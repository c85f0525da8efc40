"""Why a home is not an option: looked for by its name, and one home in full."""

from app.core.db import open_system_session
from app.match_runs.models import MatchRun
from tests.app.features.conftest import job
from tests.app.features.test_answers import later, signed_in  # noqa: F401
from tests.app.features.test_match_runs import start

NOBODY = "01900000-0000-7000-8000-000000000000"


def test_a_home_is_looked_for_by_name_and_shown_with_every_verdict(
    world,
    app,
    household,
    later,  # noqa: F811
    referral,
    engine,
):
    [robin] = (one["id"] for one in referral["young_people"])
    run = start(world, "authority")
    job(engine)(run)
    browser = signed_in(app, world.authority)
    path = f"/young-people/{robin}/why-not"
    page = browser.get(path).text
    assert f"{path}/{later}" in page
    reference = world.client("authority").get(f"/api/v1/households/{later}").json()
    name = f"Home {reference['reference']}"
    found = browser.post(f"{path}?run={run}", {"home": name, "standing": "near"}).text
    assert f"{path}/{later}" in found
    assert name not in str(browser.post(f"{path}?run={run}", {"home": name}).url)
    missed = browser.post(f"{path}?run={run}", {"home": "R-40"}).text
    assert "R-40 is not among these homes" in missed
    # Everything that was judged, not only what stands in the way.
    one = browser.get(f"{path}/{later}?run={run}").text
    assert "A place is free from 1 March 2027" in one
    assert "No other child lives here" in one
    assert "Update what is recorded" not in one
    # A home that is no option is led here; one that is not there is nowhere.
    led = browser.get(f"/young-people/{robin}/options/{later}?run={run}")
    assert led.headers["location"] == f"{path}/{later}?run={run}"
    assert browser.get(f"{path}/{NOBODY}?run={run}").status_code == 404
    option = f"/young-people/{robin}/options/{household['id']}?run={run}"
    led = browser.get(f"{path}/{household['id']}?run={run}")
    assert led.headers["location"] == option
    # Its agency is led to what may be out of date.
    job(engine)(start(world, "agency"))
    own = signed_in(app, world.agency).get(f"{path}/{later}").text
    assert "Update what is recorded of Sana" in own
    with open_system_session(engine) as session:
        kept = session.get_one(MatchRun, run)
        kept.frozen = None
        session.commit()
    rest = browser.get(f"{path}/{later}?run={run}").text
    assert "The rules have changed" in rest
    assert "A place is free from 1 March 2027" in rest
