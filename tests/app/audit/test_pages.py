"""An auditor's pages: what is sought is found, and nothing of anybody else's."""

import ast
import csv
import io
from dataclasses import dataclass

import pytest
from fastapi import FastAPI
from sqlalchemy import Engine, text

from app.audit import service as audit
from app.audit.models import AuditEntry
from app.audit.words import ACTIONS
from app.cli.main import main
from app.core.actor import OrganisationKind, Role
from app.core.db import SystemSession, open_session
from app.core.settings import Settings
from tests.app import builders
from tests.app.audit.test_chain import force
from tests.app.browser import Browser
from tests.app.builders import Member
from tests.app.conftest import use
from tests.architecture.source import modules


@dataclass(frozen=True)
class Office:
    """An authority with an officer who did things, its auditor, and a stranger."""

    officer: Member
    stranger: Member
    auditor: Browser


@pytest.fixture
def office(app: FastAPI, system: SystemSession, engine: Engine) -> Office:
    officer = builders.member(system, OrganisationKind.AUTHORITY)
    stranger = builders.member(system, OrganisationKind.AUTHORITY)
    auditor = builders.member(system, role=Role.AUDITOR, of=officer.organisation)
    for member, name in ((officer, "ours"), (stranger, "theirs")):
        with open_session(engine, member.actor) as session:
            for number in range(30):
                key = f"{name}-{number}"
                audit.record(session, member.actor, "referral.read", "referral", key)
            audit.record(session, member.actor, "run.started", "match_run", "=1+1")
            session.commit()
    browser = Browser(app)
    browser.sign_in(auditor.email)
    return Office(officer, stranger, browser)


def test_an_auditor_sees_their_own_organisations_record_and_nothing_else(office):
    assert 'href="/audit"' in office.auditor.get("/").text
    page = office.auditor.get("/audit").text
    assert "Read a referral" in page
    assert "ours-29" in page
    assert "theirs" not in page
    assert "ours-29" not in office.auditor.get("/audit?page=2").text
    assert "ours-0" in office.auditor.get("/audit?page=2").text
    for path in ("/households", "/young-people", "/runs"):
        assert office.auditor.get(path).status_code == 403


def test_nobody_else_reads_it(app, office):
    browser = Browser(app)
    browser.sign_in(office.officer.email)
    assert 'href="/audit"' not in browser.get("/").text
    for path in ("/audit", "/audit/check"):
        assert browser.get(path).status_code == 403
    assert browser.post("/audit/export", {"reason": "routine"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("record=ours-7", 1),
        ("record=theirs-7", 0),
        ("kind=match_run", 1),
        ("kind=nonsense&record=ours-7", 1),
        ("since=1 1 2020&until=31 12 2020", 0),
        ("since=2020-01-01&record=ours-7", 1),
        ("until=1/1/2020", 0),
    ],
)
def test_what_is_sought_is_found(office, query, found):
    page = office.auditor.get(f"/audit?{query}").text
    assert ("No entries match." in page) == (found == 0)
    assert f"Showing 1 to {found} of {found}" in page or not found


def test_by_whom_it_was_done(office):
    page = office.auditor.get(f"/audit?person={office.officer.person.id}").text
    assert "of 31" in page
    assert (
        "No entries match"
        in office.auditor.get(f"/audit?person={office.stranger.person.id}").text
    )


def test_a_day_that_is_none_is_said_and_kept(office):
    answer = office.auditor.get("/audit?since=31 2 2026&until=soon&record=ours-7")
    assert answer.status_code == 422
    assert answer.text.count("Enter a date, for example 27 3 2027") == 4
    for typed in ("31 2 2026", "soon", "ours-7"):
        assert f'value="{typed}"' in answer.text
    turned = office.auditor.get("/audit?since=2 2 2026&until=1 2 2026")
    assert "The last day must be the same as or after the first" in turned.text


def test_taking_it_out_needs_a_reason_and_is_put_down(office, system):
    refused = office.auditor.post("/audit/export", {"record": "=1+1"})
    assert refused.status_code == 422
    assert "Select why you are taking the record out" in refused.text
    form = {"kind": "match_run", "reason": "inspection"}
    rows = list(
        csv.reader(io.StringIO(office.auditor.post("/audit/export", form).text))
    )
    assert [row[-1] for row in rows] == ["Record", "'=1+1"]
    (kept,) = system.query(AuditEntry).filter_by(action="audit.exported")
    assert kept.detail == {"reason": "inspection"}


def test_reading_the_record_is_on_the_record(office):
    office.auditor.get("/audit")
    assert "Looked at the record of who did what" in office.auditor.get("/audit").text


def test_the_page_and_the_command_name_what_was_tampered_with(
    office, engine: Engine, owner: Engine, settings: Settings, monkeypatch, capsys
):
    use(settings, monkeypatch)
    ours, theirs = (m.organisation.code for m in (office.officer, office.stranger))
    assert "unbroken, last checked" in office.auditor.get("/audit/check").text
    assert main(["audit", "verify"]) == 0
    assert f"{theirs}: 31 entries, unbroken" in capsys.readouterr().out
    force(owner, "UPDATE audit_entry SET action = 'x' WHERE record_id = 'ours-7'")
    with engine.connect() as connection:
        place = connection.execute(
            text("SELECT position FROM audit_entry WHERE record_id = 'ours-7'")
        ).scalar_one()
    page = office.auditor.get("/audit/check").text
    assert f"The record is not whole: entry {place} was changed" in page
    assert main(["audit", "verify"]) == 1
    said = capsys.readouterr().out
    assert f"{ours}: entry {place} was changed; {place - 1} entries before it" in said
    assert f"{theirs}: 31 entries, unbroken" in said
    assert main(["audit", "verify", "--organisation", theirs]) == 0
    assert main(["audit", "verify", "--organisation", "nobody"]) == 2


def test_everything_that_is_put_down_has_words():

    said = {
        node.value
        for tree in modules("app").values()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and getattr(call.func, "id", getattr(call.func, "attr", "")) == "record"
        for node in call.args
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    actions = {each for each in said if "." in each or each.startswith("signed")}
    assert actions
    assert actions <= ACTIONS.keys()
