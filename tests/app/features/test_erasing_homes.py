"""Everything about a home and its carers: taken out, erased, also after a restore."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from app.audit.service import verify
from app.cli.main import main
from app.core.actor import Role
from app.core.backup import back_up
from app.core.db import make_engine, open_system_session
from app.decisions.models import Decision
from app.erasure.rules import length, proposed
from tests.app import builders
from tests.app.conftest import use
from tests.app.core.test_backup import other, tools
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_decisions import decided
from tests.app.features.test_erasure import noted, said_so, tells
from tests.app.features.test_match_runs import start
from tests.app.features.test_releases import PROFILE, consent

__all__ = ["other", "tools"]
CANARY = "Zéphyrine"
STAYS = {"AuditEntry", "Erased"}


@pytest.fixture
def officer(app, world, system):
    of = world.agency.organisation
    return signed_in(app, builders.member(system, role=Role.DATA_OFFICER, of=of))


@pytest.fixture
def told(app, world, system, household, referral, engine):
    """Everybody has looked at the carers; their home was explored, and is not now."""
    robin = referral["young_people"][0]["id"]
    written(world, household, 1, "approved")
    of = world.agency.organisation
    manager = builders.member(system, role=Role.REGISTERED_MANAGER, of=of)
    keeper, manager = signed_in(app, world.agency), signed_in(app, manager)
    page = f"/households/{household['id']}/profile"
    assert keeper.post(page, PROFILE).status_code == 303
    assert manager.post(f"{page}/release", consent(world)).status_code == 303
    job(engine)(start(world, "agency"))
    run = start(world)
    job(engine)(run)
    noted(world, robin, household["id"])
    assert decided(world, robin, run, household=household["id"]).status_code == 201
    authority = signed_in(app, world.authority)
    full = f"/young-people/{robin}/full/release"
    assert authority.post(full, said_so("Robin Moss")).status_code == 303
    let_go = f"/young-people/{robin}/decisions/let-go"
    assert authority.post(let_go).status_code == 303
    return robin


def written(world, household, version, status, on="2026-09-01", ended=None):
    record = {
        **household["record"],
        "approval_ended": ended,
        "status": {"value": status, "source": "panel", "confirmed_on": on},
    }
    answer = world.client("agency").request(
        "PUT",
        f"/api/v1/households/{household['id']}",
        json={
            "label": CANARY,
            "offered_to": [world.authority.organisation.id],
            "record": record,
        },
        headers={"If-Match": str(version)},
    )
    assert answer.status_code == 200, answer.text


def erased(browser, household, because="asked"):
    path = f"/households/{household['id']}/erase"
    return browser.post(path, {"because": because})


def test_all_of_it_is_taken_out_and_nothing_is_left_anywhere(
    app, world, household, told, officer, settings, other, tmp_path, monkeypatch, capfd,
    engine,
):  # fmt: skip
    key = household["id"]
    taken = officer.post(f"/households/{key}/kept", {"reason": "subject_access"})
    with ZipFile(BytesIO(taken.content)) as files:
        kept = {name: files.read(name).decode() for name in files.namelist()}
    assert CANARY in kept["record.json"]
    assert "They laugh a lot" in kept["profile.json"]
    assert json.loads(kept["runs.json"])[0]["an_option_for"] == 1
    assert world.authority.organisation.name in kept["who-saw.txt"]
    assert world.authority.person.name not in kept["who-saw.txt"]
    refused = erased(officer, household)
    assert (refused.status_code, "is approved" in refused.text) == (409, True)
    written(world, household, 2, "resigned")
    page = officer.get("/retention").text
    assert "10 years after approval ended, or was last confirmed to have" in page
    assert "From 1 September 2036" in page
    # The day it ended counts where it is recorded, whenever that was confirmed.
    written(world, household, 3, "resigned", ended="2026-08-15")
    assert "From 15 August 2036" in officer.get("/retention").text
    written(world, household, 4, "resigned")
    page = officer.get("/retention").text
    assert "From 1 September 2036" in page
    refused = erased(officer, household, "time")
    assert (refused.status_code, "runs until 1 September" in refused.text) == (
        422,
        True,
    )
    copy, listed = tmp_path / "copy", tmp_path / "erased"
    back_up(settings.as_owner, copy)
    assert "MatchHome" in tells(engine, key)
    assert erased(officer, household).headers["location"] == "/retention?erased=yes"
    assert tells(engine, CANARY) == set()
    assert tells(engine, key) == STAYS
    with open_system_session(engine) as session:
        [decision] = session.query(Decision)
        shown = decision.content["shown"]["options"][0]
        assert shown["name"] == "A home that was erased"
        for who in ("authority", "agency"):
            whose = getattr(world, who).organisation.id
            assert verify(session, whose).fault is None
    decisions = signed_in(app, world.authority).get(f"/young-people/{told}/decisions")
    assert "A home that was erased" in decisions.text
    # A backup that still has them is told.
    use(settings, monkeypatch)
    capfd.readouterr()
    assert main(["erased"]) == 0
    listed.write_text(capfd.readouterr().out)
    use(other, monkeypatch)
    assert main(["restore", str(copy), "--erased", str(listed)]) == 0
    restored = make_engine(other)
    assert tells(restored, CANARY) == set()
    assert tells(restored, key) == STAYS
    restored.dispose()


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_it_is_the_data_officers_of_their_own_agency(app, world, system, household):
    written(world, household, 1, "resigned")
    for whose, status in (("other_agency", 404), ("authority", 403)):
        of = getattr(world, whose).organisation
        made = builders.member(system, role=Role.DATA_OFFICER, of=of)
        browser = signed_in(app, made)
        assert erased(browser, household).status_code == status
        assert browser.get(f"/households/{household['id']}/kept").status_code == status
        assert CANARY not in browser.get("/retention").text
    assert erased(signed_in(app, world.agency), household).status_code == 403


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_how_long_is_an_organisations_own_within_the_bounds(
    app, world, household, officer
):
    written(world, household, 1, "in assessment")
    typed = {"approval_ended": "3652", "not_approved": "1.100"}
    answer = officer.post("/retention/days", typed)
    assert answer.status_code == 422
    assert "Days must be a number from 3,653 to 5,475" in answer.text
    assert "Days must be a number from 1,095 to 1,825" in answer.text
    assert 'value="1.100"' in answer.text
    typed = {"approval_ended": "3653", "not_approved": "1100", "run": "90"}
    answer = officer.post("/retention/days", typed)
    assert answer.headers["location"] == "/retention?saved=yes"
    page = officer.get("/retention").text
    assert "1,100 days after it was last changed" in page
    assert "90 days after it ended" in page


def test_the_proposed_days_lie_within_their_bounds_and_are_said_in_years():
    assert all(one.least <= one.days <= one.most for one in proposed())
    assert [length(days) for days in (1, 30, 365, 366, 730, 3653)] == [
        "1 day",
        "30 days",
        "A year",
        "366 days",
        "2 years",
        "10 years",
    ]
