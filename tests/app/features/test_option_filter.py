"""Showing only some of somebody's options, and who needs one home."""

from datetime import date

from app.core.actor import Role
from app.households.schemas import HouseholdOffer
from app.match_runs.filtering import OptionFilter
from tests.app import builders
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_match_runs import start

TODAY = date(2026, 11, 28)
HERE = HouseholdOffer("lantern", "ashmere", date(2026, 11, 1))
THERE = HouseholdOffer("harbour", "", date(2027, 1, 1))
FAR = {"criterion": "near", "unit": "miles", "verdict": "not met"}


def option(standing, *lines):
    return {"standing": standing, "verdicts": lines}


def test_an_option_is_shown_when_all_that_is_chosen_is_true_of_it():
    is_open, asked = option("open"), option("open with questions", FAR)
    for chosen, shown in (
        (OptionFilter(), (True, True)),
        (OptionFilter(standing="questions"), (False, True)),
        (OptionFilter(near=True), (True, False)),
        (OptionFilter(free=True), (True, False)),
        (OptionFilter(agency="harbour"), (False, True)),
        (OptionFilter(area="ashmere", standing="open"), (True, False)),
    ):
        pairs = ((is_open, HERE), (asked, THERE))
        assert tuple(chosen.shows(o, h, TODAY) for o, h in pairs) == shown
    assert OptionFilter(agency="harbour").known([HERE]) is None
    assert OptionFilter(standing="best").known([HERE]) is None
    assert OptionFilter(free=True, area="x").address() == "area=x&free=yes"


def test_the_pages_keep_the_count_and_say_who_needs_a_home(
    world, system, app, household, referral, engine
):
    [robin] = (one["id"] for one in referral["young_people"])
    run = start(world, "authority")
    job(engine)(run)
    browser = signed_in(app, world.authority)
    path = f"/young-people/{robin}/options?run={run}"
    assert "No option is like this" in browser.get(f"{path}&standing=open").text
    shown = browser.get(f"{path}&standing=questions").text
    assert "1 of 1 shown" in shown
    assert household["id"] in shown
    assert "a filter we do not know" in browser.get(f"{path}&agency=nobody").text
    # Also to those who look at runs and start none.
    worker = builders.member(
        system, role=Role.SOCIAL_WORKER, of=world.authority.organisation
    )
    needs = f"/runs/{run}/plan/homes/{household['id']}"
    assert "They have no other option." in signed_in(app, worker).get(needs).text
    absent = needs.replace(household["id"], "01900000-0000-7000-8000-000000000000")
    assert browser.get(absent).status_code == 404
