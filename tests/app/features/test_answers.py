"""What a run answers beyond options: openings, whom a home could suit, fair to whom."""

import pytest

from tests.app.browser import Browser
from tests.app.features.conftest import job
from tests.app.features.test_match_runs import RUNS, start

LATER = {
    "status": "approved",
    "terms": {"places": 2},
    "available_from": "2027-03-01",
    "bedrooms_free": 1,
    "carers": [{"gender": "female"}],
    "children": [],
}


@pytest.fixture
def later(world, household):
    """A second home of the agency, free six weeks after Robin needs one."""
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


def signed_in(app, member):
    browser = Browser(app)
    assert browser.sign_in(member.email).status_code == 303
    return browser


def test_each_side_reads_the_openings_that_are_its_own_to_make(
    world, later, referral, engine
):
    [robin] = referral["young_people"]
    kinds = {}
    for who in ("authority", "agency"):
        run = start(world, who)
        job(engine)(run)
        path = f"{RUNS}/{run}/young-people/{robin['id']}/openings"
        openings = world.client(who).get(path).json()["items"]
        assert all(opening["homes"] == [later] for opening in openings)
        kinds[who] = [opening["kind"] for opening in openings]
    assert kinds == {"authority": ["support", "request"], "agency": ["support"]}


def test_which_home_lacks_what_is_for_its_agency(world, app, referral, engine):
    one_term_away = {"terms": {"places": 2, "ages": [0, 11]}}
    answer = world.client("agency").request(
        "POST",
        "/api/v1/households",
        json={
            "label": "Sana",
            "offered_to": [world.authority.organisation.id],
            "record": LATER | one_term_away | {"available_from": "2026-11-01"},
        },
    )
    told = {}
    for who in ("authority", "agency"):
        run = start(world, who)
        job(engine)(run)
        found = world.client(who).get(f"{RUNS}/{run}/recruitment").json()
        told[who] = [change["homes"] for change in found["in_your_homes"]]
        assert [change["suits"] for change in found["one_change"]] == [1]
        assert not any("homes" in change for change in found["one_change"])
        page = signed_in(app, getattr(world, who)).get(f"/runs/{run}/recruitment")
        assert "If approval covered age 13" in page.text
        assert ("Sana" in page.text) == (who == "agency")
    assert told == {"authority": [], "agency": [[answer.json()["id"]]]}


def test_what_a_choice_takes_from_others_is_not_for_agencies(
    world, household, referral, engine
):
    [robin] = referral["young_people"]
    told = {}
    for who in ("authority", "agency"):
        run = start(world, who)
        job(engine)(run)
        path = f"{RUNS}/{run}/young-people/{robin['id']}/options"
        found = world.client(who).get(path).json()
        assert found["sureness"]["sentence"]
        [option] = found["items"]
        told[who] = option["cost_to_others"] and option["cost_to_others"]["sentence"]
    nothing = "Choosing this home takes nothing from anyone else."
    assert told == {"authority": nothing, "agency": None}


def test_openings_are_read_on_their_page(world, app, later, referral, engine):
    job(engine)(start(world))
    [robin] = referral["young_people"]
    page = signed_in(app, world.authority).get(f"/young-people/{robin['id']}/openings")
    assert "If a place were free by 15 January 2027, 1 home would open" in page.text
    assert "If the move could be 45 days later" in page.text
    assert "Sana" not in page.text


def test_a_household_shows_whom_it_could_welcome_while_they_are_shared(
    world, app, household, later, referral, engine
):
    browser = signed_in(app, world.agency)
    path = f"/households/{household['id']}/young-people"
    assert "Nobody has looked for homes yet" in browser.get(path).text
    run = start(world, "agency")
    job(engine)(run)
    assert "Robin" in browser.get(f"/runs/{run}/plan").text
    page = browser.get(path).text
    assert "Robin" in page
    assert "Number 1 of 1 home of yours" in page
    assert "only option" not in page
    near = browser.get(f"/households/{later}/young-people").text
    assert "45 days after it is needed" in near
    api = world.client("agency").get(f"{RUNS}/{run}{path}").json()
    [suited] = api["young_people"]
    assert (suited["name"], suited["rank"], suited["here"]) == ("Robin", 1, True)
    assert suited["cost_to_others"] is None
    kept = world.client("authority").get(f"/api/v1/referrals/{referral['id']}").json()
    withdrawn = world.client("authority").request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        headers={"If-Match": "1"},
        json={
            "share_with": [],
            "young_people": [
                {key: one[key] for key in ("sharing_name", "record")}
                for one in kept["young_people"]
            ],
        },
    )
    assert withdrawn.status_code == 200, withdrawn.text
    assert "Robin" not in browser.get(path).text
    assert "Robin" not in browser.get(f"/households/{later}/young-people").text
    for rest in ("", "/plan"):
        assert "Robin" not in browser.get(f"/runs/{run}{rest}").text
    left = world.client("agency").get(f"{RUNS}/{run}/plan").json()
    assert left["plan"]["assignments"] == left["plan"]["unplaced"] == []
    assert left["choices"]["offers"] == []


def test_a_home_that_is_not_yours_could_welcome_nobody_you_hear_of(
    world, app, household, referral, engine
):
    job(engine)(start(world, "agency"))
    other = signed_in(app, world.other_agency)
    foreign = other.get(f"/households/{household['id']}/young-people")
    absent = other.get("/households/01900000-0000-7000-8000-000000000000/young-people")
    assert foreign.status_code == absent.status_code == 404


def test_who_has_an_option_is_for_those_who_oversee(world, household, referral, engine):
    run = start(world, "chair")
    job(engine)(run)
    found = world.client("chair").get(f"{RUNS}/{run}/fairness").json()["fairness"]
    assert found["everyone"] is None
    assert found["notes"] == [
        "There are fewer than 5 young people: nothing is counted."
    ]
    own = start(world, "authority")
    job(engine)(own)
    assert world.client("authority").get(f"{RUNS}/{own}/fairness").status_code == 403
