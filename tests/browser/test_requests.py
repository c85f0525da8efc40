"""Ask, answer, look again: nobody matched, until somebody was asked."""

import re

import pytest
from sqlalchemy import select

from app.core.db import open_system_session
from app.households.models import Household
from app.identity.service import organisation_named
from tests.browser.places import AGENCY, CHAIR


@pytest.fixture(scope="module")
def lantern(service):
    """What the references of Lantern Fostering's homes begin with."""
    with open_system_session(service[1]) as session:
        agency = organisation_named(session, "lantern")
        home = session.scalars(
            select(Household).where(Household.organisation_id == agency.id)
        ).first()
        return home.reference.split("-")[0]


def ask_of(visitor, homes):
    """Open the page that asks about what would open somebody one of these homes."""
    page = visitor.page
    visitor.go("/runs")
    visitor.go(page.locator("tbody a").first.get_attribute("href"))
    people = [a.get_attribute("href") for a in page.locator("tbody th a").all()]
    for options in people:
        visitor.go(options.replace("/options?", "/openings?"))
        theirs = page.locator("p", has_text=re.compile(rf"Home {homes}-\d+:"))
        for ask in theirs.get_by_role("link", name="Ask about").all():
            address = ask.get_attribute("href")
            visitor.go(address)
            # Others are asked too about what is not the agency's to change.
            if page.locator("h1").inner_text().startswith("Ask Lantern"):
                return options.split("/options")[0]
            visitor.page.go_back()
    raise AssertionError("nothing to ask Lantern Fostering")


@pytest.mark.check(8)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_what_is_asked_and_agreed_to_opens_an_option(visit, lantern, javascript):
    """By keyboard alone."""
    chair = visit(javascript=javascript)
    page = chair.sign_in(CHAIR)
    person = ask_of(chair, lantern)
    chair.right()
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_text("Request sent to Lantern Fostering").wait_for()
    chair.right()
    request = re.search(r"/requests/[0-9a-f-]+", page.url)[0]
    chair.go("/requests?show=from-you")
    page.get_by_text("Waiting for an answer").first.wait_for()
    chair.right()

    agency = visit(javascript=javascript)
    theirs = agency.sign_in(AGENCY)
    agency.follow(theirs.get_by_role("link", name="Answer what Seven").first)
    agency.go(request)
    theirs.get_by_role("button", name="Send the answer").press("Enter")
    theirs.get_by_role("link", name="Select an answer").wait_for()
    agency.right()
    theirs.locator("input[value=agreed]").press("Space")
    theirs.focus("#because")
    theirs.keyboard.insert_text("The carers would like to. " * 20)
    theirs.get_by_role("button", name="Send the answer").press("Enter")
    theirs.get_by_text("Answer sent to Seven").wait_for()
    agency.right()

    chair.go("/")
    page.get_by_role("link", name="An answer came about").first.press("Enter")
    page.get_by_role("button", name="Look again for").press("Enter")
    page.wait_for_url(re.compile(r"/runs/"))
    for _ in range(120):
        chair.go(chair.path())
        if page.get_by_text("What this run found").count():
            break
        page.wait_for_timeout(500)
    chair.go(f"{person}/options")
    page.get_by_text("What changed: ").wait_for()
    chair.right()
