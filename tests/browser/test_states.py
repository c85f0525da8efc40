"""Pages with nothing on them, with long words, and after an empty form was sent."""

import pytest
from sqlalchemy import select

from app.core.actor import Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.db import open_session, open_system_session
from app.core.sharing import AuthorityArea, ForumMembership
from app.demo.seed import PASSWORD
from app.households.models import Household, HouseholdOffer
from app.identity import service as identity
from app.match_runs import service as runs
from app.referrals.models import Referral, ReferralShare, YoungPerson

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwll" * 5
"""A word of 195 characters, in which no line can break by itself."""
EVERYONE = ("/", "/account", "/notifications", "/requests", "/forums")
PAGES = {
    Role.REFERRAL_COORDINATOR: (
        *("/households", "/households/check", "/young-people", "/runs", "/runs/new"),
        *("/requests?show=from-you", "/requests?show=settled", "/what-ifs"),
    ),
    Role.PLACEMENT_OFFICER: (
        *("/young-people", "/referrals", "/households", "/runs"),
        "/reports",
    ),
    Role.FORUM_CHAIR: ("/young-people", "/households", "/runs", "/what-ifs"),
    Role.ADMINISTRATOR: ("/admin/people", "/admin/api-keys", "/admin/webhooks"),
    Role.DATA_OFFICER: ("/imports", "/retention", "/audit"),
}
FORMS = {
    Role.REFERRAL_COORDINATOR: ("/households/new",),
    Role.FORUM_CHAIR: ("/forums/new",),
    Role.ADMINISTRATOR: ("/admin/people/new",),
}
KINDS = {
    Role.REFERRAL_COORDINATOR: OrganisationKind.AGENCY,
    Role.FORUM_CHAIR: OrganisationKind.FORUM,
}


@pytest.fixture(scope="module")
def newcomers(service):
    """Somebody in each role, of an organisation with long names and nothing in it."""
    actors = {}
    with open_system_session(service[1]) as session:
        for number, role in enumerate(PAGES):
            organisation = identity.create_organisation(
                session,
                kind=KINDS.get(role, OrganisationKind.AUTHORITY),
                name=f"{LONG} {number}",
                code=f"newcomer-{number}",
            )
            person = identity.create_person(
                session, email=f"new-{number}@x.example", name=LONG, password=PASSWORD
            )
            session.flush()
            identity.add_role(session, person, organisation, role)
            if role is Role.PLACEMENT_OFFICER:
                identity.add_role(session, person, organisation, Role.COMMISSIONER)
            actors[role] = Actor(
                person.id, organisation.id, organisation.kind, frozenset({role})
            )
        session.commit()
    return actors


def email_of(role):
    return f"new-{list(PAGES).index(role)}@x.example"


@pytest.mark.usefixtures("newcomers")
@pytest.mark.parametrize("role", PAGES)
def test_an_empty_organisation_with_long_names(visit, role):
    visitor = visit()
    page = visitor.sign_in(email_of(role))
    for path in (*EVERYONE, *PAGES[role]):
        visitor.go(path)
        visitor.right()
    for path in FORMS.get(role, ()):
        visitor.go(path)
        visitor.follow(page.locator("main form button.govuk-button").first)
        page.get_by_text("There is a problem").wait_for()
        assert page.title().startswith("Error: ")
        visitor.right()
    if role is Role.REFERRAL_COORDINATOR:
        visitor.go("/households/new")
        page.fill("#label", LONG[:99])
        page.get_by_label("Not known").check()
        page.get_by_label("The carers").check()
        visitor.follow(page.get_by_role("button", name="Save and go on"))
        page.wait_for_url("**/record?added=true")
        home = visitor.path().split("/record")[0]
        for at in ("/households", home, f"{home}/record", f"{home}/considerations"):
            visitor.go(at)
            visitor.right()


@pytest.fixture(scope="module")
def wordy(service, newcomers):
    """A young person, a home and a run of theirs in as many words as there may be."""
    chair, agency, authority = (
        newcomers[role]
        for role in (
            Role.FORUM_CHAIR,
            Role.REFERRAL_COORDINATOR,
            Role.PLACEMENT_OFFICER,
        )
    )
    with open_system_session(service[1]) as session:
        alone = (
            one
            for one in session.scalars(select(YoungPerson))
            if len(one.record.get("needs", [])) > 2
        )
        record = dict(next(alone).record)
        needs = [need | {"reason": LONG} for need in record["needs"]]
        person = YoungPerson(
            organisation_id=authority.organisation_id,
            sharing_name=LONG[:60],
            voice=f"{LONG} " * 20,
            record=record | {"needs": needs},
        )
        moment = now()
        referral = Referral(
            organisation_id=authority.organisation_id,
            state="live",
            version=1,
            created_at=moment,
            updated_at=moment,
        )
        referral.young_people = [person]
        referral.shares = [
            ReferralShare(
                organisation_id=authority.organisation_id,
                agency_id=agency.organisation_id,
            )
        ]
        session.add(referral)
        for number, other in enumerate(session.scalars(select(Household).limit(8))):
            home = Household(
                organisation_id=agency.organisation_id,
                reference=f"L-{number}",
                label=LONG[:99],
                record=other.record,
                version=1,
                updated_at=moment,
            )
            home.offers = [
                HouseholdOffer(
                    organisation_id=agency.organisation_id,
                    authority_id=authority.organisation_id,
                )
            ]
            session.add(home)
        # Where some have an area, a run asks for everybody's.
        session.add(
            AuthorityArea(
                organisation_id=authority.organisation_id,
                name=LONG,
                adjoining=[],
                places=["ZE1"],
            )
        )
        session.add_all(
            ForumMembership(
                organisation_id=one.organisation_id, forum_id=chair.organisation_id
            )
            for one in (agency, authority)
        )
        session.commit()
        about = person.id
    with open_session(service[1], chair) as session:
        run = runs.start(session, chair, "step-down").id
        session.commit()
    return about, run


def test_long_words_of_a_young_person_a_run_and_a_meeting(visit, wordy):
    about, run = (f"/young-people/{wordy[0]}", f"/runs/{wordy[1]}")
    chair = visit()
    page = chair.sign_in(email_of(Role.FORUM_CHAIR))
    for _ in range(120):
        chair.go(run)
        if page.get_by_text("What this run found").count():
            break
        assert not page.get_by_text("could not be finished").count()
        page.wait_for_timeout(500)
    chair.right()
    for path in ("", "/options", "/why-not", "/openings", "/decision"):
        chair.go(f"{about}{path}?run={wordy[1]}")
        chair.right()
    for path in ("/plan", "/recruitment", "/what-if", "/pack"):
        chair.go(run + path)
        chair.right()
    chair.go("/forums/new")
    for field, typed in (("name", LONG), ("day", "3"), ("month", "12")):
        page.fill(f"#{field}", typed)
    page.fill("#year", "2026")
    page.fill("#people", f"{LONG}\n" * 3)
    for box in page.locator("input[name=organisations]").all():
        box.check()
    chair.follow(page.get_by_role("button", name="Arrange the forum"))
    page.locator("main input[type=checkbox]").first.check()
    chair.follow(page.get_by_role("button", name="Add to the agenda"))
    chair.right()
    meeting = chair.path()
    chair.follow(page.get_by_role("link", name="Lead this item"))
    chair.right()
    chair.follow(page.get_by_role("link", name="Page for the room"))
    for _ in range(5):
        chair.right()
        chair.follow(page.get_by_role("link", name="Next:"))
    for path in ("/pack", "/minutes", "/change"):
        chair.go(meeting + path)
        chair.right()
    officer = visit()
    officer.sign_in(email_of(Role.PLACEMENT_OFFICER))
    for path in ("/close", "/full", ""):
        officer.go(about + path)
        officer.right()
    officer.follow(officer.page.get_by_role("link", name="All that was said"))
    officer.right()
    agency = visit()
    theirs = agency.sign_in(email_of(Role.REFERRAL_COORDINATOR))
    agency.go(about)
    agency.right()
    agency.go("/households")
    agency.follow(theirs.locator("tbody a").first)
    agency.right()
    agency.go(f"{agency.path()}/young-people")
    agency.right()
