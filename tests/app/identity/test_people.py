"""An administrator lets people in, changes what they may do, and ends it."""

import re

import pytest
from fastapi import FastAPI

from app.audit.models import AuditEntry
from app.cli.main import main
from app.core.actor import OrganisationKind, Role
from app.core.db import SystemSession
from app.identity.models import ApiKey, Membership
from tests.app import builders
from tests.app.browser import ApiClient, Browser

NEW_PASSWORD = "orange ladder winter fog"


@pytest.fixture
def admin(system: SystemSession) -> builders.Member:
    return builders.member(system, OrganisationKind.AUTHORITY, role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(app: FastAPI, admin: builders.Member) -> Browser:
    browser = Browser(app)
    browser.sign_in(admin.email)
    return browser


def link_on(page: str) -> str:
    return re.search(r"<code>http://127.0.0.1:8000(/link/[^<]+)</code>", page)[1]


def let_in(desk: Browser, **typed: object) -> str:
    form = {"name": "Noor Ash", "email": "Noor@Example.org", "roles": "social_worker"}
    answer = desk.post("/admin/people", {**form, **typed})
    assert answer.status_code == 200, answer.text
    return link_on(answer.text)


def test_somebody_is_let_in_chooses_a_password_and_signs_in(
    app: FastAPI, desk: Browser
) -> None:
    link = let_in(desk)
    newcomer = Browser(app)
    assert newcomer.sign_in("noor@example.org", "").status_code == 422
    weak = newcomer.post(link, {"new": "noor ash", "again": "other"})
    assert weak.status_code == 422
    assert "12 characters or more" in weak.text
    assert "Enter the same password twice" in weak.text
    chosen = newcomer.post(link, {"new": NEW_PASSWORD, "again": NEW_PASSWORD})
    assert chosen.status_code == 200
    assert newcomer.get(link).status_code == 404
    assert newcomer.sign_in("noor@example.org", NEW_PASSWORD).status_code == 303
    assert newcomer.get("/young-people").status_code == 200
    # A social worker does not start match runs, nor let people in.
    assert newcomer.get("/admin/people").status_code == 403


def test_everything_to_put_right_is_said_at_once(desk: Browser, admin) -> None:
    refused = desk.post("/admin/people", {"name": " ", "email": "nobody", "roles": []})
    assert refused.status_code == 422
    for said in ("Enter a name", "Enter a work e-mail", "Select at least one role"):
        assert said in refused.text
    # A role of another kind of organisation is no choice here.
    form = {"name": "A", "email": "a@example.org", "roles": "referral_coordinator"}
    assert desk.post("/admin/people", form).status_code == 422
    twice = {"name": "A", "email": admin.email, "roles": "director"}
    assert "already has access" in desk.post("/admin/people", twice).text


def test_ended_access_ends_at_once_and_can_be_given_back(
    app: FastAPI, desk: Browser, admin, system: SystemSession
) -> None:
    member = builders.member(system, of=admin.organisation)
    key = builders.api_key(system, member)
    browser = Browser(app)
    browser.sign_in(member.email)
    assert browser.get("/young-people").status_code == 200
    at = f"/admin/people/{member.person.id}"
    assert desk.post(f"{at}/end").status_code == 303
    assert browser.get("/young-people").headers["location"].startswith("/sign-in")
    assert browser.sign_in(member.email).status_code == 422
    headers = {"Authorization": f"Bearer {key}"}
    asked = browser.request("GET", "/api/v1/referrals", headers=headers)
    assert asked.status_code == 401
    assert "No access since" in desk.get("/admin/people").text
    desk.post(f"{at}/roles", {"roles": "commissioner"})
    assert browser.sign_in(member.email).status_code == 303
    assert browser.get("/young-people").status_code == 200
    held = {m.role for m in held_by(system, member.person.id) if not m.paused_at}
    assert held == {Role.COMMISSIONER}


def test_nobody_ends_their_own_access(desk: Browser, admin) -> None:
    at = f"/admin/people/{admin.person.id}"
    assert desk.post(f"{at}/end").status_code == 409
    assert desk.post(f"{at}/roles", {"roles": "director"}).status_code == 409
    assert desk.post(f"{at}/link").status_code == 409
    assert desk.get("/admin/people").status_code == 200


def test_people_of_another_organisation_are_not_there(
    desk: Browser, system: SystemSession
) -> None:
    foreign = builders.member(system, OrganisationKind.AUTHORITY)
    absent = "01900000-0000-7000-8000-000000000000"
    for person_id in (foreign.person.id, absent):
        at = f"/admin/people/{person_id}"
        assert desk.get(at).status_code == 404
        for what in ("roles", "end", "link"):
            form = {"roles": "director"}
            assert desk.post(f"{at}/{what}", form).status_code == 404
    assert foreign.person.name not in desk.get("/admin/people").text


def test_a_link_opens_no_other_organisation(
    app: FastAPI, desk: Browser, admin, system: SystemSession
) -> None:
    """An administrator cannot get into another organisation through its people."""
    member = builders.member(system, of=admin.organisation)
    elsewhere = builders.member(system, who=member.person)
    answer = desk.post(f"/admin/people/{member.person.id}/link")
    link = link_on(answer.text)
    intruder = Browser(app)
    intruder.post(link, {"new": NEW_PASSWORD, "again": NEW_PASSWORD})
    intruder.sign_in(member.email, NEW_PASSWORD)
    # They act for the one that made the link, and have nothing to choose from.
    assert intruder.get("/young-people").status_code == 200
    assert elsewhere.organisation.name not in intruder.get("/organisation").text
    paused = [m for m in held_by(system, member.person.id) if m.paused_at]
    assert [m.organisation_id for m in paused] == [elsewhere.organisation.id]
    told = system.query(AuditEntry).filter_by(
        organisation_id=elsewhere.organisation.id, action="person.paused"
    )
    assert told.count() == 1


def test_who_lost_the_app_sets_it_up_anew(
    app: FastAPI, desk: Browser, admin, system: SystemSession
) -> None:
    member = builders.member(system, of=admin.organisation)
    member.person.codes_since = member.person.created_at
    member.person.code_secret = app.state.settings.key_ring.seal("A" * 32, "x")
    system.commit()
    at = f"/admin/people/{member.person.id}"
    link = link_on(desk.post(f"{at}/link", {"codes_too": "true"}).text)
    back = Browser(app)
    back.post(link, {"new": NEW_PASSWORD, "again": NEW_PASSWORD})
    back.sign_in(member.email, NEW_PASSWORD)
    assert back.get("/young-people").status_code == 200


def held_by(system: SystemSession, person_id: str) -> list[Membership]:
    system.expire_all()
    held = system.query(Membership).filter_by(person_id=person_id).all()
    system.commit()
    return held


def test_an_operator_takes_an_organisation_in(
    app: FastAPI, db: str, capfd: pytest.CaptureFixture[str], monkeypatch
) -> None:
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", db)
    asked = ["organisation", "agency", "Rowan Fostering", "rowan", "Al@Rowan.example"]
    asked += ["--administrator", "Al Finch"]
    assert main(asked) == 0
    link = capfd.readouterr().out.strip().removeprefix("http://127.0.0.1:8000")
    browser = Browser(app)
    browser.post(link, {"new": NEW_PASSWORD, "again": NEW_PASSWORD})
    browser.sign_in("al@rowan.example", NEW_PASSWORD)
    assert "Rowan Fostering" in browser.get("/admin/people").text
    assert main(asked) == 2
    assert "already" in capfd.readouterr().err


def test_a_key_is_made_shown_once_used_and_taken_back(
    app: FastAPI, desk: Browser, admin, system: SystemSession
) -> None:
    wrong = desk.post("/admin/api-keys")
    for said in (
        "Enter what the key is for",
        "Select whose role",
        "Select what this key may do",
        "Select how long",
    ):
        assert said in wrong.text
    member = builders.member(system, of=admin.organisation)
    form = {"name": "Case system", "membership": member.membership.id, "days": "30"}
    form["scopes"] = ["read_referrals", "write_households"]
    beyond = desk.post("/admin/api-keys", form)
    said = "More than the role of placement officer allows: Add and change homes"
    assert (beyond.status_code, said in beyond.text) == (422, True)
    assert 'value="read_referrals" checked' in beyond.text
    form["scopes"] = ["read_referrals"]
    made = desk.post("/admin/api-keys", form)
    key = re.search(r"<code>(hearth_\w+?_[\w-]+)</code>", made.text)[1]
    client_id, secret = key[:19], key[20:]
    assert f"<code>{client_id}</code>" in made.text
    assert f"<code>{secret}</code>" in made.text
    program = ApiClient(app, key)
    assert program.get("/api/v1/referrals").status_code == 200
    refused = program.get("/api/v1/households")
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")
    page = desk.get("/admin/api-keys").text
    assert "Case system" in page
    assert "Read referrals and young people’s records</td>" in page
    assert key not in page
    end = re.search(r'action="(/admin/api-keys/[^"]+/end)"', page)[1]
    assert desk.post(end).status_code == 303
    assert program.get("/api/v1/referrals").status_code == 401
    # A role of another organisation is no choice.
    foreign = builders.member(system, OrganisationKind.AUTHORITY)
    form["membership"] = foreign.membership.id
    assert desk.post("/admin/api-keys", form).status_code == 422
    builders.api_key(system, foreign)
    assert foreign.person.name not in desk.get("/admin/api-keys").text
    stranger = system.query(ApiKey).filter_by(membership_id=foreign.membership.id).one()
    system.commit()
    assert desk.post(f"/admin/api-keys/{stranger.id}/end").status_code == 404


def test_an_operator_makes_a_key_for_what_it_is_to_do(
    app: FastAPI, db: str, capfd: pytest.CaptureFixture[str], monkeypatch, system
) -> None:
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", db)
    member = builders.member(system)

    def made(*scopes: str) -> ApiClient:
        asked = ["api-key", member.email, member.organisation.code]
        assert main([*asked, *(f"--scope={scope}" for scope in scopes)]) == 0
        return ApiClient(app, capfd.readouterr().out.strip())

    def may(program: ApiClient) -> tuple[int, ...]:
        paths = ("households", "changes", "referrals", "match-runs")
        return tuple(program.get(f"/api/v1/{path}").status_code for path in paths)

    assert may(made()) == (200, 200, 200, 200)
    assert may(made("read_households", "read_match_runs")) == (200, 200, 403, 200)
    asked = ["api-key", member.email, member.organisation.code]
    assert main([*asked, "--scope", "write_referrals"]) == 2
    assert "More than the role of referral coordinator" in capfd.readouterr().err
    with pytest.raises(SystemExit):
        main([*asked, "--scope", "read_everything"])
    assert "must be one of read_households" in capfd.readouterr().err
    made_by = system.query(AuditEntry).filter_by(action="api_key.made")
    assert [(one.person_id, one.record_id) for one in made_by] == [
        ("operator", member.person.id)
    ] * 2
