"""What has a time of its own goes after its day, and only then: runs, and packs."""

from datetime import timedelta

import pytest

from app.audit.models import AuditEntry
from app.audit.service import verify
from app.core.actor import Role
from app.core.backup import back_up, restore
from app.core.clock import today
from app.core.db import make_engine, open_system_session
from app.erasure import parts
from app.erasure.runs import sweep
from app.forum.models import Meeting, Part, PartOpened
from app.match_runs.models import MatchHome, MatchResult, MatchRun
from app.what_ifs.models import WhatIf
from tests.app import builders
from tests.app.core.test_backup import other, tools
from tests.app.features.conftest import job, work_out
from tests.app.features.test_answers import signed_in
from tests.app.features.test_forum import arranged, made_packs
from tests.app.features.test_match_runs import start
from tests.app.features.test_what_ifs import ruled_out, tried

__all__ = ["other", "tools"]
KEPT = timedelta(days=730)


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_a_run_found_is_erased_after_its_day_also_from_a_backup(
    app, world, household, referral, engine, system, settings, other, tmp_path
):
    run = start(world)
    job(engine)(run)
    robin = referral["young_people"][0]["id"]
    what_if = tried(world, run, ruled_out(robin, household["id"])).json()["id"]
    work_out(engine, what_if)
    officer = signed_in(
        app,
        builders.member(
            system, role=Role.DATA_OFFICER, of=world.authority.organisation
        ),
    )
    page = officer.get("/retention").text
    assert "What match runs found, and what was tried with it" in page
    with open_system_session(engine) as session:
        session.get_one(MatchRun, run).finished_at -= KEPT
        session.commit()
        assert sweep(session) == 0
        session.get_one(MatchRun, run).finished_at -= timedelta(days=2)
        session.commit()
    back_up(settings.as_owner, tmp_path / "copy")
    emptied(engine, run)
    page = officer.get(f"/runs/{run}").text
    assert "What this run found was erased" in page
    assert "With any option" in page
    with open_system_session(engine) as session:
        assert verify(session, world.authority.organisation.id).fault is None
    # What a restored backup brings back goes in the worker's next round.
    restore(other.as_owner, tmp_path / "copy")
    restored = make_engine(other)
    emptied(restored, run)
    restored.dispose()


def emptied(engine, run):
    """Sweep, and see that it emptied the run, once."""
    with open_system_session(engine) as session:
        assert session.get_one(MatchRun, run).frozen is not None
        assert session.query(MatchResult).count() == 1
        assert sweep(session) == 1
        session.commit()
        assert sweep(session) == 0
        kept = session.get_one(MatchRun, run)
        assert (kept.frozen, kept.names) == (None, None)
        assert kept.summary["figures"]["young_people"] == 1
        for model in (MatchResult, MatchHome, WhatIf):
            assert session.query(model).count() == 0, model
        gone = session.query(AuditEntry).filter_by(action="match_run.emptied")
        assert [one.record_id for one in gone] == [run]


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_each_has_of_a_meeting_goes_after_its_day_the_pack_first(
    app, world, household, referral, engine
):
    meeting, _ = arranged(app, world, engine, ("authority", "agency"))
    chair = signed_in(app, world.chair)
    assert chair.post(f"/forums/{meeting}/pack").status_code == 303
    made_packs(engine)
    page = chair.get(f"/forums/{meeting}/pack").text
    assert "and then go by themselves" in page
    with open_system_session(engine) as session:
        held = session.get_one(Meeting, meeting)
        pack = session.query(Part).filter_by(to_id=world.agency.organisation.id).one()
        minutes = Part(
            organisation_id=held.organisation_id,
            meeting_id=meeting,
            to_id=world.agency.organisation.id,
            kind="minutes",
            content={"people": [], "homes": []},
            made_at=pack.made_at,
        )
        session.add(minutes)
        held.held_on = today() - timedelta(days=90)
        session.commit()
        assert parts.sweep(session) == 0
        held.held_on -= timedelta(days=1)
        assert parts.sweep(session) == 3
        session.commit()
        assert [one.kind for one in session.query(Part)] == ["minutes"]
        assert session.query(PartOpened).count() == 0
        held.held_on = today() - timedelta(days=731)
        assert parts.sweep(session) == 1
        session.commit()
        assert parts.sweep(session) == 0
        gone = session.query(AuditEntry).filter_by(action="forum.parts_erased")
        assert [one.record_id for one in gone] == [meeting, meeting]
        assert verify(session, world.chair.organisation.id).fault is None
