"""Every question of the referral form, answered and not, and the pages around it."""

from app.referral_form.questions import TASKS
from tests.browser.places import AUTHORITY


def _started(visitor):
    """Start a referral; where its draft is."""
    visitor.sign_in(AUTHORITY)
    for path in ("/referrals/copy", "/referrals"):
        page = visitor.go(path)
        visitor.right()
    page.get_by_role("button", name="Start a referral").click()
    page.wait_for_url("**/tasks")
    return visitor.path().removesuffix("/tasks")


def _go_on(page):
    page.get_by_role("button", name="Continue", exact=True).click()


def test_questions_of_the_referral_form(visit):
    visitor = visit()
    draft = _started(visitor)
    page = visitor.page
    names = [one.id for task in TASKS for one in task.pages]
    for name in names:
        visitor.go(f"{draft}/pages/{name}")
        visitor.right()
        _go_on(page)
        # Nothing was answered: what is needed says so, what is not goes on.
        if page.title().startswith("Error"):
            visitor.right()


def test_pages_of_the_referral_form(visit):
    visitor = visit()
    draft = _started(visitor)
    page = visitor.page
    visitor.go(f"{draft}/pages/care-people")
    page.locator("input[value=VERB]").check()
    _go_on(page)
    page.wait_for_url("**/about-VERB")
    visitor.right()
    visitor.go(f"{draft}/pages/children")
    for chosen in ("only", "youngest", "any"):
        page.locator(f"input[value={chosen}]").last.check()
    _go_on(page)
    page.wait_for_url("**/pages/home")
    visitor.go(f"{draft}/needs/solo")
    visitor.right()
    _go_on(page)
    visitor.right()
    visitor.go(f"{draft}/tasks")
    page.get_by_role("button", name="Add a brother or sister").click()
    page.wait_for_url(lambda url: draft not in url)
    visitor.right()
    visitor.go(f"{draft}/pages/together")
    page.locator("input[value=parts]").check()
    _go_on(page)
    visitor.right()
    for path in ("tasks", "needs", "sharing", "check", "delete"):
        visitor.go(f"{draft}/{path}")
        visitor.right()
    page.get_by_role("button", name="Delete this draft").click()
    page.wait_for_url("**/referrals")
