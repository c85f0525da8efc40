"""A forum chair decides, and runs a meeting, by keyboard; every page is right."""

import re

import pytest

from tests.browser.places import AGENCY, CHAIR, options_of_someone_with_several

SMALLEST = """() => Math.min(...[...document.querySelectorAll("main *")].filter(
  one => [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim())
).map(one => parseFloat(getComputedStyle(one).fontSize)))"""
"""The size of the smallest letters of a page, in pixels."""


@pytest.mark.check(12)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_pages_of_a_decision(visit, javascript):
    """A forum chair records one, by keyboard alone."""
    visitor = visit(javascript=javascript)
    visitor.sign_in(CHAIR)
    page = visitor.page

    visitor.go("/runs")
    visitor.go(page.locator("tbody a").first.get_attribute("href"))
    options = options_of_someone_with_several(page)
    visitor.go(options)
    second = page.locator("input[name=home]").nth(1).get_attribute("value")
    visitor.go(options.replace("/options?", "/decision?") + f"&household={second}")
    visitor.right()
    # Nothing is decided for anybody: no answer is filled in.
    assert page.locator("input[name=outcome]:checked").count() == 0
    page.locator("input[value=explore]").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_role("link", name="Enter at least one person who decided").wait_for()
    visitor.right()
    for box in ("wish", "as_planned"):
        page.locator(f"input[value={box}]").press("Space")
    for field, typed in (
        ("passed_over_because", "They met the carers of this home and liked them."),
        ("because", "A calm home near their school. " * 40),
        ("their_view", "Would like to come for tea first."),
        ("decided_by", "Jo Reed, forum chair"),
    ):
        page.focus(f"#{field}")
        page.keyboard.insert_text(typed)
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_text("It does not offer it.").wait_for()
    visitor.right()
    page.get_by_role("button", name="Record decision").press("Enter")
    page.get_by_text("Decision recorded").wait_for()
    visitor.right()
    visitor.follow(page.get_by_role("link", name="Let the place go"))
    visitor.right()
    page.get_by_role("button", name="Let the place go").press("Enter")
    page.get_by_text("The place is free for others").wait_for()


@pytest.mark.check(11)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_pages_of_a_forum(visit, javascript):
    """A forum chair arranges a meeting, runs it and signs it off, by keyboard alone."""
    agency = visit(javascript=javascript)
    theirs = agency.sign_in(AGENCY)
    agency.go("/young-people")
    shared = theirs.locator("tbody th a").all_inner_texts()
    visitor = visit(javascript=javascript)
    visitor.sign_in(CHAIR)
    page = visitor.page

    visitor.go("/forums/new")
    page.get_by_role("button", name="Arrange the forum").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    visitor.right()
    for field, typed in (("name", "December"), ("day", "3"), ("month", "12")):
        page.fill(f"#{field}", typed)
    page.fill("#year", "2026")
    page.fill("#length", "20")
    page.get_by_label("Lantern Fostering").press("Space")
    page.focus("#year")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who is on the agenda?").wait_for()
    visitor.right()
    for name in shared[:2]:
        page.get_by_label(re.compile(rf"^{name}\b")).press("Space")
    page.get_by_role("button", name="Add to the agenda").press("Enter")
    page.get_by_text("Agenda is longer than the meeting by 10 minutes.").wait_for()
    visitor.right()
    agenda = visitor.path()
    # What was not asked by the time the test is run again has been asked since.
    if page.get_by_role("link", name="Send them now").count():
        visitor.follow(page.get_by_role("link", name="Send them now"))
        visitor.right()
        page.get_by_role("button", name="Send the chosen questions").press("Enter")
        page.get_by_text(" sent").first.wait_for()
        visitor.right()
        visitor.go(agenda)
    page.get_by_role("link", name="Packs").press("Enter")
    visitor.follow(page.get_by_role("button", name="Make all packs"))
    page.get_by_role("heading", name="Packs for").wait_for()
    for _ in range(120):
        visitor.go(f"{agenda}/pack")
        if page.get_by_text("Packs were made on").count():
            break
        page.wait_for_timeout(500)
    visitor.right()
    visitor.follow(page.get_by_role("link", name="Read it"))
    page.get_by_role("heading", name="Appendix A: verdicts").wait_for()
    visitor.right()
    visitor.go(agenda)
    visitor.follow(page.get_by_role("button", name="Down").first)
    visitor.follow(page.get_by_role("link", name="Open the page for the room"))
    page.get_by_role("link", name="Next: what they need").wait_for()
    visitor.right()
    for _ in range(5):
        visitor.follow(page.get_by_role("link", name="Next:"))
        visitor.right()
        assert page.evaluate(SMALLEST) >= 24, page.url
    page.get_by_role("link", name="Blank the screen").press("Enter")
    page.get_by_role("link", name="Go on").wait_for()
    visitor.right()
    for number in (0, 1):
        visitor.go(agenda)
        page.locator("tbody th a").nth(number).press("Enter")
        page.get_by_role("button", name="Save notes").wait_for()
        page.get_by_role("button", name="Start the time").press("Enter")
        page.get_by_text(re.compile(r"Started \d\d:\d\d, 15 minutes")).wait_for()
        page.fill("#what-0", "Ask the school")
        page.locator("#who-0").select_option(label="Lantern Fostering")
        page.fill("#by-0", "5 12 2026")
        page.focus("#views")
        page.keyboard.insert_text("The school speaks for staying near. " * 20)
        page.locator("input[name=not_reached]").press("Space")
        visitor.right()
        page.get_by_role("button", name="Save notes").press("Enter")
        page.get_by_text("Notes saved").wait_for()
    visitor.go(f"{agenda}/minutes")
    visitor.right()
    page.get_by_role("button", name="Sign off the minutes").press("Enter")
    page.get_by_text("Signed off by Jo Reed").wait_for()
    visitor.right()
    agency.go(f"{agenda}/pack")
    theirs.get_by_text("Copy for Lantern Fostering").wait_for()
    agency.right()
    agency.go(f"{agenda}/minutes")
    theirs.get_by_text("Ask the school").first.wait_for()
    agency.right()
