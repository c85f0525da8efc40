"""Requests: asked, answered in the record, and each side sees only its own."""

import re

import pytest

from app.audit.service import verify
from app.core.actor import Role
from app.core.db import open_system_session
from tests.app import builders
from tests.app.features.conftest import job
from tests.app.features.test_answers import later, signed_in
from tests.app.features.test_match_runs import RUNS, start

__all__ = ["later"]
API = "/api/v1/requests"


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


@pytest.fixture
def run(world, household, later, referral, engine):
    """A finished run of the authority, with openings and with questions."""
    found = start(world)
    job(engine)(found)
    return found


def opening(world, run, robin, kind):
    """Return the place and the home of the first opening of a kind."""
    path = f"{RUNS}/{run}/young-people/{robin}/openings"
    items = world.client("authority").get(path).json()["items"]
    return next((n, o["homes"][0]) for n, o in enumerate(items) if o["kind"] == kind)


def ask_page(run, robin, home, **what):
    [(kind, place)] = what.items()
    return f"/runs/{run}/ask?young_person={robin}&household={home}&{kind}={place}"


def form_of(page):
    """Return the fields of the one form that is sent, as they are filled in."""
    fields = dict(re.findall(r'<input[^>]* name="(\w+)"[^>]* value="([^"]*)"', page))
    fields["message"] = re.search(r'name="message"[^>]*>([^<]*)<', page)[1]
    return fields


def sent(browser, run, robin, home, **what):
    """Ask as the page proposes, and return where the request is."""
    page = browser.get(ask_page(run, robin, home, **what)).text
    answer = browser.post(f"/runs/{run}/ask", form_of(page))
    assert answer.status_code == 303, answer.text
    return answer.headers["location"].split("?")[0]


def needed_by(world, referral):
    path = f"/api/v1/referrals/{referral['id']}"
    return world.client("authority").get(path).json()["young_people"][0]["record"]


def test_a_change_is_asked_answered_made_and_feeds_the_next_run(
    world, app, referral, robin, run, system, engine
):
    officer = signed_in(app, world.authority)
    number, home = opening(world, run, robin, "request")
    asked = ask_page(run, robin, home, opening=number)
    link = asked.replace("&", "&amp;")
    assert link in officer.get(f"/young-people/{robin}/openings?run={run}").text
    page = officer.get(asked).text
    assert "Robin needs a home by 15 January 2027. A home would be an option if" in page
    wrong = officer.post(
        f"/runs/{run}/ask", form_of(page) | {"message": "", "day": "x"}
    )
    assert wrong.status_code == 422
    for said in ("Enter a message", "Enter a date, for example", 'value="x"'):
        assert said in wrong.text, said
    wrong = officer.post(f"/runs/{run}/ask", form_of(page) | {"year": "2099"})
    assert "Date must be before the home is needed, 15 January 2027" in wrong.text
    where = sent(officer, run, robin, home, opening=number)
    again = officer.post(f"/runs/{run}/ask", form_of(page))
    assert (again.status_code, "waits for an answer" in again.text) == (409, True)
    worker = builders.member(
        system, role=Role.SOCIAL_WORKER, of=world.authority.organisation
    )
    theirs = signed_in(app, worker)
    assert "asks about Robin" in theirs.get("/").text
    assert "Your organisation was asked something" in theirs.get("/notifications").text
    assert theirs.post(f"{where}/answers", {"because": " "}).status_code == 422
    answer = {"outcome": "agreed", "because": "Robin would rather wait."}
    assert theirs.post(f"{where}/answers", answer).status_code == 303
    assert needed_by(world, referral)["needed_by"] == "2027-03-01"
    assert theirs.post(f"{where}/answers", answer).status_code == 409
    page = officer.get(where).text
    for said in ("Robin would rather wait.", "Agreed", "Look again for Robin"):
        assert said in page, said
    assert "An answer came about Robin: look for homes again" in officer.get("/").text
    newer = start(world)
    job(engine)(newer)
    page = officer.get(f"/young-people/{robin}/options").text
    assert "What changed: 1 new option" in page
    assert "An answer came" not in officer.get("/").text
    with open_system_session(engine) as session:
        assert verify(session, world.authority.organisation.id).fault is None


def test_what_is_the_young_persons_own_wish_their_social_worker_answers(
    world, app, referral, robin, household, system, engine
):
    client = world.client("authority")
    path = f"/api/v1/referrals/{referral['id']}"
    kept = client.get(path).json()
    person = {
        k: kept["young_people"][0][k] for k in ("sharing_name", "voice", "record")
    }
    person["record"]["needs"] = [
        {
            "criterion": "near",
            "strength": "essential",
            "parameters": {"place": {"postcode": "ST4"}, "max_miles": 5},
            "reason": "My friends are here.",
            "source": "young person",
        }
    ]
    body = {"young_people": [person], "share_with": kept["share_with"]}
    client.request("PUT", path, json=body, headers={"If-Match": "1"})
    agency = world.client("agency")
    home = agency.get(f"/api/v1/households/{household['id']}").json()
    record = home["record"] | {"location": {"postcode": "ST15"}}
    body = {"label": home["label"], "record": record, "offered_to": home["offered_to"]}
    agency.request(
        "PUT",
        f"/api/v1/households/{household['id']}",
        json=body,
        headers={"If-Match": "1"},
    )
    run = start(world)
    job(engine)(run)
    number, where = opening(world, run, robin, "request")
    officer = signed_in(app, world.authority)
    page = officer.get(ask_page(run, robin, where, opening=number)).text
    assert "“My friends are here.”" in page
    request = sent(officer, run, robin, where, opening=number)
    page = officer.get(request).text
    assert (
        "Their social worker answers."
        in officer.post(
            f"{request}/answers", {"outcome": "agreed", "because": "Fine"}
        ).text
    )
    assert "What is your answer?" not in page
    assert "asks about Robin" not in officer.get("/").text
    worker = signed_in(
        app,
        builders.member(
            system, role=Role.SOCIAL_WORKER, of=world.authority.organisation
        ),
    )
    assert "Talk with Robin before you answer" in worker.get(request).text
    answer = {"outcome": "in_part", "because": "A bus goes there.", "value": "99"}
    page = worker.post(f"{request}/answers", answer).text
    assert "Enter the new value, between 5 and" in page
    assert "Enter what they said" in page
    answer |= {"value": "6.5", "heard": "Only if I keep football."}
    assert worker.post(f"{request}/answers", answer).status_code == 303
    need = needed_by(world, referral)["needs"][0]
    assert need["parameters"]["max_miles"] == 6.5
    assert need["confirmed_on"]
    assert "Agreed in part: 6.5 miles" in officer.get(request).text


def test_an_agency_answers_a_question_and_nobody_else_sees_it(
    world, app, referral, robin, run, household, system
):
    officer, agency = signed_in(app, world.authority), signed_in(app, world.agency)
    where = sent(officer, run, robin, household["id"], question=0)
    option = f"/young-people/{robin}/options/{household['id']}?run={run}"
    assert "Asked on" in officer.get(option).text
    page = agency.get(where).text
    assert "Amara and Jo" in page
    assert "Withdraw" not in page
    for who in ("other_agency", "other_authority", "chair"):
        browser = signed_in(app, getattr(world, who))
        assert browser.get(where).status_code == 404
        assert "Robin" not in browser.get("/requests").text
    assert "Robin" in agency.get("/requests").text
    talk = {"outcome": "talk", "because": "Ring us first."}
    assert agency.post(f"{where}/answers", talk).status_code == 303
    assert "They want to talk" in officer.get("/requests?show=from-you").text
    assert "want to talk about Robin" in officer.get("/").text
    wrong = officer.post(f"{where}/replies", {"reply": " "})
    assert "Enter what you want to say" in wrong.text
    replies, client = f"{API}/{where.split('/')[-1]}/replies", world.client("authority")
    given = client.request("POST", replies, json={"reply": "At two?"})
    assert given.json()["answers"][-1]["because"] == "At two?", given.text
    assert "want to talk about Robin" not in officer.get("/").text
    assert "At two?" in agency.get(where).text
    assert "Somebody wrote back about" in agency.get("/notifications").text
    assert agency.post(f"{where}/replies", {"reply": "Yes"}).status_code == 403
    key = where.split("/")[-1]
    answer = {"outcome": "answered", "because": "Yes, since May."}
    given = world.client("agency").request("POST", f"{API}/{key}/answers", json=answer)
    assert given.status_code == 201, given.text
    said = [one["outcome"] for one in given.json()["answers"]]
    assert said == ["talk", "reply", "answered"]
    assert "Yes, since May." in officer.get(where).text
    assert officer.post(f"{where}/withdraw").status_code == 409
    # A referral that is not shared any more takes what was asked about it along.
    body = {
        "young_people": [
            {k: one[k] for k in ("sharing_name", "voice", "record")}
            for one in referral["young_people"]
        ],
        "share_with": [],
    }
    path = f"/api/v1/referrals/{referral['id']}"
    client = world.client("authority")
    client.request("PUT", path, json=body, headers={"If-Match": "1"})
    assert agency.get(where).status_code == 404
    assert "Robin" not in agency.get("/requests?show=settled").text
    page = officer.get(ask_page(run, robin, household["id"], question=0)).text
    assert "is not shared with" in page


def test_what_is_withdrawn_waits_for_nobody(world, app, robin, run, household):
    officer, agency = signed_in(app, world.authority), signed_in(app, world.agency)
    where = sent(officer, run, robin, household["id"], question=0)
    assert officer.post(f"{where}/withdraw").status_code == 303
    assert "Withdrawn" in agency.get(where).text
    answer = {"outcome": "answered", "because": "Yes."}
    assert agency.post(f"{where}/answers", answer).status_code == 409
    assert "asks about Robin" not in agency.get("/").text


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_question_is_answered_by_what_is_put_on_the_homes_record(
    world, app, robin, run, household
):
    officer, agency = signed_in(app, world.authority), signed_in(app, world.agency)
    where = sent(officer, run, robin, household["id"], question=0)
    [path] = re.findall('href="([^"]+)">Answer on the home', agency.get(where).text)
    assert path.startswith(f"/households/{household['id']}/record/where?asked=")
    page = agency.get(path).text
    assert "Which postcode area is this home in?" in page
    typed = {"version": "1", "label": "Jo", "location": "ST4", "setting": "rural"}
    page = agency.post(path, typed).text
    assert "Select who says so" in page
    assert "Which postcode area is this home in?" in page
    answer = agency.post(path, typed | {"source": "carers"})
    assert answer.headers["location"] == f"{where}?answered=yes"
    page = officer.get(where).text
    assert "This is on the home’s record now." in page
    assert "Answered" in page
    assert officer.get(path).status_code == 403
    assert agency.get(path).text.count("Which postcode area is this home in?") == 0


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_an_agency_suggests_a_home_and_the_authority_looks_at_it(
    world, app, referral, robin, household, engine
):
    run = start(world, "agency")
    job(engine)(run)
    agency, officer = signed_in(app, world.agency), signed_in(app, world.authority)
    page = agency.get(f"/households/{household['id']}/young-people").text
    asked = ask_page(run, robin, household["id"], suggest="yes")
    assert asked.replace("&", "&amp;") in page
    page = agency.get(asked).text
    assert "Suggest Amara and Jo to" in page
    assert "Say what the carers told you, without naming them." in page
    where = sent(agency, run, robin, household["id"], suggest="yes")
    again = agency.post(f"/runs/{run}/ask", form_of(page))
    assert (again.status_code, "waits for an answer" in again.text) == (409, True)
    page = officer.get(where).text
    for said in (
        "A home suggested for Robin",
        "Home R-1",
        "See this home as an option",
    ):
        assert said in page, said
    assert "Amara" not in page
    assert "asks about Robin" in officer.get("/").text
    assert signed_in(app, world.other_authority).get(where).status_code == 404
    answer = {"outcome": "answered", "because": "We will talk with Robin."}
    assert officer.post(f"{where}/answers", answer).status_code == 303
    page = agency.get(where).text
    assert "Will be looked at" in page
    assert "Look again for Robin" not in page
    assert "An answer came about Robin" not in agency.get("/").text
    # Nobody suggests a home that is another's.
    theirs = start(world)
    job(engine)(theirs)
    asked = ask_page(theirs, robin, household["id"], suggest="yes")
    assert officer.get(asked).status_code == 404


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_all_there_is_to_find_out_for_somebody_is_sent_in_one_go(
    world, app, robin, run, household
):
    officer, agency = signed_in(app, world.authority), signed_in(app, world.agency)
    path = f"/young-people/{robin}/questions"
    assert path in officer.get(f"/young-people/{robin}/options").text
    page = officer.get(path).text
    assert "The agency can answer" in page
    keys = re.findall(r'name="question" value="([^"]+)"', page)
    wrong = officer.post(f"{path}?run={run}", {})
    assert (wrong.status_code, "Select at least one" in wrong.text) == (422, True)
    page = officer.post(f"{path}?run={run}", {"question": keys[:2]}).text
    assert "2 questions sent" in page
    left = re.findall(r'name="question" value="([^"]+)"', page)
    assert left == keys[2:]
    assert agency.get("/requests").text.count("Waiting for an answer") == 2
    assert signed_in(app, world.other_authority).get(path).status_code == 404
