"""A young person moves in: recorded once, seen by the home's agency, and taken out."""

import json
import zipfile
from io import BytesIO

import pytest

from app.core.actor import Role
from app.core.clock import today
from app.core.db import open_system_session
from app.exchange.port import About
from app.exchange.ssda903.reader import read_files
from app.exchange.tables import File
from app.match_runs.tasks import job
from app.moves.models import Move
from tests.app import builders
from tests.app.features.test_answers import signed_in
from tests.app.features.test_closing import ended
from tests.app.features.test_decisions import decided
from tests.app.features.test_erasure import erased
from tests.app.features.test_exports import inert_in, rows_of, taken
from tests.app.features.test_match_runs import start

DATA_OFFICER = Role.DATA_OFFICER
MOVED = {
    "moved-day": "3",
    "moved-month": "3",
    "moved-year": "2026",
    "place": "U4",
    "provider": "PR4",
    "episode": "P",
    "need": "N1",
    "legal": "C2",
    "child": "4711",
}
ENDS = {"ended-day": "1", "ended-month": "6", "ended-year": "2026"}
HEADER = b"CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n4711,2,01/04/2013,WBRI,UN1,,\n"


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


@pytest.fixture
def officer(app, world):
    return signed_in(app, world.authority)


@pytest.fixture
def path(world, household, referral, robin, engine):
    """Where the move is recorded, of somebody a home was decided on for."""
    run = start(world)
    job(engine)(run)
    assert decided(world, robin, run, household=household["id"]).status_code == 201
    return f"/young-people/{robin}/move"


def test_a_move_is_recorded_once_and_ends(
    app, world, household, referral, robin, officer, path, engine, system
):
    assert "The referral is live." in officer.get(path).text
    moved = {**MOVED, "home": household["id"]}
    assert officer.post(path, moved).status_code == 409
    closing = {"version": "1", "because": "home_found"}
    answer = officer.post(f"/young-people/{robin}/close", closing)
    assert answer.headers["location"] == path
    refused = officer.post(path, {**MOVED, "moved-year": "2099", "need": ""})
    assert refused.status_code == 422
    for said in ("Select the home they moved to", "must be today or in the past"):
        assert refused.text.count(said) == 2
    assert refused.text.count("Select why they were first looked after") == 2
    assert 'value="4711"' in refused.text
    assert officer.post(path, moved).status_code == 303
    shown = officer.get(path).text
    assert f"Home {household['reference']}" in shown
    assert "3 March 2026" in shown
    assert officer.post(path, moved).status_code == 409

    # The agency sees that somebody lives there, and not who.
    agency = signed_in(app, world.agency)
    page = agency.get(f"/households/{household['id']}").text
    assert "on 3 March 2026" in page
    assert "Robin" not in page
    assert "3 March 2026" not in signed_in(app, world.other_agency).get(path).text
    stranger = signed_in(app, world.other_authority)
    assert stranger.get(path).status_code == 404
    early = {**ENDS, "ended-month": "1", "next": "X1"}
    refused = officer.post(f"{path}/end", early)
    assert refused.text.count("Date must be the day they moved in or after") == 2
    assert refused.text.count("Select why they moved on") == 2
    over = {**ENDS, "next": "X1", "why": "CARPL"}
    assert officer.post(f"{path}/end", over).status_code == 303
    assert "1 June 2026: another placement" in officer.get(path).text
    assert "Moved in" not in agency.get(f"/households/{household['id']}").text
    # Then they can move again, and a mistake is taken away.
    again = {**moved, "moved-month": "6", "moved-day": "1"}
    assert officer.post(path, again).status_code == 303
    assert officer.post(f"{path}/take-away").status_code == 303
    assert officer.post(f"{path}/take-away").status_code == 409
    with open_system_session(engine) as session:
        assert [one.lives_there for one in session.query(Move)] == [None]
    # Who oversees reads figures, and nobody's name.
    overseer = builders.member(
        system, role=Role.COMMISSIONER, of=world.authority.organisation
    )
    page = signed_in(app, overseer).get("/reports").text
    assert "1 of 1 young person referred moved to a home found here; 0 wait" in page
    assert "Not enough to show: fewer than 5 moves have ended." in page
    assert "Robin" not in page
    assert officer.get("/reports").status_code == 403
    manager = builders.member(
        system, role=Role.REGISTERED_MANAGER, of=world.agency.organisation
    )
    theirs = signed_in(app, manager).get("/reports").text
    assert "facts about places, bedrooms, children and animals" in theirs
    assert "Why moves into your homes ended" in theirs
    assert "From referral to move" not in theirs


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_moves_are_taken_out_as_episodes_and_erased_with_the_person(
    app, system, world, household, referral, robin, officer, path, engine
):
    authority = world.authority.organisation
    ended(world, referral)
    officer.post(path, {**MOVED, "home": household["id"]})
    officer.post(f"{path}/end", {**ENDS, "next": "X1", "why": "CARPL"})
    again = {"moved-day": "1", "moved-month": "6", "child": "=4711"}
    officer.post(path, {**MOVED, **again, "home": household["id"]})
    officer.post(f"{path}/take-away")
    officer.post(path, {**MOVED, **again, "child": "4711", "home": household["id"]})
    for form in ("csv", "xlsx"):
        content = taken(officer, "episodes", form)
        rows = rows_of(content, form)
        assert inert_in(rows)
        assert [cell or "" for cell in rows[1]] == [
            *("4711", "03/03/2026", "P", "C2", "N1", "U4", "PR4"),
            *("01/06/2026", "X1", "CARPL", "", "", "XXXXXXX"),
        ]
        assert [cell or "" for cell in rows[2]][7:10] == ["", "", ""]
        # Read back by the import of a return, with nothing to put right.
        files = [
            File("header.csv", BytesIO(HEADER), len(HEADER)),
            File(f"episodes.{form}", BytesIO(content), len(content)),
        ]
        reading = read_files(files, About("Return", today()))
        assert list(reading.records) == []
        assert (reading.tables, reading.rows_read, reading.rows_refused) == (2, 3, 0)
        assert [one.said for one in reading.problems] == []

    keeper = signed_in(app, builders.member(system, role=DATA_OFFICER, of=authority))
    reason = {"reason": "subject_access"}
    bundle = keeper.post(f"/young-people/{robin}/kept", reason)
    with zipfile.ZipFile(BytesIO(bundle.content)) as packed:
        kept = json.loads(packed.read("moves.json"))
    assert [one["DECOM"] for one in kept] == ["2026-03-03", "2026-06-01"]
    assert erased(keeper, robin).status_code == 303
    with open_system_session(engine) as session:
        assert session.query(Move).count() == 0
