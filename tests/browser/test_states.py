"""Pages with nothing on them, with long words, and after an empty form was sent."""

import pytest

from app.core.actor import OrganisationKind, Role
from app.core.db import open_system_session
from app.demo.seed import PASSWORD
from app.identity import service as identity

LONG = "Llanfairpwllgwyngyllgogerychwyrndrobwll" * 5
"""A word of 195 characters, in which no line can break by itself."""
EVERYONE = ("/", "/account", "/notifications", "/requests", "/forums")
PAGES = {
    Role.REFERRAL_COORDINATOR: (
        *("/households", "/households/check", "/young-people", "/runs", "/runs/new"),
        *("/requests?show=from-you", "/requests?show=settled", "/what-ifs"),
    ),
    Role.PLACEMENT_OFFICER: ("/young-people", "/referrals", "/households", "/runs"),
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
        session.commit()
    return {role: f"new-{number}@x.example" for number, role in enumerate(PAGES)}


@pytest.mark.parametrize("role", PAGES)
def test_an_empty_organisation_with_long_names(visit, newcomers, role):
    visitor = visit()
    page = visitor.sign_in(newcomers[role])
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
