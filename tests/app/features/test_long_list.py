"""Who might move to a family, from the return: a long list of drafts, none live."""

import json
from pathlib import Path

import pytest

from app.cli.main import main
from app.core.actor import Actor, Role
from app.core.db import open_session, open_system_session
from app.exchange import service
from app.exchange.models import Import
from app.exchange.service import TouchedSinceError
from app.external_ids.models import ExternalId
from app.referral_form.models import ReferralDraft
from app.referrals.models import Referral
from tests.app.features.test_answers import signed_in

SAMPLE = Path(__file__).parents[1] / "exchange" / "ssda903"
FILES = [str(path) for path in sorted(SAMPLE.glob("*.csv"))]


@pytest.fixture
def command(world, settings, monkeypatch, capsys):
    """Run `hearth import ssda903` on the sample; return its counts."""
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", settings.database_url.get_secret_value())
    code = world.authority.organisation.code

    def run(*options):
        given = ["import", "ssda903", *FILES, "--organisation", code, "--json"]
        assert main([*given, "--as-of", "2018-03-31", *options]) == 0
        return json.loads(capsys.readouterr().out)

    return run


def test_the_return_is_imported_once_and_taken_back(app, world, engine, command):
    counts = {
        "tables": 12,
        "rows_read": 25945,
        "rows_refused": 2,
        "children": 2675,
        "candidates": 117,
        "new": 117,
        "changed": 0,
        "conflicts": 0,
    }
    assert command("--dry-run") == counts
    assert kept(engine) == (0, 0)
    assert command() == counts
    assert kept(engine) == (117, 117)
    assert command() == {**counts, "new": 0}
    assert kept(engine) == (117, 117)
    with open_system_session(engine) as session:
        assert session.query(Referral).count() == 0
        made = session.query(Import).filter_by(state="done").first().id
    browser = signed_in(app, world.authority)
    page = browser.get("/referrals").text
    assert "From 903, confirm" in page
    assert ">Child " in page
    first = page.split('href="/referrals/')[2].split("/tasks")[0]
    page = browser.get(f"/referrals/{first}/tasks").text
    assert "You have completed 0 of" in page
    assert "begun from the looked-after children return" in page
    assert "confirm it" in browser.get(f"/referrals/{first}/pages/move").text
    assert (
        "From 903" not in signed_in(app, world.other_authority).get("/referrals").text
    )
    officer = world.authority.actor
    with open_session(engine, officer) as session:
        draft = session.get_one(ReferralDraft, first)
        draft.versions = {"move": 1}
        session.commit()
    data = Actor(
        officer.person_id,
        officer.organisation_id,
        officer.organisation_kind,
        frozenset({Role.DATA_OFFICER}),
    )
    with open_session(engine, data) as session:
        with pytest.raises(TouchedSinceError):
            service.undo(session, data, made)
        session.rollback()
    with open_session(engine, data) as session:
        session.get_one(ReferralDraft, first).versions = {}
        service.undo(session, data, made)
        session.commit()
    assert kept(engine) == (0, 0)


def kept(engine):
    with open_system_session(engine) as session:
        drafts = session.query(ReferralDraft).count()
        return drafts, session.query(ExternalId).count()
