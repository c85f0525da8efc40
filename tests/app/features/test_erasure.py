"""Everything about a young person goes, wherever it is, also after a restore."""

import json
import zlib
from datetime import timedelta

import pytest

from app.audit.service import verify
from app.cli.main import main
from app.closing.words import BECAUSE as CLOSED
from app.core.actor import Role
from app.core.backup import back_up
from app.core.clock import today
from app.core.db import Base, make_engine, open_system_session
from app.erasure.models import Erased
from app.erasure.rules import BECAUSE, REFERRAL, proposed, rules
from app.referrals.models import Referral, YoungPerson
from app.what_ifs.tasks import work
from tests.app import builders
from tests.app.conftest import use
from tests.app.core.test_backup import other, tools
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_closing import as_read, ended
from tests.app.features.test_decisions import decided
from tests.app.features.test_forum import arranged
from tests.app.features.test_match_runs import start
from tests.app.features.test_what_ifs import ruled_out, tried

__all__ = ["other", "tools"]
CANARY = "Zephyrine"
STAYS = {"AuditEntry", "Erased"}
"""What tells by an id alone that somebody was here."""


@pytest.fixture
def officer(app, world, system):
    of = world.authority.organisation
    made = builders.member(system, role=Role.DATA_OFFICER, of=of)
    return signed_in(app, made)


@pytest.fixture
def robin(referral):
    return referral["young_people"][0]["id"]


@pytest.fixture
def told(app, world, household, referral, robin, engine):
    """Everybody has looked at somebody called as the canary: the authority's run."""
    person = as_read(world, referral) | {"sharing_name": CANARY, "voice": CANARY}
    shared = [world.agency.organisation.id]
    answer = world.client("authority").request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json={"young_people": [person], "share_with": shared},
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 200, answer.text
    meeting, item = arranged(app, world, engine)
    notes = {"minutes": "20", "views": CANARY}
    chair = signed_in(app, world.chair)
    assert chair.post(f"/forums/{meeting}/chair/{item}", notes).status_code == 303
    job(engine)(start(world, "agency"))
    run = start(world)
    job(engine)(run)
    what_if = tried(world, run, ruled_out(robin, household["id"])).json()["id"]
    work(engine).do(what_if)
    noted(world, robin, household["id"])
    said = {"household": household["id"], "because": CANARY}
    assert decided(world, robin, run, **said).status_code == 201
    full = f"/young-people/{robin}/full/release"
    answer = signed_in(app, world.authority).post(full, said_so(CANARY))
    assert answer.status_code == 303
    return run


def noted(world, robin, home):
    """Write down what the agency knows of them, and that the home is not right."""
    client, young = world.client("agency"), f"/api/v1/young-people/{robin}/notes"
    note = {"text": CANARY, "household": home, "everyone": True}
    assert client.request("POST", young, json=note).status_code == 201
    path = f"/api/v1/households/{home}/not-right-for/{robin}"
    assert client.request("POST", path, json={"reason": CANARY}).status_code == 201


def said_so(real_name):
    """What is typed to release a referral in full."""
    day = {"agreed-day": "2", "agreed-month": "11", "agreed-year": "2026"}
    return {"real_name": real_name, **day}


def tells(engine, sign):
    """The tables in which a sign is found, with everything sealed opened."""
    found = set()
    with open_system_session(engine) as session:
        for mapper in Base.registry.mappers:
            model = mapper.class_
            for row in session.query(model):
                for name in (n for n in dir(model) if not n.startswith("_")):
                    value = getattr(row, name)
                    if isinstance(value, bytes):
                        value = zlib.decompress(value).decode()
                    if not callable(value) and sign in str(value):
                        found.add(model.__name__)
    return found


def erased(browser, young_person, because="asked"):
    path = f"/young-people/{young_person}/erase"
    return browser.post(path, {"because": because})


def test_nothing_about_them_is_left_anywhere(
    world, referral, robin, told, officer, engine
):
    before = tells(engine, CANARY)
    assert before >= {
        "YoungPerson",
        "Note",
        "NotRightReason",
        "MatchRun",
        "Decision",
        "AgendaItem",
        "ReferralRelease",
    }
    assert ended(world, referral, version="2").status_code == 200
    page = officer.get(f"/young-people/{robin}/erase").text
    assert "Erase everything about Zephyrine?" in page
    after = erased(officer, robin).headers["location"]
    assert after == "/retention?erased=yes"
    assert "Everything about them was erased" in officer.get(after).text
    assert tells(engine, CANARY) == set()
    assert tells(engine, robin) == STAYS
    page = officer.get(f"/runs/{told}").text
    assert "What this run found was erased" in page
    assert "With any option" in page
    browser = officer.get
    for page in ("plan", "recruitment", "pack"):
        assert browser(f"/runs/{told}/{page}").status_code == 200, page
    assert browser(f"/young-people/{robin}").status_code == 404
    with open_system_session(engine) as session:
        for who in ("authority", "agency", "chair"):
            whose = getattr(world, who).organisation.id
            assert verify(session, whose).fault is None


def test_a_restored_backup_does_not_bring_them_back(
    world,
    referral,
    robin,
    told,
    officer,
    settings,
    other,
    tmp_path,
    monkeypatch,
    capfd,
):
    ended(world, referral, version="2")
    copy, listed, wrong = (tmp_path / name for name in ("copy", "erased", "wrong"))
    back_up(settings.as_owner, copy)
    assert erased(officer, robin).status_code == 303
    use(settings, monkeypatch)
    capfd.readouterr()
    assert main(["erased"]) == 0
    listed.write_text(capfd.readouterr().out)
    assert json.loads(listed.read_text())["id"] == robin
    use(other, monkeypatch)
    wrong.write_text("Robin")
    assert main(["restore", str(copy), "--erased", str(wrong)]) == 2
    assert main(["restore", str(copy), "--erased", str(listed)]) == 0
    restored = make_engine(other)
    assert tells(restored, CANARY) == set()
    assert tells(restored, robin) == STAYS
    restored.dispose()


def test_erasing_is_noted_outside_the_database_too(
    app, world, referral, robin, officer, tmp_path
):
    noted = tmp_path / "new" / "erased"
    app.state.settings = app.state.settings.model_copy(update={"erased_list": noted})
    ended(world, referral)
    erased(officer, robin)
    assert json.loads(noted.read_text())["id"] == robin


def test_it_is_refused_while_live_and_before_its_time(
    world, referral, robin, officer, engine
):
    answer = erased(officer, robin)
    assert (answer.status_code, "Close the referral" in answer.text) == (409, True)
    ended(world, referral, because="mistake")
    for because, said in (("", "Select why"), ("time", "The time they are kept runs")):
        answer = erased(officer, robin, because)
        assert (answer.status_code, said in answer.text) == (422, True)
    page = officer.get("/retention").text
    assert "It was made by mistake" in page
    with open_system_session(engine) as session:
        kept = session.get_one(Referral, referral["id"])
        kept.closed_at -= timedelta(days=31)
        session.commit()
    assert ">Now<" in officer.get("/retention").text
    assert erased(officer, robin, "time").status_code == 303


def test_it_is_the_data_officers_of_their_own_authority(
    app, world, system, referral, robin
):
    of = world.other_authority.organisation
    made = builders.member(system, role=Role.DATA_OFFICER, of=of)
    ended(world, referral)
    others = signed_in(app, made)
    assert erased(others, robin).status_code == 404
    assert robin not in others.get("/retention").text
    for who in ("authority", "agency", "chair"):
        assert erased(signed_in(app, getattr(world, who)), robin).status_code == 403


def test_a_brother_stays_and_is_no_more_asked_to_live_with_them(world, officer, engine):
    together = {"criterion": "siblings_together", "strength": "essential"}
    together["parameters"] = {"sub_groups": [[1, 2]]}
    facts = {
        "born": "2013-04-01",
        "needed_by": "2027-01-15",
        "placement_type": "step-down",
        "needs": [together],
    }
    people = [{"sharing_name": name, "record": facts} for name in (CANARY, "Sam")]
    made = world.client("authority").request(
        "POST", "/api/v1/referrals", json={"young_people": people}
    )
    assert made.status_code == 201, made.text
    gone, stays = (one["id"] for one in made.json()["young_people"])
    ended(world, made.json())
    assert erased(officer, gone).status_code == 303
    with open_system_session(engine) as session:
        [left] = session.query(YoungPerson)
        [need] = left.record["needs"]
        assert (left.id, need["parameters"]["sub_groups"]) == (stays, [[stays]])
    assert erased(officer, stays).status_code == 303
    with open_system_session(engine) as session:
        assert session.query(Referral).count() == 0
        assert session.query(Erased).count() == 2


def test_every_way_a_referral_is_closed_has_its_time():
    assert rules(REFERRAL, {}).keys() == CLOSED.keys()
    assert all(rule.valid_from <= today() for rule in proposed())
    assert "time" in BECAUSE
