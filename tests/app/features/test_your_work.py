"""Your work: what waits for each role, soonest first, and nothing of anybody else's."""

from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import event

from app.core.actor import OrganisationKind, Role
from app.core.clock import now, today
from app.core.db import open_session
from app.exchange.models import PREVIEW, Import
from app.identity.models import Person
from app.referral_form.models import ReferralDraft
from app.referrals.models import Referral
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.conftest import job
from tests.app.features.test_forum import arranged

NOTHING = "Nothing is waiting for you."


def signed_in(app, who) -> Browser:
    browser = Browser(app)
    assert browser.sign_in(who.email).status_code == 303
    return browser


def work_of(app, who) -> str:
    answer = signed_in(app, who).get("/")
    assert answer.status_code == 200
    return unescape(answer.text)


@pytest.fixture
def looked(world, household, referral, engine) -> str:
    """A run of the authority that found what it found."""
    answer = world.client("authority").request("POST", "/api/v1/match-runs", json={})
    job(engine)(answer.json()["id"])
    return answer.json()["id"]


def many_more(world, count: int) -> None:
    record = {
        "born": "2013-04-01",
        "needed_by": "2027-02-01",
        "placement_type": "step-down",
    }
    for number in range(count):
        answer = world.client("authority").request(
            "POST",
            "/api/v1/referrals",
            json={
                "share_with": [world.agency.organisation.id],
                "young_people": [{"sharing_name": f"Bird {number}", "record": record}],
            },
        )
        assert answer.status_code == 201, answer.text
        answer = world.client("agency").request(
            "POST",
            "/api/v1/households",
            json={
                "label": f"Home {number}",
                "offered_to": [world.authority.organisation.id],
                "record": {"status": "approved", "bedrooms_free": 1},
            },
        )
        assert answer.status_code == 201, answer.text


def test_nothing_waits_in_an_empty_organisation(app, world):
    for who in (world.agency, world.other_authority, world.chair):
        assert NOTHING in work_of(app, who)


def test_an_authority_is_told_what_is_next_for_its_young_people(
    app, world, referral, engine
):
    robin = referral["young_people"][0]["id"]
    page = work_of(app, world.authority)
    assert "Look for homes for Robin" in page
    assert "Needed by 15 January 2027" in page
    assert "Robin" not in work_of(app, world.other_authority)
    run = world.client("authority").request("POST", "/api/v1/match-runs", json={})
    job(engine)(run.json()["id"])
    page = work_of(app, world.authority)
    assert "A match run has finished. See what it found" in page
    assert "No option yet for Robin" in page
    assert f'href="/young-people/{robin}/openings"' in page
    # Nothing closes by itself: somebody says when to look again.
    browser, review = signed_in(app, world.authority), f"/young-people/{robin}/review"
    for typed, said in (
        ({"day": "31", "month": "2", "year": "2027"}, "Enter a date, for example"),
        ({"day": "1", "month": "1", "year": "2020"}, "Date must be today or in the"),
        ({"day": "1", "month": "1", "year": "2090"}, "Date must be within a year"),
    ):
        assert said in browser.post(review, typed).text
    on = today()
    day = {"day": str(on.day), "month": str(on.month), "year": str(on.year)}
    assert browser.post(review, day).status_code == 303
    page = browser.get(review.removesuffix("/review")).text
    assert "You look again for Robin on" in page
    assert "Look again for a home for Robin" in browser.get("/").text
    assert signed_in(app, world.agency).get(review).status_code == 403
    assert browser.post(review, {}).status_code == 303
    assert "Look again for a home for Robin" not in browser.get("/").text


def test_options_are_new_until_somebody_looked_then_a_decision_waits(
    app, world, referral, looked, engine
):
    robin = referral["young_people"][0]["id"]
    page = work_of(app, world.authority)
    assert "Look at what was found for Robin: 1 home" in page
    browser = signed_in(app, world.authority)
    browser.get(f"/young-people/{robin}/options")
    page = browser.get("/").text
    assert "Decide for Robin: 1 home" in page
    assert "A match run has finished" in page
    browser.get(f"/runs/{looked}")
    assert "A match run has finished" not in browser.get("/").text
    # Another home is offered, and the next run finds it.
    many_more(world, 1)
    run = world.client("authority").request("POST", "/api/v1/match-runs", json={})
    job(engine)(run.json()["id"])
    assert "There are new options for Robin: 2 homes" in browser.get("/").text


def test_an_agency_is_told_of_its_own_homes_and_who_is_shared_with_it(
    app, world, household, referral
):
    page = work_of(app, world.agency)
    assert "One of your homes to check" in page
    assert "Robin is newly shared with you" in page
    assert NOTHING in work_of(app, world.other_agency)
    browser = signed_in(app, world.agency)
    browser.get(f"/young-people/{referral['young_people'][0]['id']}")
    assert "newly shared with you" not in browser.get("/").text


def test_a_place_held_waits_for_both_sides(app, world, household, referral, looked):
    robin = referral["young_people"][0]["id"]
    answer = world.client("authority").request(
        "POST",
        f"/api/v1/young-people/{robin}/decisions",
        json={
            "run": looked,
            "after": 0,
            "outcome": "explore",
            "household": household["id"],
            "hold_days": 7,
            "because": "Calm, and near.",
            "closeness": "as_planned",
            "their_view": "Yes.",
            "decided_by": [{"name": "Ade Moss", "role": "placement officer"}],
        },
    )
    assert answer.status_code == 201, answer.text
    page = work_of(app, world.authority)
    assert "The place held for Robin will be free for others" in page
    assert "Decide for Robin" not in page
    page = work_of(app, world.agency)
    assert "Amara and Jo: a place is held for a young person" in page
    assert "Amara" not in work_of(app, world.authority)


def test_a_forum_is_told_what_a_meeting_needs(app, world, household, referral, engine):
    meeting, _ = arranged(app, world, engine)
    page = work_of(app, world.chair)
    assert f'href="/forums/{meeting}' in page
    assert "Meets on" in page
    assert "1 of yours on the agenda" in work_of(app, world.authority)
    assert "on the agenda" not in work_of(app, world.other_authority)


def test_drafts_and_imports_wait_for_those_who_may_go_on(app, world, engine, system):
    officer = world.authority.actor
    data = builders.member(
        system, role=Role.DATA_OFFICER, of=world.authority.organisation
    )
    with open_session(engine, officer) as session:
        for origin in ("ssda903", "ssda903", None):
            session.add(
                ReferralDraft(
                    answers={},
                    importance={},
                    origin=origin,
                    created_at=now(),
                    updated_at=now(),
                )
            )
        session.add(
            Import(
                kind="ssda903",
                source="903",
                as_of=today(),
                fingerprint="",
                state=PREVIEW,
                counts={"to_write": 42},
                started_by=data.person.id,
                created_at=now() - timedelta(hours=1),
            )
        )
        session.commit()
    page = work_of(app, data)
    assert "2 drafts from other records to confirm" in page
    assert "One draft of referrals to go on with" in page
    assert "42 records ready to import" in page
    # The officer may go on with drafts, and not with imports.
    page = work_of(app, world.authority)
    assert "2 drafts from other records to confirm" in page
    assert "ready to import" not in page
    assert NOTHING in work_of(app, world.other_authority)


def test_records_due_wait_for_a_data_officer_alone(
    app, world, referral, engine, system
):
    data = builders.member(
        system, role=Role.DATA_OFFICER, of=world.authority.organisation
    )
    with open_session(engine, world.authority.actor) as session:
        kept = session.get_one(Referral, referral["id"])
        kept.state, kept.closed_because = "closed", "mistake"
        kept.closed_at = now() - timedelta(days=40_000)
        session.commit()
    assert "One record to erase: their time has run out" in work_of(app, data)
    assert "to erase" not in work_of(app, world.authority)


def test_an_auditor_and_an_administrator_begin_here_too(app, world, system):
    of = world.authority.organisation
    auditor = builders.member(system, role=Role.AUDITOR, of=of)
    page = work_of(app, auditor)
    assert "Nobody has yet" in page
    assert "Looking for homes" not in page
    browser = signed_in(app, auditor)
    browser.get("/audit/check")
    assert "Check that the record of who did what is whole" in browser.get("/").text
    admin = builders.member(system, role=Role.ADMINISTRATOR, of=of)
    page = work_of(app, admin)
    assert "Say where your authority lies" in page
    assert "not signed in yet" not in page
    invited = Person(
        email="new@example.org", name="Noor Ash", password_hash="", created_at=now()
    )
    system.add(invited)
    system.flush()
    newcomer = builders.member(system, of=of, role=Role.DIRECTOR, who=invited)
    builders.api_key(system, world.authority, timedelta(days=3))
    page = work_of(app, admin)
    assert "Noor Ash has not signed in yet" in page
    assert f'href="/admin/people/{newcomer.person.id}"' in page
    assert "The key “Test” ends soon" in page
    other = builders.member(system, OrganisationKind.AGENCY, role=Role.ADMINISTRATOR)
    assert NOTHING in work_of(app, other)


PAGES = ("/", "/households", "/young-people", "/runs")
"""Those of benchmarks/load.py that list records."""


def test_it_takes_no_more_queries_for_many_records(
    app, world, household, referral, engine
):
    def queries(browser, path: str) -> int:
        asked: list[str] = []
        listen = (app.state.engine, "before_cursor_execute")
        note = lambda *args: asked.append(args[2])  # noqa: E731
        event.listen(*listen, note)
        try:
            page = browser.get(path).text
        finally:
            event.remove(*listen, note)
        assert NOTHING not in page
        return len(asked)

    def on_every_page() -> dict[tuple[int, str], int]:
        return {
            (number, path): queries(browser, path)
            for number, browser in enumerate(people)
            for path in PAGES
        }

    def run() -> None:
        made = world.client("authority").request("POST", "/api/v1/match-runs", json={})
        job(engine)(made.json()["id"])

    run()
    people = [signed_in(app, who) for who in (world.authority, world.agency)]
    few = on_every_page()
    many_more(world, 14)
    run()
    assert on_every_page() == few
    page = people[0].get("/").text
    assert "5 more young people are waiting" in page
    assert page.count("govuk-task-list__item--with-link") < 14
