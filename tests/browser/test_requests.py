"""Ask, answer, look again: nobody matched, until somebody was asked."""

import re

import pytest

from tests.browser.places import AGENCY, AUTHORITY, CHAIR
from tests.browser.service import served


# What there is to ask is used up by asking, and another file's runs may leave none.
@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Serve a region that nobody has asked anything in yet; return the address."""
    database = f"sqlite:///{tmp_path_factory.mktemp('requests') / 'hearth.sqlite3'}"
    with served(database, young_people=14, households=300) as (found, _):
        yield found


@pytest.fixture(scope="module")
def signed_in():
    """Return who has signed in there."""
    return {}


REFERENCE = re.compile(r"Home ([A-Z]+\d*)-\d+")
"""How a home is named to others; those of one agency begin alike."""


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
def test_what_is_asked_and_agreed_to_opens_an_option(visit, javascript):
    """By keyboard alone."""
    agency = visit(javascript=javascript)
    theirs = agency.sign_in(AGENCY)
    agency.go("/households")
    theirs.locator("tbody a").first.press("Enter")
    reference = theirs.get_by_text(REFERENCE).first
    homes = REFERENCE.search(reference.inner_text())[1]
    chair = visit(javascript=javascript)
    page = chair.sign_in(CHAIR)
    person = ask_of(chair, homes)
    chair.right()
    page.get_by_role("button", name="Send").press("Enter")
    page.get_by_text("Request sent to Lantern Fostering").wait_for()
    chair.right()
    request = re.search(r"/requests/[0-9a-f-]+", page.url)[0]
    chair.go("/requests?show=from-you")
    page.get_by_text("Waiting for an answer").first.wait_for()
    chair.right()

    agency.go("/")
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


@pytest.mark.parametrize("javascript", [True], ids=["with-js"])
def test_an_agency_suggests_a_home(visit, javascript):
    """By keyboard alone, and the authority answers; on PostgreSQL without scripts."""
    agency = visit(javascript=javascript)
    theirs = agency.sign_in(AGENCY)
    name = suggest_to_ashmere(agency)
    agency.right()
    theirs.focus("#message")
    theirs.keyboard.insert_text("The carers know the school and would like to meet. ")
    agency.follow(theirs.get_by_role("button", name="Send"))
    assert "Request sent to Ashmere" in theirs.locator("main").inner_text()
    request = re.search(r"/requests/[0-9a-f-]+", theirs.url)[0]

    authority = visit(javascript=javascript)
    page = authority.sign_in(AUTHORITY)
    authority.follow(page.locator(f"a[href*='{request}']"))
    said = page.locator("main").inner_text()
    assert f"A home suggested for {name}" in said
    assert "A suggestion is not an offer" in said
    authority.right()
    authority.follow(page.get_by_role("link", name="See this home as an option"))
    assert name in page.locator("h1").inner_text()
    authority.go(request)
    page.locator("input[value=answered]").press("Space")
    page.focus("#because")
    page.keyboard.insert_text("We would like to hear more.")
    authority.follow(page.get_by_role("button", name="Send the answer"))
    assert "Answer sent to Lantern" in page.locator("main").inner_text()
    agency.go(request)
    assert "We would like to hear more." in theirs.locator("main").inner_text()


def suggest_to_ashmere(visitor):
    """Open the page that suggests a home for a young person of Ashmere; their name."""
    page = visitor.page
    visitor.go("/young-people")
    theirs = page.locator("tbody tr", has_text="Ashmere").locator("a").all()
    for name, at in [(a.inner_text(), a.get_attribute("href")) for a in theirs]:
        visitor.go(f"{at}/options")
        homes = page.locator("input[name=home]").all()
        for home in [one.get_attribute("value") for one in homes]:
            visitor.go(f"/households/{home}/young-people")
            link = page.get_by_role("link", name=f"Suggest this home for {name}")
            if link.count():
                visitor.follow(link.first)
                return name
    raise AssertionError("no home of Lantern's is an option for anybody of Ashmere")
