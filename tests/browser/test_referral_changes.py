"""An officer changes a live referral by keyboard, and every page is accessible."""

import pytest

from tests.browser.test_home_form import choose, right, save, write

OFFICER = "placements@ashmere.example"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [1100, 320])
def test_a_live_referral_is_changed_by_keyboard(visit, width, javascript):
    visitor = visit(width=width, javascript=javascript)
    page = visitor.sign_in(OFFICER)
    check = right if javascript else lambda *_: None
    visitor.go("/young-people")
    page.locator("tbody a").first.press("Enter")
    save(page, "Change this referral")
    page.get_by_role("heading", name="Change the referral for").wait_for()
    check(page, width)
    page.get_by_role("link", name="In their words").press("Enter")
    page.get_by_role("heading", name="In their words").wait_for()
    words = f"I want to stay near my nan. {width} {javascript}"
    write(page, "voice", words)
    save(page, "Continue")
    page.get_by_role("heading", name="Change the referral for").wait_for()
    page.get_by_role("link", name="See what would change and send").press("Enter")
    page.get_by_role("heading", name="What would change for").wait_for()
    assert words in page.locator("table").first.inner_text()
    check(page, width)
    save(page, "Send the change")
    page.get_by_role("link", name="Select why the referral is changed").wait_for()
    check(page, width)
    choose(page, "because", "said")
    choose(page, "declared", "true")
    save(page, "Send the change")
    page.get_by_text("Change sent").wait_for()
    check(page, width)
    assert "They said something new" in page.locator("tbody tr").first.inner_text()
    page.locator(".govuk-breadcrumbs a").last.press("Enter")
    page.get_by_text(words).wait_for()
    assert visitor.elsewhere == []
