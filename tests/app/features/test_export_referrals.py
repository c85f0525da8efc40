"""An authority's referrals and decisions as files: its own, inert, and read back."""

import pytest

from app.audit.repository import AuditRepository, Sought
from app.core.actor import Role
from app.core.db import open_session
from app.core.permissions import Permission
from app.core.spreadsheet import as_it_was
from tests.app import builders
from tests.app.browser import ApiClient, Browser
from tests.app.features.conftest import job
from tests.app.features.test_decisions import decided
from tests.app.features.test_exports import REASON, inert_in, rows_of, taken
from tests.app.features.test_import_referrals import data_officer, placements
from tests.app.features.test_imports import sent
from tests.app.features.test_match_runs import start

__all__ = ["placements"]

AWKWARD = {
    "sharing_name": "@Wren, Zoë",
    "voice": '=1+2\n"A garden", a dog;\nand – peace',
    "record": {
        "born": "2013-04-01",
        "gender": "another",
        "needed_by": "2027-01-15",
        "placement_type": "long-term",
        "priority": "urgent",
        "home": {"postcode": "ST4"},
        "school": {"postcode": "ZZ9 9ZZ"},
        "languages": ["Zazaki, northern", "+Urdu"],
        "interests": ["-", "tea; cake"],
        "faith": "\tnone of these",
        "behaviours": {"MISSING": {"level": "medium", "what_helps": "=Calling"}},
        "avoid_places": [{"place": {"postcode": "B14"}, "radius_km": 5}],
        "needs": [
            {
                "criterion": "near",
                "strength": "essential",
                "parameters": {
                    "place": {"postcode": "ST4"},
                    "why": "home",
                    "max_miles": 12.5,
                },
                "reason": "-near nan",
            },
            {
                "criterion": "animals",
                "strength": "not known",
                "parameters": {"avoid": "any"},
            },
        ],
        "support_offered": [{"kind": "transport"}, {"kind": "training"}],
    },
}


@pytest.fixture
def referrals(world, referral):
    """Referrals a sheet finds hard, one closed, and one of another authority."""
    client = world.client("authority")
    for body in ({"young_people": [AWKWARD, {**AWKWARD, "sharing_name": "Kit"}]},):
        answer = client.request("POST", "/api/v1/referrals", json=body)
        assert answer.status_code == 201, answer.text
    closed = client.request(
        "POST",
        f"/api/v1/referrals/{referral['id']}/close",
        json={"because": "staying"},
        headers={"If-Match": "1"},
    )
    assert closed.status_code == 200, closed.text
    foreign = {**AWKWARD, "sharing_name": "Foreign canary"}
    world.client("other_authority").request(
        "POST", "/api/v1/referrals", json={"young_people": [foreign]}
    )


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_referrals_read_back_begin_nothing(placements, referrals, world, form):
    content = taken(placements, "referrals", form)
    rows = rows_of(content, form)
    assert inert_in(rows)
    assert len(rows) == 1 + 3
    assert not any("Foreign" in str(cell) for row in rows for cell in row)
    for source in ("Hearth", "Another name"):
        answer = sent(
            placements, content, kind="referrals", source=source, day="27/11/2026"
        )
        shown = placements.get(answer.headers["location"]).text
        said = "0 new young people · 0 changes · 0 conflicts · 0 rows not read"
        assert said in shown
        assert "Read as a file Hearth wrote" in shown
        assert "We do not know this column" not in shown


def test_what_was_said_is_in_the_columns_of_the_list(placements, referrals):
    rows = rows_of(taken(placements, "referrals", "xlsx"), "xlsx")
    found = {
        as_it_was(row[1]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]
    }
    wren = found["@Wren, Zoë"]
    assert as_it_was(wren["In their words"]) == AWKWARD["voice"]
    assert wren["How soon"] == "urgent"
    assert wren["Live near it"] == "yes"
    assert wren["Furthest miles from it"] == "12.5"
    assert wren["Animals"] == "not known"
    assert wren["Languages"] == '"Zazaki, northern"; +Urdu'
    assert wren["Support on offer"] == "transport; training"
    # No such place: a list could not say it, so it is left out and counted.
    assert not wren["School postcode"]
    assert "MISSING: medium; helps: =Calling" in wren["What carers should know"]
    assert "near (place ST4, why home, max miles 12.5)" in wren["What was asked for"]
    assert wren["Stay away from"] == "B14, 5 km around it"
    assert wren["Referred together with"] == "Kit"
    assert (found["Robin"]["State"], found["Robin"]["Closed because"]) == (
        "closed",
        "staying",
    )
    shown = placements.get("/exports").text
    assert "It had no place for" in shown


@pytest.mark.parametrize("kind", ["homes", "referrals", "decisions", "episodes"])
def test_a_key_for_exports_alone_is_enough(
    kind, app, world, system, household, referral
):
    who = world.agency if kind == "homes" else world.authority
    key = builders.api_key(system, who, scopes={Permission.EXPORT_RECORDS})
    wanted = {"kind": kind, "reason": REASON}
    answer = ApiClient(app, key).request("POST", "/api/v1/exports", json=wanted)
    assert answer.status_code == 200, answer.text
    assert len(rows_of(answer.content, "csv")) == (
        1 if kind in ("decisions", "episodes") else 2
    )


@pytest.mark.parametrize("role", [Role.DATA_OFFICER, Role.COMMISSIONER])
def test_decisions_of_the_own_organisation(
    role, app, world, system, referral, household, engine
):
    robin = referral["young_people"][0]["id"]
    run = start(world)
    job(engine)(run)
    made = decided(
        world,
        robin,
        run,
        outcome="later",
        because="=Because, of this\nand that",
        rule_out=[household["id"]],
    )
    assert made.status_code == 201, made.text
    who = builders.member(system, role=role, of=world.authority.organisation)
    browser = Browser(app)
    browser.sign_in(who.email)
    for form in ("csv", "xlsx"):
        rows = rows_of(taken(browser, "decisions", form), form)
        assert inert_in(rows)
        [one] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        assert as_it_was(one["Why"]) == "=Because, of this\nand that"
        assert one["Decided"] == "Keep looking and decide later"
        assert one["Name to use when sharing"] == "Robin"
        assert one["Who decided"] == "Ade Moss, placement officer"
    with open_session(engine, world.authority.actor) as session:
        entries = list(AuditRepository(session).every(Sought(record=robin)))
    assert [one.action for one in entries].count("young_person.in_export") == 2
    other = data_officer(app, system, world.other_authority)
    assert len(rows_of(taken(other, "decisions", "csv"), "csv")) == 1
    assert REASON in browser.get("/exports").text
    assert REASON in other.get("/exports").text
