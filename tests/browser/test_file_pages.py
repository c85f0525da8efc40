"""What goes out and comes in as files, by keyboard; every page is right."""

import json
import time

import pytest

from tests.browser.places import AGENCY, AUTHORITY


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("email", [AGENCY, AUTHORITY], ids=["agency", "authority"])
def test_pages_of_an_export(visit, email, javascript):
    """By keyboard alone."""
    visitor = visit(javascript=javascript)
    visitor.sign_in(email)
    page = visitor.page
    visitor.go("/exports")
    visitor.right()
    page.get_by_role("button", name="Download the file").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    visitor.right()
    page.locator("input[name=kind]").first.press("Space")
    page.locator("input[value=xlsx]").press("Space")
    page.focus("#reason")
    page.keyboard.insert_text("For the monthly report")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
    visitor.go("/exports")
    page.get_by_role("cell", name="For the monthly report").first.wait_for()
    visitor.right()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_pages_of_a_referral_from_a_file(visit, javascript):
    """By keyboard alone."""
    visitor = visit(javascript=javascript)
    visitor.sign_in(AUTHORITY)
    page = visitor.page
    visitor.go("/referrals")
    visitor.follow(page.get_by_role("link", name="start from a file"))
    visitor.right()
    visitor.go("/referrals")
    began = time.monotonic()
    keys = _reached(page, page.get_by_role("link", name="start from a file"))
    visitor.follow(page.locator(":focus"))
    keys += _reached(page, page.locator("#files"))
    file = {"name": "referral.json", "mimeType": "text/json", "buffer": FROM_A_SYSTEM}
    page.set_input_files("#files", file)
    # Opening what chooses a file, and its name and Enter typed there.
    keys += len("referral.json") + 2
    keys += _reached(page, page.get_by_role("button", name="Start the referral"))
    page.keyboard.press("Enter")
    page.get_by_text("You have completed 0 of").wait_for()
    took = time.monotonic() - began
    # Two more for Enter on the link and on the button.
    assert (keys + 2) * A_KEY + STEPS * A_THOUGHT + took < STARTED_WITHIN
    visitor.go("/referrals/from-file")
    for risk, said in (
        ("Perhaps", "There is a problem"),
        ("Risk Present", "begun from"),
    ):
        file = json.dumps({"Risks": {"riskMissing": risk}}).encode()
        page.set_input_files(
            "#files", {"name": "a.json", "mimeType": "text/json", "buffer": file}
        )
        page.get_by_role("button", name="Start the referral").press("Enter")
        page.get_by_text(said).first.wait_for()
        visitor.right()


FROM_A_SYSTEM = json.dumps(
    {
        "PlacementAvailability": {"childId": 412, "neededBy": "in less than 5 days"},
        "PlacementRequirements": {"livingCompanions": "No preference", "pets": "No"},
        "Risks": {"riskMissing": "High risk"},
        "latestStartDate": "2027-01-15",
        "primaryFamilyLocation": "ST42",
    }
).encode()
STARTED_WITHIN, STEPS, A_KEY, A_THOUGHT = 90, 6, 0.28, 1.35
"""Seconds for all of it; for a key of who types 40 words a minute; and for each time
somebody thinks what is next (keystroke-level model, Card, Moran and Newell 1980)."""


def _reached(page, wanted):
    """Press Tab until something has the focus; return how often."""
    for count in range(1, 60):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return count
    raise AssertionError("Tab does not lead there")


HOMES = """Home ID,Name,Postcode,Bedrooms free,Animals,Colour
{0}1,Bea {0},ST{0} 2AB,{1},{2},red
{0}2,Cy {0},ST{0} 2AC,two,none,
"""


OTHER_COLUMNS = b"Ref,Who,Stage\nZ9,Zed and Zoe,Paused\n"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_pages_of_an_import(visit, javascript):
    """By keyboard alone."""
    visitor = visit(javascript=javascript)
    visitor.sign_in(AGENCY)
    page = visitor.page

    def read(*cells):
        visitor.go("/imports/new")
        file = HOMES.format(5 + javascript, *cells).encode()
        page.set_input_files(
            "#files", {"name": "a.csv", "mimeType": "text/csv", "buffer": file}
        )
        for field, typed in (("source", "List"), ("day", "2"), ("month", "11")):
            page.fill(f"#{field}", typed)
        page.focus("#year")
        page.keyboard.type("2026")
        page.keyboard.press("Enter")
        page.get_by_text("Nothing is saved yet").wait_for()

    visitor.go("/imports")
    visitor.right()
    visitor.go("/imports/new")
    visitor.right()
    page.get_by_role("button", name="Show what would change").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    visitor.right()
    read("1", "2 dogs")
    visitor.right()
    page.get_by_role("button", name="Import 1 record").press("Enter")
    page.get_by_text("1 home imported").first.wait_for()
    visitor.right()
    read("2", "cat")
    visitor.right()
    page.locator("input[value=theirs]").first.press("Space")
    page.get_by_role("button", name="Save what I said").press("Enter")
    page.get_by_text("you said so").wait_for()
    visitor.right()
    page.get_by_role("button", name="Import 1 record").press("Enter")
    page.get_by_role("button", name="Undo this import").press("Enter")
    page.get_by_text("Every record is as it was").wait_for()
    visitor.right()
    # A sheet of other columns, by a name of its own: it is asked once.
    visitor.go("/imports/new")
    page.set_input_files(
        "#files", {"name": "b.csv", "mimeType": "text/csv", "buffer": OTHER_COLUMNS}
    )
    name = f"Other {javascript}"
    for field, typed in (("source", name), ("day", "2"), ("month", "11")):
        page.fill(f"#{field}", typed)
    page.fill("#year", "2026")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Which column is which?").wait_for()
    visitor.right()
    page.get_by_role("button", name="Remember").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    visitor.right()
    for heading, column in (("Ref", "Home ID (needed)"), ("Who", "Name (needed)")):
        page.get_by_label(heading, exact=True).select_option(column)
    page.get_by_label("Stage", exact=True).select_option("Approval")
    page.get_by_role("button", name="Remember").press("Enter")
    page.get_by_role("heading", name="What do these values mean?").wait_for()
    visitor.right()
    page.get_by_label("paused", exact=True).select_option("On hold")
    page.get_by_role("button", name="Remember").press("Enter")
    page.get_by_text("1 new home").wait_for()
    visitor.right()


def test_page_of_a_file_that_is_being_read(visit):
    """A worker reads it; meanwhile it can be given up, by keyboard alone."""
    visitor = visit(javascript=False)
    visitor.sign_in(AGENCY)
    page = visitor.page
    visitor.go("/imports/new")
    rows = "".join(f"Z{n},Home {n},ST5 2AB\n" for n in range(14_000))
    file = f"Home ID,Name,Postcode\n{rows}".encode()
    page.set_input_files(
        "#files", {"name": "a.csv", "mimeType": "text/csv", "buffer": file}
    )
    for field, typed in (
        *(("source", "Large list"), ("day", "2")),
        *(("month", "11"), ("year", "2026")),
    ):
        page.fill(f"#{field}", typed)
    page.locator("input[name=kind]").first.check()
    page.get_by_role("button", name="Show what would change").press("Enter")
    page.get_by_role("heading", name="The file is being read").wait_for()
    visitor.right()
    page.get_by_role("link", name="Refresh").press("Enter")
    page.get_by_role("button", name="Give up this import").press("Enter")
    page.get_by_role("cell", name="Given up").first.wait_for()
