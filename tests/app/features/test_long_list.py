"""Who might move to a family, from the return: a long list of drafts, none live."""

import json
import re
from html import unescape
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
from tests.app.features.test_import_referrals import data_officer
from tests.app.features.test_imports import sent

SAMPLE = Path(__file__).parents[1] / "exchange" / "ssda903"
FILES = [str(path) for path in sorted(SAMPLE.glob("*.csv"))]
XML = str(SAMPLE / "fake_903.xml")


@pytest.fixture
def command(world, settings, monkeypatch, capsys):
    """Run `hearth import ssda903` on the sample; return its counts."""
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", settings.database_url.get_secret_value())
    code = world.authority.organisation.code

    def run(*options, files=FILES):
        given = ["import", "ssda903", *files, "--organisation", code, "--json"]
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
    first = re.search(r'href="/referrals/([0-9a-f-]{36})/tasks', page)[1]
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


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_return_as_xml_is_imported_once(engine, command):
    counts = {
        "tables": 7,
        "rows_read": 2_436,
        "rows_refused": 0,
        "children": 253,
        "candidates": 11,
        "new": 11,
        "changed": 0,
        "conflicts": 0,
    }
    assert command(files=[XML]) == counts
    assert command(files=[XML]) == {**counts, "new": 0}
    assert kept(engine) == (11, 11)


def kept(engine):
    with open_system_session(engine) as session:
        drafts = session.query(ReferralDraft).count()
        return drafts, session.query(ExternalId).count()


HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,"
    "HOME_POST,PL_POST,URN\n"
)


def returned(*children):
    """Return the two tables of a return: a child, where, since when and until."""
    head = "".join(f"{c},F,17/04/2012,WBRI,,,\n" for c, *_ in children)
    rows = "".join(
        f"{c},{since},P,C2,N1,{place},PR1,{until},,,ST4 2AB,ST4 2AB,\n"
        for c, place, since, until in children
    )
    return (HEADER + head).encode(), (EPISODES + rows).encode()


def test_a_later_return_adds_who_is_new_and_changes_nothing_people_wrote(
    app, world, system, engine
):
    browser = data_officer(app, system, world.authority)

    def read(day, *children):
        form = {"kind": "ssda903", "source": "903", "day": day}
        return sent(browser, *returned(*children), **form).headers["location"]

    first = [("A1", "K2", "01/05/2023", ""), ("B2", "K2", "01/06/2023", "")]
    path = read("31/3/2024", *first)
    browser.post(f"{path}/confirm")
    with open_session(engine, world.authority.actor) as session:
        ids = {d.answers["child_id"]: d.id for d in session.query(ReferralDraft).all()}
    # Somebody goes on with the one draft, and not with the other.
    typed = {"sharing_name": "Wren", "gender": "another", "lives_now": "family"}
    born = {"born-day": "17", "born-month": "4", "born-year": "2012"}
    browser.post(f"/referrals/{ids['A1']}/pages/about", {**typed, **born})
    again = browser.get(read("31/3/2024", *first)).text
    assert "0 new young people · 0 changes · 0 conflicts" in again

    later = [
        ("A1", "S1", "01/05/2024", ""),
        ("B2", "U4", "01/09/2024", ""),
        ("C3", "R1", "01/10/2024", ""),
    ]
    path = read("31/3/2025", *later)
    shown = unescape(browser.get(path).text)
    assert "1 new young person · 1 change · 0 conflicts" in shown
    assert "Hearth's: somebody wrote it here" in shown
    assert "B2 is on the long list, and by these files no longer for it" in shown
    browser.post(f"{path}/confirm")
    with open_session(engine, world.authority.actor) as session:
        drafts = {d.answers["child_id"]: d for d in session.query(ReferralDraft).all()}
        a1 = drafts["A1"].answers
        assert drafts.keys() == {"A1", "B2", "C3"}
        assert (a1["gender"], a1["lives_now"]) == ("another", "family")
        assert "In a residential school since 1 May 2024." in a1["why_now"]
    # An old return, read late, changes nothing.
    late = browser.get(read("31/3/2024", *first)).text
    assert "0 new young people · 0 changes · 0 conflicts" in late
    # The same ids in another authority are other children.
    other = data_officer(app, system, world.other_authority)
    form = {"kind": "ssda903", "source": "903", "day": "31/3/2024"}
    path = sent(other, *returned(*first), **form).headers["location"]
    assert "2 new young people · 0 changes" in other.get(path).text
