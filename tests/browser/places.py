"""Where the pages are: the people who look at them, and the paths each can reach."""

from playwright.sync_api import Page

from tests.browser.visitor import Visitor

AGENCY = "coordinator@lantern.example"
AUTHORITY = "placements@ashmere.example"
CHAIR = "chair@forum.example"
OPEN = (
    "/sign-in",
    "/sign-in/forgotten",
    "/sign-in/with",
    "/help",
    "/help/how-matching-works",
    "/accessibility",
    "/privacy",
)


def pages_of(visitor: Visitor) -> list[str]:
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
        "/admin/policies",
        "/nowhere",
    ]
    visitor.go("/households")
    home = page.locator("tbody a").first.get_attribute("href")
    if page.locator("a[href='/reports']").count():
        paths.append("/reports")
    paths += [home, f"{home}/young-people"]
    visitor.go(f"{home}/young-people")
    sheet = page.locator("a[href*='/young-people/'][href*='/ask']")
    if sheet.count():
        ask = str(sheet.first.get_attribute("href"))
        paths += [ask, f"{ask.split('/ask')[0]}/not-right"]
    visitor.go(home)
    if page.locator("a[href$='/availability']").count():
        paths += [f"{home}/availability", f"{home}/considerations", "/households/check"]
        paths += [f"{home}/profile", f"{home}/record"]
    run = run_of(visitor)
    paths += [
        run,
        f"{run}/pack",
        f"{run}/plan",
        f"{run}/recruitment",
        f"{run}/fairness",
        f"{run}/changes",
    ]
    paths.append(f"{run}/stop")
    visitor.go(f"{run}/plan")
    needed = page.locator("a[href*='/plan/homes/']")
    if needed.count():
        paths.append(str(needed.first.get_attribute("href")))
    visitor.go(run)
    options = options_of_someone_with_several(page)
    others = ("/why-not?", "/openings?", "/changes?")
    paths += [options, *(options.replace("/options?", other) for other in others)]
    person = options.split("/options")[0]
    paths += [f"{person}/notes", person]
    visitor.go(paths[-1])
    if page.locator("a[href$='/close']").count():
        person = paths[-1]
        paths += [f"{person}/{each}" for each in ("close", "full", "move", "review")]
        paths.append("/young-people?show=closed")
        summary = page.locator("a[href$='/summary']").get_attribute("href")
        paths += [str(summary), str(summary).replace("/summary", "/versions")]
    visitor.go(options.replace("/options?", "/why-not?"))
    one = page.locator("tbody a[href*='/why-not/']").first.get_attribute("href")
    paths += [str(one), f"{options}&standing=open&near=yes"]
    visitor.go(options)
    if page.locator("a[href*='/questions']").count():
        paths.append(options.replace("/options?", "/questions?"))
    boxes = page.locator("input[name=home]")
    first, second = (boxes.nth(place).get_attribute("value") for place in range(2))
    paths.append(options.replace("/options?", f"/options/{first}?"))
    chosen = f"/options/compare?home={first}&home={second}&"
    paths.append(options.replace("/options?", chosen))
    tried = what_if_of(visitor, run)
    paths += [f"{run}/what-if", f"{run}/what-if/need", "/what-ifs", tried]
    paths.append(f"{tried}/adopt")
    return paths


def run_of(visitor: Visitor) -> str:
    """Return the path of the newest run the visitor may see."""
    page = visitor.go("/runs")
    return str(page.locator("tbody a").first.get_attribute("href"))


def what_if_of(visitor: Visitor, run: str) -> str:
    """Return the path of a what-if, tried now if there is none."""
    page = visitor.go("/what-ifs")
    there = page.locator("tbody a")
    if there.count():
        return str(there.first.get_attribute("href"))
    visitor.go(f"{run}/what-if")
    page.select_option("#choice-0", "ruled_out")
    page.select_option("#choice-0-young-person", index=1)
    page.select_option("#choice-0-household", index=1)
    page.fill("#reason", "To see who would gain")
    page.get_by_role("button", name="Try it").click()
    page.get_by_text("What would be different").wait_for(timeout=60_000)
    return visitor.path()


def options_of_someone_with_several(page: Page) -> str:
    """Return the path of the options of someone in this run who has two or more."""
    for row in page.locator("tbody tr").all():
        is_open, with_questions = row.locator("td").all_inner_texts()[:2]
        if int(is_open) + int(with_questions) >= 2:
            return str(row.locator("a").first.get_attribute("href"))
    raise AssertionError("nobody in this run has two options")
