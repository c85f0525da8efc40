"""Every page: accessible, self-contained, and safe to look at the source of."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.places import (
    AGENCY,
    AUTHORITY,
    CHAIR,
    OPEN,
    options_of_someone_with_several,
    pages_of,
    run_of,
)

ROLES = {"agency": AGENCY, "authority": AUTHORITY, "chair": CHAIR}


@pytest.mark.check(9)
@pytest.mark.parametrize("email", ROLES.values(), ids=ROLES)
def test_pages_of_each_role(visit, email, labels, births):
    """And an authority never finds whose home it is, nor an agency a birthday."""
    days = {f"{day.day} {day:%B %Y}" for day in map(date.fromisoformat, births)}
    assert min(len(labels), len(births)) > 10
    hidden = {AUTHORITY: labels, AGENCY: births | days}.get(email, set())
    visitor = visit()
    visitor.sign_in(email)
    for path in pages_of(visitor):
        source = visitor.go(path).content()
        assert [one for one in hidden if one in source] == [], path
        visitor.right()
    refused = ("403", "404")
    assert [c for c in visitor.console if not any(r in c for r in refused)] == []


def test_pages_of_an_auditor(visit):
    visitor = visit()
    visitor.sign_in("auditor@ashmere.example")
    visitor.go("/")
    visitor.right()
    for path in ("", "?since=soon", "?record=none", "/check"):
        visitor.go(f"/audit{path}")
        visitor.right()


def test_pages_of_an_administrator(visit):
    visitor = visit()
    visitor.sign_in("admin@ashmere.example")
    visitor.go("/admin/people")
    person = visitor.page.locator("tbody a").first.get_attribute("href")
    paths = ("/", "/admin/people", "/admin/people/new", person, "/sign-in/set-up")
    paths += ("/admin/area", "/admin/sign-in", "/admin/api-keys", "/admin/webhooks")
    for path in paths:
        visitor.go(path)
        visitor.right()
    visitor.go("/admin/frameworks")
    visitor.page.get_by_label("What is it called?").fill("Midlands homes")
    visitor.page.get_by_role("button", name="Make a framework").click()
    visitor.page.get_by_label("Ask an organisation").select_option(index=1)
    visitor.page.get_by_role("button", name="Ask", exact=True).click()
    visitor.page.get_by_role("button", name="Take off").wait_for()
    visitor.right()
    visitor.follow(visitor.page.get_by_role("button", name="End Midlands homes"))
    visitor.go("/admin/webhooks")
    visitor.follow(visitor.page.get_by_role("button", name="Make a webhook"))
    visitor.right()
    visitor.page.get_by_label("Which program").fill("Case system")
    visitor.page.get_by_label("At which address").fill("https://case.example/hearth")
    visitor.page.get_by_role("radio").first.check()
    visitor.page.get_by_label("Homes").check()
    visitor.follow(visitor.page.get_by_role("button", name="Make a webhook"))
    assert "whsec_" in visitor.page.locator("code").inner_text()
    visitor.right()
    visitor.page.get_by_role("link", name="Back to the webhook").click()
    visitor.page.get_by_role("button", name="Send a test").click()
    assert "webhook.test" in visitor.page.locator("table").inner_text()
    visitor.right()
    visitor.go(person)
    visitor.page.get_by_role("button", name="Make a link").click()
    link = visitor.page.locator("code").inner_text()
    visitor.right()
    visitor.go(link.removeprefix(visitor.address))
    visitor.right()


def test_pages_of_a_data_officer(visit):
    visitor = visit()
    page = visitor.sign_in("data@ashmere.example")
    visitor.go("/young-people")
    person = page.locator("tbody a").first.get_attribute("href")
    paths = (person, f"{person}/kept", f"{person}/erase")
    for path in ("/", *paths, "/retention", "/retention/days"):
        visitor.go(path)
        visitor.right()


def test_pages_for_everyone(visit):
    visitor = visit()
    for path in OPEN:
        visitor.go(path)
        visitor.right()


def test_a_page_with_all_it_needs_is_small(visit):
    """At most 200 kB over the wire, with nothing kept from before."""
    visitor = visit()
    sizes = []
    wire = visitor.page.context.new_cdp_session(visitor.page)
    wire.on(
        "Network.loadingFinished", lambda what: sizes.append(what["encodedDataLength"])
    )
    wire.send("Network.enable")
    wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
    visitor.sign_in(CHAIR)
    run = run_of(visitor)
    for path in ("/sign-in", run, f"{run}/plan"):
        sizes.clear()
        visitor.go(path).wait_for_load_state("networkidle")
        assert 10_000 < sum(sizes) < 200_000, path


def test_a_printed_page_says_whose_it_is_and_no_addresses(visit):
    visitor = visit()
    visitor.sign_in(CHAIR)
    page = visitor.go(run_of(visitor))
    visitor.go(options_of_someone_with_several(page))
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    said = " ".join(" ".join(one.extract_text() for one in pages).split())
    assert "Confidential – printed on" in said
    assert "by Jo Reed, Seven Authorities Family-Finding Forum" in said
    assert f"1 of {len(pages)}" in said
    assert "It is not a chance of success." in said
    assert "(/" not in said
    assert "Sign out" not in said


def test_nothing_of_gov_uk_branding_is_served(visit):
    visitor = visit()
    served = []
    visitor.page.on("response", lambda answer: served.append(answer))
    visitor.go("/sign-in")
    for answer in served:
        text = answer.text()
        assert "GDS Transport" not in text
        assert "/fonts/" not in text
        assert "crown" not in answer.url


def test_a_script_in_the_page_does_not_run(visit):
    visitor = visit()
    visitor.go("/help")
    visitor.page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.ran = true'; document.body.append(s); }"
    )
    assert visitor.page.evaluate("window.ran") is None
