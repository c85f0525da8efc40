"""An officer changes a live referral by keyboard, and every page is accessible."""

import pytest

from tests.browser.test_home_form import choose, save, write

OFFICER = "placements@ashmere.example"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_live_referral_is_changed_by_keyboard(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.sign_in(OFFICER)
    visitor.go("/young-people")
    page.locator("tbody a").first.press("Enter")
    save(page, "Change this referral")
    page.get_by_role("heading", name="Change the referral for").wait_for()
    visitor.right()
    page.get_by_role("link", name="In their words").press("Enter")
    page.get_by_role("heading", name="In their words").wait_for()
    words = f"I want to stay near my nan. {javascript}"
    write(page, "voice", words)
    save(page, "Continue")
    page.get_by_role("heading", name="Change the referral for").wait_for()
    page.get_by_role("link", name="See what would change and send").press("Enter")
    page.get_by_role("heading", name="What would change for").wait_for()
    assert words in page.locator("table").first.inner_text()
    visitor.right()
    save(page, "Send the change")
    page.get_by_role("link", name="Select why the referral is changed").wait_for()
    visitor.right()
    choose(page, "because", "said")
    choose(page, "declared", "true")
    save(page, "Send the change")
    page.get_by_text("Change sent").wait_for()
    visitor.right()
    assert "They said something new" in page.locator("tbody tr").first.inner_text()
    page.locator(".govuk-breadcrumbs a").last.press("Enter")
    page.get_by_text(words).wait_for()
