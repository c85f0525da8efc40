"""Every page: accessible, self-contained, and safe to look at the source of."""

import json
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe

from app.referral_form.questions import TASKS

PEOPLE = (
    "coordinator@lantern.example",
    "placements@ashmere.example",
    "chair@forum.example",
)
OPEN = (
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-in/with",
    "/help",
    "/help/how-matching-works",
    "/accessibility",
    "/privacy",
)
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    }
}


def pages_of(visitor):
    """Return the paths of every kind of page the visitor can reach."""
    page = visitor.page
    paths = [
        "/",
        "/account",
        "/account/notifications",
        "/notifications",
        "/young-people",
        "/households",
        "/runs",
        "/runs/new",
        "/nowhere",
    ]
    visitor.go("/households")
    home = page.locator("tbody a").first.get_attribute("href")
    paths += [home, f"{home}/young-people"]
    visitor.go(home)
    if page.locator("a[href$='/availability']").count():
        paths += [f"{home}/availability", f"{home}/considerations", "/households/check"]
    visitor.go("/runs")
    run = page.locator("tbody a").first.get_attribute("href")
    paths += [
        run,
        f"{run}/pack",
        f"{run}/plan",
        f"{run}/recruitment",
        f"{run}/fairness",
    ]
    paths.append(f"{run}/stop")
    visitor.go(run)
    options = options_of_someone_with_several(page)
    others = ("/why-not?", "/openings?")
    paths += [options, *(options.replace("/options?", other) for other in others)]
    paths.append(options.split("/options")[0])
    visitor.go(paths[-1])
    if page.locator("a[href$='/close']").count():
        paths += [f"{paths[-1]}/close", "/young-people?show=closed"]
    visitor.go(options)
    boxes = page.locator("input[name=home]")
    first, second = (boxes.nth(place).get_attribute("value") for place in range(2))
    paths.append(options.replace("/options?", f"/options/{first}?"))
    chosen = f"/options/compare?home={first}&home={second}&"
    paths.append(options.replace("/options?", chosen))
    tried = what_if_of(visitor, run)
    paths += [f"{run}/what-if", f"{run}/what-if/need", "/what-ifs", tried]
    paths.append(f"{tried}/adopt")
    return paths


def what_if_of(visitor, run):
    """Return the path of a what-if, tried now if there is none."""
    page = visitor.go("/what-ifs")
    there = page.locator("tbody a")
    if there.count():
        return there.first.get_attribute("href")
    visitor.go(f"{run}/what-if")
    page.select_option("#choice-0", "ruled_out")
    page.select_option("#choice-0-young-person", index=1)
    page.select_option("#choice-0-household", index=1)
    page.fill("#reason", "To see who would gain")
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("What would be different").wait_for(timeout=60_000)
    return page.url.removeprefix(visitor.address)


def options_of_someone_with_several(page):
    for row in page.locator("tbody tr").all():
        is_open, with_questions = row.locator("td").all_inner_texts()[:2]
        if int(is_open) + int(with_questions) >= 2:
            return row.locator("a").first.get_attribute("href")
    raise AssertionError("nobody in this run has two options")


def right(page, javascript=True):
    """Check that a page fits its window and is accessible, where a script may look."""
    if javascript:
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= page.viewport_size["width"], (page.url, wide)
        assert violations(page) == [], page.url


def violations(page):
    found = Axe().run(page, options=RULES).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in found]


@pytest.mark.parametrize("width", [1100, 320])
@pytest.mark.parametrize("email", PEOPLE, ids=[p.split("@")[0] for p in PEOPLE])
def test_pages_of_each_role(visit, email, width):
    visitor = visit(width=width)
    visitor.sign_in(email)
    for path in pages_of(visitor):
        right(visitor.go(path))
    assert visitor.elsewhere == []
    refused = ("403", "404")
    assert [c for c in visitor.console if not any(r in c for r in refused)] == []


@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_an_auditor(visit, width):
    visitor = visit(width=width)
    visitor.sign_in("auditor@ashmere.example")
    right(visitor.go("/"))
    for path in ("", "?since=soon", "?record=none", "/check"):
        right(visitor.go(f"/audit{path}"))
    assert visitor.elsewhere == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_a_decision(visit, width, javascript):
    """A forum chair records one, by keyboard alone."""
    visitor = visit(width=width, javascript=javascript)
    visitor.sign_in("chair@forum.example")
    page = visitor.page

    visitor.go("/runs")
    visitor.go(page.locator("tbody a").first.get_attribute("href"))
    options = options_of_someone_with_several(page)
    visitor.go(options)
    second = page.locator("input[name=home]").nth(1).get_attribute("value")
    visitor.go(options.replace("/options?", "/decision?") + f"&household={second}")
    right(page, javascript)
    # Nothing is decided for anybody: no answer is filled in.
    assert page.locator("input[name=outcome]:checked").count() == 0
    page.locator("input[value=explore]").press("Space")
    page.get_by_role("button", name="Continue").press("Enter")
    page.get_by_role("link", name="Enter at least one person who decided").wait_for()
    right(page, javascript)
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
    right(page, javascript)
    page.get_by_role("button", name="Record decision").press("Enter")
    page.get_by_text("Decision recorded").wait_for()
    right(page, javascript)
    page.get_by_role("link", name="Let the place go").press("Enter")
    right(page, javascript)
    page.get_by_role("button", name="Let the place go").press("Enter")
    page.get_by_text("The place is free for others").wait_for()


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_a_forum(visit, width, javascript):
    """A forum chair arranges a meeting, runs it and signs it off, by keyboard alone."""
    visitor = visit(width=width, javascript=javascript)
    visitor.sign_in("chair@forum.example")
    page = visitor.page

    visitor.go("/forums/new")
    page.get_by_role("button", name="Arrange the forum").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    right(page, javascript)
    for field, typed in (("name", "December"), ("day", "3"), ("month", "12")):
        page.fill(f"#{field}", typed)
    page.fill("#year", "2026")
    page.fill("#length", "20")
    page.get_by_label("Lantern Fostering").press("Space")
    page.focus("#year")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Who is on the agenda?").wait_for()
    right(page, javascript)
    for box in (0, 1):
        page.locator("input[name=young_person]").nth(box).press("Space")
    page.get_by_role("button", name="Add to the agenda").press("Enter")
    page.get_by_text("Agenda is longer than the meeting by 10 minutes.").wait_for()
    right(page, javascript)
    agenda = page.url.removeprefix(visitor.address)
    page.get_by_role("button", name="Read it here").press("Enter")
    page.get_by_role("heading", name="Appendix A: verdicts").wait_for()
    right(page, javascript)
    visitor.go(agenda)
    page.get_by_role("button", name="Down").first.press("Enter")
    page.get_by_role("link", name="Open the page for the room").press("Enter")
    page.get_by_role("link", name="Next: what they need").wait_for()
    right(page, javascript)
    for _ in range(5):
        with page.expect_navigation():
            page.get_by_role("link", name="Next:").press("Enter")
        right(page, javascript)
    page.get_by_role("link", name="Blank the screen").press("Enter")
    page.get_by_role("link", name="Go on").wait_for()
    right(page, javascript)
    for number in (0, 1):
        visitor.go(agenda)
        page.locator("tbody th a").nth(number).press("Enter")
        page.get_by_role("button", name="Save notes").wait_for()
        page.focus("#views")
        page.keyboard.insert_text("The school speaks for staying near. " * 20)
        page.locator("input[name=not_reached]").press("Space")
        right(page, javascript)
        page.get_by_role("button", name="Save notes").press("Enter")
        page.get_by_text("Notes saved").wait_for()
    visitor.go(f"{agenda}/minutes")
    right(page, javascript)
    page.get_by_role("button", name="Sign off the minutes").press("Enter")
    page.get_by_text("Signed off by Jo Reed").wait_for()
    right(page, javascript)


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [1100, 320])
@pytest.mark.parametrize("email", PEOPLE[:2], ids=["agency", "authority"])
def test_pages_of_an_export(visit, email, width, javascript):
    """By keyboard alone."""
    visitor = visit(width=width, javascript=javascript)
    visitor.sign_in(email)
    page = visitor.page
    visitor.go("/exports")
    right(page, javascript)
    page.get_by_role("button", name="Download the file").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    right(page, javascript)
    page.locator("input[name=kind]").first.press("Space")
    page.locator("input[value=xlsx]").press("Space")
    page.focus("#reason")
    page.keyboard.insert_text("For the monthly report")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").press("Enter")
    assert download.value.suggested_filename.endswith(".xlsx")
    visitor.go("/exports")
    page.get_by_role("cell", name="For the monthly report").first.wait_for()
    right(page, javascript)
    assert visitor.elsewhere == []


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_a_referral_from_a_file(visit, width, javascript):
    """By keyboard alone."""
    visitor = visit(width=width, javascript=javascript)
    visitor.sign_in(PEOPLE[1])
    page = visitor.page
    visitor.go("/referrals")
    page.get_by_role("link", name="start from a file").press("Enter")
    right(page, javascript)
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
        right(page, javascript)
    assert visitor.elsewhere == []


HOMES = """Home ID,Name,Postcode,Bedrooms free,Animals,Colour
{0}1,Bea {0},ST{0} 2AB,{1},{2},red
{0}2,Cy {0},ST{0} 2AC,two,none,
"""


OTHER_COLUMNS = b"Ref,Who,Stage\nZ9,Zed and Zoe,Paused\n"


@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_an_import(visit, width, javascript):
    """By keyboard alone."""
    visitor = visit(width=width, javascript=javascript)
    visitor.sign_in(PEOPLE[0])
    page = visitor.page

    def read(*cells):
        visitor.go("/imports/new")
        file = HOMES.format(width // 100 + javascript, *cells).encode()
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
    right(page, javascript)
    visitor.go("/imports/new")
    right(page, javascript)
    page.get_by_role("button", name="Show what would change").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    right(page, javascript)
    read("1", "2 dogs")
    right(page, javascript)
    page.get_by_role("button", name="Import 1 record").press("Enter")
    page.get_by_text("1 home imported").first.wait_for()
    right(page, javascript)
    read("2", "cat")
    right(page, javascript)
    page.locator("input[value=theirs]").first.press("Space")
    page.get_by_role("button", name="Save what I said").press("Enter")
    page.get_by_text("you said so").wait_for()
    right(page, javascript)
    page.get_by_role("button", name="Import 1 record").press("Enter")
    page.get_by_role("button", name="Undo this import").press("Enter")
    page.get_by_text("Every record is as it was").wait_for()
    right(page, javascript)
    # A sheet of other columns, by another name for each width: it is asked once.
    visitor.go("/imports/new")
    page.set_input_files(
        "#files", {"name": "b.csv", "mimeType": "text/csv", "buffer": OTHER_COLUMNS}
    )
    name = f"Other {width} {javascript}"
    for field, typed in (("source", name), ("day", "2"), ("month", "11")):
        page.fill(f"#{field}", typed)
    page.fill("#year", "2026")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Which column is which?").wait_for()
    right(page, javascript)
    page.get_by_role("button", name="Remember").press("Enter")
    page.get_by_text("There is a problem").wait_for()
    right(page, javascript)
    for heading, column in (("Ref", "Home ID (needed)"), ("Who", "Name (needed)")):
        page.get_by_label(heading, exact=True).select_option(column)
    page.get_by_label("Stage", exact=True).select_option("Approval")
    page.get_by_role("button", name="Remember").press("Enter")
    page.get_by_role("heading", name="What do these values mean?").wait_for()
    right(page, javascript)
    page.get_by_label("paused", exact=True).select_option("On hold")
    page.get_by_role("button", name="Remember").press("Enter")
    page.get_by_text("1 new home").wait_for()
    right(page, javascript)
    assert visitor.elsewhere == []


def _started(visitor):
    """Start a referral; where its draft is."""
    visitor.sign_in(PEOPLE[1])
    for path in ("/referrals/copy", "/referrals"):
        page = visitor.go(path)
        assert violations(page) == []
    page.get_by_role("button", name="Start a referral").click()
    page.wait_for_url("**/tasks")
    return page.url.removeprefix(visitor.address).removesuffix("/tasks")


def _right(page, width):
    assert violations(page) == [], page.url
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, (page.url, wide)


def _go_on(page):
    page.get_by_role("button", name="Continue", exact=True).click()


@pytest.mark.parametrize("width", [1100, 320])
@pytest.mark.parametrize("half", [0, 1])
def test_questions_of_the_referral_form(visit, width, half):
    visitor = visit(width=width)
    draft = _started(visitor)
    page = visitor.page
    names = [one.id for task in TASKS for one in task.pages]
    for name in names[half::2]:
        visitor.go(f"{draft}/pages/{name}")
        _right(page, width)
        _go_on(page)
        # Nothing was answered: what is needed says so, what is not goes on.
        if page.title().startswith("Error"):
            _right(page, width)
    assert visitor.elsewhere == []


@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_the_referral_form(visit, width):
    visitor = visit(width=width)
    draft = _started(visitor)
    page = visitor.page
    visitor.go(f"{draft}/pages/care-people")
    page.locator("input[value=VERB]").check()
    _go_on(page)
    page.wait_for_url("**/about-VERB")
    _right(page, width)
    visitor.go(f"{draft}/pages/children")
    for chosen in ("only", "youngest", "any"):
        page.locator(f"input[value={chosen}]").last.check()
    _go_on(page)
    page.wait_for_url("**/pages/home")
    visitor.go(f"{draft}/needs/solo")
    _right(page, width)
    _go_on(page)
    _right(page, width)
    visitor.go(f"{draft}/tasks")
    page.get_by_role("button", name="Add a brother or sister").click()
    page.wait_for_url(lambda url: draft not in url)
    _right(page, width)
    visitor.go(f"{draft}/pages/together")
    page.locator("input[value=parts]").check()
    _go_on(page)
    _right(page, width)
    for path in ("tasks", "needs", "sharing", "check", "delete"):
        visitor.go(f"{draft}/{path}")
        _right(page, width)
    page.get_by_role("button", name="Delete this draft").click()
    page.wait_for_url("**/referrals")
    assert visitor.elsewhere == []


@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_an_administrator(visit, width):
    visitor = visit(width=width)
    visitor.sign_in("admin@ashmere.example")
    visitor.go("/admin/people")
    person = visitor.page.locator("tbody a").first.get_attribute("href")
    paths = ("/", "/admin/people", "/admin/people/new", person, "/sign-in/set-up")
    for path in (*paths, "/admin/sign-in", "/admin/api-keys", "/admin/webhooks"):
        right(visitor.go(path))
    visitor.page.get_by_role("button", name="Make a webhook").click()
    right(visitor.page)
    visitor.page.get_by_label("Which program").fill("Case system")
    visitor.page.get_by_label("At which address").fill("https://case.example/hearth")
    visitor.page.get_by_role("radio").first.check()
    visitor.page.get_by_label("Homes").check()
    visitor.page.get_by_role("button", name="Make a webhook").click()
    assert "whsec_" in visitor.page.locator("code").inner_text()
    right(visitor.page)
    visitor.page.get_by_role("link", name="Back to the webhook").click()
    visitor.page.get_by_role("button", name="Send a test").click()
    assert "webhook.test" in visitor.page.locator("table").inner_text()
    right(visitor.page)
    visitor.go(person)
    visitor.page.get_by_role("button", name="Make a link").click()
    link = visitor.page.locator("code").inner_text()
    assert violations(visitor.page) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= width
    visitor.go(link.removeprefix(visitor.address))
    assert violations(visitor.page) == []
    assert visitor.elsewhere == []


@pytest.mark.parametrize("width", [1100, 320])
def test_pages_of_a_data_officer(visit, width):
    visitor = visit(width=width)
    page = visitor.sign_in("data@ashmere.example")
    visitor.go("/young-people")
    person = page.locator("tbody a").first.get_attribute("href")
    for path in ("/", person, f"{person}/kept"):
        visitor.go(path)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    assert visitor.elsewhere == []


def test_pages_for_everyone(visit):
    visitor = visit()
    for path in OPEN:
        assert violations(visitor.go(path)) == [], path


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


def test_an_authority_never_finds_whose_home_it_is(visit, labels):
    assert len(labels) > 20
    authority = visit()
    authority.sign_in(PEOPLE[1])
    for path in pages_of(authority):
        source = authority.go(path).content()
        assert [label for label in labels if label in source] == [], path


def test_an_agency_never_finds_a_date_of_birth(visit, births):
    days = [date.fromisoformat(birth) for birth in births]
    births = births | {f"{day.day} {day:%B %Y}" for day in days}
    assert len(births) > 20
    agency = visit()
    agency.sign_in(PEOPLE[0])
    for path in pages_of(agency):
        source = agency.go(path).content()
        assert [birth for birth in births if birth in source] == [], path


def test_a_script_in_the_page_does_not_run(visit):
    visitor = visit()
    visitor.go("/help")
    visitor.page.evaluate(
        "() => { const s = document.createElement('script');"
        " s.textContent = 'window.ran = true'; document.body.append(s); }"
    )
    assert visitor.page.evaluate("window.ran") is None
