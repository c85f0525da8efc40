"""A coordinator adds a home by keyboard, page by page, and every page is accessible."""

import pytest

from tests.browser.places import AGENCY

PAGES = (
    "where",
    "adaptations",
    "approval",
    "terms",
    "exemptions",
    "carers",
    "carer-1",
    "experience-1",
    "training-booked-1",
    "children",
    "other-adults",
    "placements",
    "animals",
    "offers",
    "support",
    "offered",
)


def choose(page, field, value):
    box = page.locator(f"input[name='{field}'][value='{value}']")
    box.focus()
    page.keyboard.press("Space")
    assert box.is_checked()


def write(page, field, text):
    page.locator(f"[id='{field}']").focus()
    page.keyboard.insert_text(text)


def save(page, button="Save and go on"):
    page.get_by_role("button", name=button).focus()
    page.keyboard.press("Enter")


@pytest.mark.check(2)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_home_is_added_by_keyboard(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.sign_in(AGENCY)
    visitor.go("/households")
    page.get_by_role("link", name="Add a home").press("Enter")
    page.get_by_role("heading", name="Add a home").wait_for()
    save(page)
    page.get_by_text("There is a problem").wait_for()
    visitor.right()
    if javascript:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "label"
    name = "Bea and Cy " + "with a long name " * 5
    write(page, "label", name)
    write(page, "location", "ST4")
    choose(page, "setting", "rural")
    choose(page, "source", "carers")
    save(page)
    page.get_by_text("Only your agency sees it so far").wait_for()
    record = visitor.path().split("?")[0]
    visitor.go(f"{record}/carers")
    choose(page, "carers", "1")
    choose(page, "source", "carers")
    save(page)
    page.get_by_role("heading", name="Carer 1").wait_for()
    for field, value in (
        ("gender", "female"),
        ("drives", "yes"),
        ("smokes", "no"),
        ("at_home", "nights"),
        ("source", "carers"),
    ):
        choose(page, field, value)
    write(page, "languages", "English")
    save(page)
    page.get_by_role("heading", name="What carer 1 has met before").wait_for()
    visitor.go(f"{record}/animals")
    choose(page, "animals", "yes")
    save(page)
    page.get_by_role("link", name="Enter at least one animal").wait_for()
    visitor.right()
    write(page, "animals-1-species", "dog")
    choose(page, "source", "supervising social worker")
    save(page, "Save and add more")
    page.locator("#animals-3-species").wait_for()
    write(page, "animals-2-species", "cat")
    choose(page, "source", "supervising social worker")
    save(page, "Save and go to the home")
    page.get_by_text("1 dog and 1 cat").wait_for()
    if not javascript:
        return
    for each in PAGES:
        visitor.go(f"{record}/{each}")
        visitor.right()
    for path in (record, record.replace("/record", "/history"), "/households/new"):
        visitor.go(path)
        visitor.right()


def test_whoever_saves_second_is_told(visit):
    first, second = visit(), visit()
    for visitor in (first, second):
        visitor.sign_in(AGENCY)
    first.go("/households")
    home = first.page.locator("tbody a").first.get_attribute("href")
    for visitor, text in ((first, "chess"), (second, "fishing")):
        visitor.go(f"{home}/record/offers")
        choose(visitor.page, "takes_alone", "no")
        visitor.page.fill("#interests", text)
        choose(visitor.page, "source", "carers")
    save(first.page)
    first.page.get_by_role("heading", name="What they can support").wait_for()
    save(second.page)
    second.page.get_by_text("Someone else changed this home").wait_for()
    second.right()
    assert second.page.locator("#interests").input_value() == "fishing"
    save(second.page)
    second.page.get_by_role("heading", name="What they can support").wait_for()


@pytest.mark.check(5)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_ten_homes_are_still_true_by_keyboard(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.sign_in(AGENCY)
    visitor.go("/households/check")
    choose(page, "source", "carers")
    for box in page.locator("input[value=still]").all()[:10]:
        box.press("Space")
    visitor.follow(page.get_by_role("button", name="Save"))
    page.get_by_text("10 homes confirmed").wait_for()
