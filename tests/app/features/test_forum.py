"""A forum: arranged, run in the room, minuted; each authority reads its own part."""

import re

import pytest

from app.core.db import open_session, open_system_session
from app.core.sharing import ForumMembership
from app.forum.models import AgendaItem, Meeting, Part
from app.forum.repository import ForumRepository
from app.forum.tasks import work
from app.households.models import Household
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_closing import ended
from tests.app.features.test_decisions import WHY, decided, home, one_of, options
from tests.app.features.test_match_runs import start

FORM = {"name": "December", "day": "3", "month": "12", "year": "2026", "length": "60"}
FORM |= {"starts": "9.30am"}


def arranged(app, world, engine, present=("authority",), people=1):
    """Return a meeting of the chair's, and the first on its agenda."""
    job(engine)(start(world, "chair"))
    browser = signed_in(app, world.chair)
    there = [getattr(world, who).organisation.id for who in present]
    answer = browser.post("/forums", FORM | {"organisations": there})
    assert answer.status_code == 303, answer.text
    meeting = answer.headers["location"].split("/")[2]
    page = browser.get(f"/forums/{meeting}/agenda").text
    found = re.findall(r'name="young_person" value="([^"]+)"', page)
    answer = browser.post(f"/forums/{meeting}/agenda", {"young_person": found[:people]})
    assert answer.status_code == 303, answer.text
    with open_session(engine, world.chair.actor) as session:
        return meeting, ForumRepository(session).agenda(meeting)[0].id


def made_packs(engine):
    """Make the packs that wait, as a worker would; each job once."""
    waiting = work(engine)
    [job_id] = waiting.unfinished()
    waiting.do(job_id)
    assert waiting.unfinished() == []


@pytest.fixture
def chair(app, world):
    return signed_in(app, world.chair)


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


def test_a_meeting_from_the_agenda_to_the_minutes(
    app, world, household, referral, robin, chair, engine
):
    meeting, item = arranged(app, world, engine)
    notes = f"/forums/{meeting}/chair/{item}"
    assert "Robin" in chair.get(notes).text
    typed = {
        "views": "School says <i>stay</i>.",
        "what": "Call the school",
        "who": world.authority.organisation.id,
        "by": "5 12 2026",
    }
    wrong = typed | {"what": "", "who": world.agency.organisation.id, "by": "soon"}
    page = chair.post(notes, wrong | {"minutes": "20"}).text
    for said in ("Enter what is to be done", "Select who does it", "Enter a date, for"):
        assert said in page, said
    assert chair.post(notes, typed | {"minutes": "long"}).status_code == 422
    assert chair.post(notes, typed | {"minutes": "20"}).status_code == 303
    minutes = f"/forums/{meeting}/minutes"
    answer = chair.post(minutes)
    assert answer.status_code == 422
    assert "Decision for Robin is not recorded" in answer.text
    with open_system_session(engine) as session:
        run = session.get_one(Meeting, meeting).run_id
    assert (
        decided(world, robin, run, "chair", household=household["id"]).status_code
        == 201
    )
    page = chair.get(f"/forums/{meeting}").text
    for said in ("Decided", "3 December 2026 at 9:30am", "Lead this item"):
        assert said in page, said
    assert chair.post(minutes).status_code == 303
    for who in ("chair", "authority"):
        page = signed_in(app, getattr(world, who)).get(minutes).text
        for said in (
            "School says &lt;i&gt;stay",
            WHY,
            "by 5 December 2026",
            "Signed off",
        ):
            assert said in page, who
    read = world.client("authority").get(f"/api/v1{minutes}").json()
    [about] = read["items"]
    assert (about["outcome"], about["household"]) == ("explore", household["id"])
    assert about["actions"] == [
        {
            "what": "Call the school",
            "who": world.authority.organisation.id,
            "by": "2026-12-05",
        }
    ]
    assert world.client("chair").get("/api/v1/forums").json()["total"] == 1
    assert world.client("agency").get(f"/api/v1{minutes}").status_code == 403
    # Signed off, nothing is changed any more; a correction is added.
    for path in (
        notes,
        f"/forums/{meeting}/agenda/{item}",
        f"/forums/{meeting}/change",
    ):
        assert chair.post(path, FORM | {"minutes": "20"}).status_code in (409, 422)
    assert chair.post(f"/forums/{meeting}/corrections").status_code == 422
    chair.post(f"/forums/{meeting}/corrections", {"correction": "Kit was there too."})
    assert "Kit was there too." in chair.get(minutes).text


def test_each_in_the_room_has_a_pack_and_a_part_of_their_own(
    app, world, household, referral, robin, chair, engine
):
    meeting, item = arranged(app, world, engine, ("authority", "agency"))
    pack, agency = f"/forums/{meeting}/pack", signed_in(app, world.agency)
    home, notes = household["id"], f"/api/v1/young-people/{robin}/notes"
    for text, about, everyone in (
        ("Canary of the home", home, True),
        ("Canary in general", None, True),
        ("Canary of our own", home, False),
    ):
        note = {"text": text, "household": about, "everyone": everyone}
        made = world.client("authority").request("POST", notes, json=note)
        assert made.status_code == 201, made.text
    assert agency.get(pack).status_code == 404
    assert chair.post(pack).status_code == 303
    page = chair.get(pack).text
    assert "Waiting to start" in page
    assert chair.post(pack).status_code == 303
    made_packs(engine)
    assert "Everybody they are for was told" in chair.get(pack).text
    assert "For others" in chair.get(f"{pack}?copy=own").text
    page = agency.get(pack).text
    for said in ("Robin", "Amara and Jo", "Your homes stand under your own names"):
        assert said in page, said
    assert "For others" not in page
    assert "Canary of the home" in page
    assert "Canary in general" not in page
    page = signed_in(app, world.authority).get(pack).text
    assert "Robin" in page
    assert "Canary in general" in page
    assert "Canary of our own" not in page
    assert "Amara" not in page
    assert signed_in(app, world.other_authority).get(pack).status_code == 404
    assert agency.get(f"{pack}?form=pdf").content.startswith(b"%PDF")
    assert agency.get(f"{pack}?form=docx").content.startswith(b"PK")
    assert world.agency.person.name in chair.get(pack).text
    with open_system_session(engine) as session:
        kept = session.query(Part).filter_by(to_id=world.agency.organisation.id).one()
        as_set = kept.pdf
    assert agency.get(f"{pack}?form=pdf").content == as_set
    assert "The agenda was changed" not in agency.get(pack).text
    chair.post(f"/forums/{meeting}/agenda/{item}", {"do": "remove"})
    chair.post(f"/forums/{meeting}/agenda", {"young_person": robin})
    with open_session(engine, world.chair.actor) as session:
        item = ForumRepository(session).agenda(meeting)[0].id
    assert "The agenda was changed after this was made." in agency.get(pack).text
    assert "Out of date" in chair.get(pack).text
    # Somebody's time is said by the clock, in the room too.
    notes = f"/forums/{meeting}/chair/{item}"
    assert chair.post(f"{notes}/start").status_code == 303
    assert re.search(r"Started \d\d:\d\d, 15 minutes", chair.get(notes).text)
    assert "Started " in chair.get(f"/forums/{meeting}/room/{item}").text
    action = {
        "what": "Ask the carers",
        "who": world.agency.organisation.id,
        "by": "5 12 2026",
    }
    typed = {"views": "Not for the agency.", "minutes": "15"} | action
    assert chair.post(notes, typed).status_code == 303
    with open_system_session(engine) as session:
        run = session.get_one(Meeting, meeting).run_id
    decided(world, robin, run, "chair", household=household["id"])
    assert chair.post(f"/forums/{meeting}/minutes").status_code == 303
    page = agency.get(f"/forums/{meeting}/minutes").text
    for said in ("Ask the carers, by 5 December 2026", "Amara and Jo", "explore"):
        assert said in page, said
    assert "Not for the agency." not in page
    # What is not shared any more is not read in what was made before.
    ended(world, referral)
    for path in (pack, f"/forums/{meeting}/minutes"):
        page = agency.get(path).text
        assert "What is shared with you has changed" in page
        assert "Robin" not in page


def test_questions_are_sent_before_the_meeting(
    app, world, household, referral, chair, engine
):
    meeting, _ = arranged(app, world, engine, ("authority", "agency"))
    page = chair.get(f"/forums/{meeting}").text
    assert "1 has questions that nobody was asked." in page
    path = f"/forums/{meeting}/questions"
    assert "Select at least one question" in chair.post(path).text
    keys = re.findall(r'name="question" value="([^"]+)"', chair.get(path).text)
    page = chair.post(path, {"question": keys}).text
    assert "sent" in page
    assert "There is nothing to send" in page
    assert "nobody was asked" not in chair.get(f"/forums/{meeting}").text
    assert "Robin" in signed_in(app, world.agency).get("/requests").text


def test_everything_to_put_right_about_a_meeting_is_said_at_once(world, chair):
    typed = {"name": "", "day": "31", "month": "2", "starts": "25:00"}
    answer = chair.post("/forums", typed)
    assert "Enter a time, for example 9:30am or 14:00" in answer.text
    assert answer.status_code == 422
    for said in ("Enter a name", "Enter the date", "Select who is in the room"):
        assert said in answer.text, said


@pytest.mark.check(11)
def test_the_room_hides_the_order_until_it_is_shown(
    app, world, household, referral, robin, chair, engine
):
    for number in range(3):
        home(world, f"Sana {number}", {**SECOND, "bedrooms_free": number + 1})
    meeting, item = arranged(app, world, engine)
    room = f"/forums/{meeting}/room/{item}"
    assert "Somewhere calm." in chair.get(room).text
    hidden = chair.get(f"{room}?step=3").text
    assert "Home A" in hidden
    with open_system_session(engine) as session:
        references = [one.reference for one in session.query(Household).all()]
        labels = [one.label for one in session.query(Household).all()]
    assert not [r for r in references if f"Home {r}" in hidden]
    assert "of 100" not in hidden
    shown = chair.get(f"{room}?step=3&order=shown").text
    assert 'option 1, <span class="hearth-whole">Home R-' in shown
    for step in range(1, 7):
        page = chair.get(f"{room}?step={step}&order=shown").text
        assert not [label for label in labels if label in page]
        assert 'aria-label="Menu"' not in page
    # A reference can tell the agency: it is hidden all through where the chair says so.
    change = FORM | {"homes": "hidden"}
    change |= {"organisations": [world.authority.organisation.id]}
    assert chair.post(f"/forums/{meeting}/change", change).status_code == 303
    chair.post(f"/forums/{meeting}/pack")
    made_packs(engine)
    theirs = signed_in(app, world.authority).get(f"/forums/{meeting}/pack").text
    assert "References of homes are hidden." in theirs
    for page in (theirs, chair.get(f"{room}?step=3&order=shown").text):
        assert "Home A" in page
        assert not [r for r in references if f"Home {r}" in page]


SECOND = {
    "status": "approved",
    "terms": {"places": 1},
    "available_from": "2026-11-01",
    "children": [],
}


def test_nobody_is_shown_to_an_organisation_that_may_not_see_them(
    app, world, household, chair, engine
):
    """The young person is shared with no agency, and one is in the room."""
    one_of(world.client("authority"), alone=False)
    meeting, item = arranged(app, world, engine, ("authority", "agency"))
    # The agenda says so before the meeting, to the chair alone.
    said = f"{world.agency.organisation.name}: Wren is not shared with it"
    assert said in chair.get(f"/forums/{meeting}").text
    assert said not in signed_in(app, world.authority).get(f"/forums/{meeting}").text
    room = f"/forums/{meeting}/room/{item}"
    page = chair.get(room).text
    assert world.agency.organisation.name in page
    assert "Ask their people to step out" in page
    assert "Wren" not in page
    assert "Wren" in chair.get(f"{room}?alone=yes").text


def test_an_agency_it_is_shared_with_may_stay(
    app, world, household, referral, chair, engine
):
    meeting, item = arranged(app, world, engine, ("authority", "agency"))
    assert "Somewhere calm." in chair.get(f"/forums/{meeting}/room/{item}").text
    assert "Everyone may" in chair.get(f"/forums/{meeting}").text


def test_a_decision_is_told_on_the_lines_it_changes(
    app, world, household, referral, robin, chair, engine
):
    one_of(world.client("authority"), alone=False)
    meeting, _ = arranged(app, world, engine, people=2)
    with open_system_session(engine) as session:
        run = session.get_one(Meeting, meeting).run_id
    [first, *_] = options(world, run, robin, "chair")
    assert "Changed by a decision" not in chair.get(f"/forums/{meeting}").text
    form = {"run": run, "outcome": "explore", "household": first, "because": WHY}
    form |= {
        "closeness": "as_planned",
        "their_view": "Good.",
        "decided_by": "Kit, chair",
    }
    with open_session(engine, world.chair.actor) as session:
        agenda = ForumRepository(session).agenda(meeting)
        [item] = [one.id for one in agenda if one.young_person_id == robin]
    decide = f"/forums/{meeting}/decide/{item}"
    assert f'href="{decide}"' in chair.get(f"/forums/{meeting}/chair/{item}").text
    assert f'action="{decide}"' in chair.get(decide).text
    assert signed_in(app, world.other_authority).get(decide).status_code == 403
    page = chair.post(decide, form | {"step": "check"}).text
    assert "This changes options for 1 other on the agenda of December" in page
    answer = chair.post(decide, form | {"step": "record"})
    assert answer.headers["location"] == f"/forums/{meeting}?decided={item}"
    page = chair.get(answer.headers["location"]).text
    for said in ("Decision recorded for Robin", "Look for homes again, with this"):
        assert said in page, said
    assert page.count("Changed by a decision") == 1
    told = chair.get(f"/forums/{meeting}/room/{item}?step=6").text
    assert "Decided by Kit, chair." in told
    page = chair.get(f"/young-people/{robin}/decisions?saved=decision").text
    for said in ("Back to the agenda", "Look for homes again, with this decision"):
        assert said in page, said


def test_an_authority_sees_its_own_part_and_no_other(
    app, world, system, household, referral, engine
):
    """Another authority of the same forum, with a young person on the agenda."""
    system.add(
        ForumMembership(
            organisation_id=world.other_authority.organisation.id,
            forum_id=world.chair.organisation.id,
        )
    )
    system.commit()
    one_of(world.client("other_authority"), alone=False)
    meeting, _ = arranged(app, world, engine, people=2)
    for who, own, foreign in (
        ("authority", "Robin", "Wren"),
        ("other_authority", "Wren", "Robin"),
    ):
        browser = signed_in(app, getattr(world, who))
        for path in (f"/forums/{meeting}", f"/forums/{meeting}/minutes"):
            page = browser.get(path).text
            assert own in page
            assert foreign not in page
        with open_session(engine, getattr(world, who).actor) as session:
            assert len(session.query(AgendaItem).all()) == 1


def test_young_people_are_moved_and_taken_off(app, world, chair, engine, referral):
    one_of(world.client("authority"), alone=False)
    meeting, first = arranged(app, world, engine, people=2)
    path = f"/forums/{meeting}/agenda/{first}"

    def order():
        with open_session(engine, world.chair.actor) as session:
            return [one.id for one in ForumRepository(session).agenda(meeting)]

    before = order()
    chair.post(path, {"do": "down"})
    assert order() == before[::-1]
    chair.post(path, {"do": "down"})
    assert order() == before[::-1]
    chair.post(path, {"do": "remove"})
    assert order() == before[1:]
