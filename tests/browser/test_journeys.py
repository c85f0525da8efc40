"""The main job, from sign-in to the plan, in a real browser."""

import re

import pytest

COORDINATOR = "coordinator@lantern.example"
CHAIR = "chair@forum.example"


@pytest.mark.check(6, 7, 10)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_a_coordinator_looks_for_homes_and_reads_the_reasons(visit, javascript):
    visitor = visit(javascript=javascript)
    page = visitor.sign_in(COORDINATOR)
    assert page.title() == "Your work – Hearth"

    visitor.go("/young-people")
    assert page.locator("tbody tr").count() == 9

    visitor.go("/runs/new")
    page.locator("input[name=policy]").last.focus()
    page.keyboard.press("Space")
    page.locator("button:has-text('Start looking')").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/runs/[0-9a-f-]{36}$"))
    # Whoever opens the page again in the middle of it sees how far it is.
    page.reload()
    assert page.locator("h1").inner_text().startswith(("Looking for", "What this run"))
    # What is shown is no live region: listeners are told by one of its own.
    assert page.locator("[data-poll-url][aria-live]").count() == 0
    for _ in range(60):
        if page.locator("h1:has-text('What this run found')").count():
            break
        page.wait_for_timeout(500)
        if not javascript:
            page.reload()
    assert page.locator("dd:has-text('Passed')").count() == 1

    row = page.locator("tbody tr").filter(has=page.locator("td:nth-child(2)"))
    names = row.locator("a")
    for place in range(names.count()):
        address = names.nth(place).get_attribute("href")
        visitor.go(str(address))
        if page.locator("input[name=home]").count() >= 2:
            break
        page.go_back()
    assert page.locator("h1").inner_text().startswith("Options for ")
    _headings_tell_the_story(page)

    options = page.url
    page.locator("a:has-text('in full')").first.focus()
    page.keyboard.press("Enter")
    _points_add_up(page)

    visitor.page.goto(options)
    for box in range(2):
        page.locator("input[name=home]").nth(box).focus()
        page.keyboard.press("Space")
    page.locator("button:has-text('Compare chosen')").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/options/compare"))
    assert page.locator("h1").inner_text().startswith("Compare options for ")
    assert page.locator("thead th").count() == 3
    assert page.locator("tbody tr > th[scope=row]").count() > 5
    table = page.get_by_role("region", name="Comparison").last
    assert table.get_attribute("tabindex") == "0"

    page.locator("a:has-text('Why not')").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/why-not"))
    assert "every reason" in page.locator("main").inner_text()


def _headings_tell_the_story(page):
    said = page.locator("main").locator("h1, h2, h3").all_inner_texts()
    told = iter(said)
    for part in ("Options for", " says", " option", "1 – ", "2 – "):
        assert any(part in heading for heading in told), (part, said)


def _points_add_up(page):
    page.wait_for_selector("#fit-adds-up")
    table = page.locator("table", has_text="Points").last
    cells = table.locator("tbody td:nth-child(2)")
    points = [float(text) for text in cells.all_inner_texts()]
    assert round(sum(points[:-1]), 1) == points[-1]


def test_the_plan_says_that_it_is_advice_and_proved(visit):
    visitor = visit()
    page = visitor.sign_in(CHAIR)
    page.get_by_role("link", name="See what it found", exact=True).click()
    page.locator("a:has-text('See the plan')").click()
    text = page.locator("main").inner_text()
    assert "proved" in text
    assert "Nothing has been offered" in text


@pytest.mark.check(2)
def test_a_run_without_a_policy_says_what_to_do(visit):
    visitor = visit()
    page = visitor.sign_in(CHAIR)
    visitor.go("/runs/new")
    page.locator("button:has-text('Start looking')").click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className").startswith(
        "govuk-error-summary"
    )
    page.locator(".govuk-error-summary a").click()
    assert page.evaluate("document.activeElement.id") == "policy"


def test_one_home_cannot_be_compared(visit):
    visitor = visit()
    page = visitor.sign_in(CHAIR)
    page.get_by_role("link", name="See what it found", exact=True).click()
    open_to = page.locator("tbody tr").filter(
        has=page.locator("td:nth-child(3):not(:text-is('0'))")
    )
    open_to.locator("a").first.click()
    page.locator("button:has-text('Compare chosen')").click()
    said = page.locator("main").inner_text()
    assert "Select between 2 and 4 homes to compare" in said


@pytest.mark.check(9)
def test_what_is_another_organisations_looks_like_nothing(visit):
    visitor = visit()
    page = visitor.sign_in(CHAIR)
    page.get_by_role("link", name="See what it found", exact=True).click()
    foreign = page.url.split("/runs/")[1]
    other = visit()
    other.sign_in(COORDINATOR)
    there = other.go(f"/runs/{foreign}").locator("main").inner_text()
    nowhere = other.go("/runs/01900000-0000-7000-8000-000000000000")
    assert there == nowhere.locator("main").inner_text()


REFERRAL = (
    ("may-share", ["agreed"], {}),
    (
        "about",
        ["another", "family"],
        {
            "sharing_name": "Kestrel",
            "born-day": "3",
            "born-month": "5",
            "born-year": "2016",
        },
    ),
    (
        "move",
        ["long-term", "standard"],
        {"needed_by-day": "1", "needed_by-month": "3", "needed_by-year": "2030"},
    ),
    ("words", [], {"voice": "I want to bring my bike."}),
    ("near", ["no", "not known"], {}),
    ("avoid", ["no"], {}),
    ("school", ["mainstream", "no"], {}),
    ("children", ["company", "fine", "any"], {}),
    ("home", ["any", "any", "any", "after school", "no"], {}),
    ("care-people", ["LOSS"], {}),
    ("about-LOSS", ["low"], {"LOSS-helps": "Talking about the dog they had."}),
    ("care-safe", ["none"], {}),
    ("care-daily", ["none"], {}),
    ("care-mind", ["none"], {}),
    ("care-who", ["none"], {}),
    ("care-checked", ["no"], {}),
)


def answer(visitor, draft, name, without=()):
    """Answer by keyboard what is needed about one young person."""
    page = visitor.page
    for at, choices, typed in REFERRAL:
        if at in without:
            continue
        visitor.go(f"{draft}/pages/{at}")
        groups = page.locator("fieldset:has(input[type=radio], input[type=checkbox])")
        for place, value in enumerate(choices):
            box = groups.nth(place).locator(f"input[value='{value}']")
            box.focus()
            page.keyboard.press("Space")
            assert box.is_checked(), (at, value)
        for field, text in typed.items():
            page.locator(f"[id='{field}']").focus()
            page.keyboard.press("Control+A")
            page.keyboard.insert_text(name if field == "sharing_name" else text)
        _press(page, "Continue")
        assert not page.title().startswith("Error"), (at, page.title())
        while "/needs/" in page.url:
            _say_how_important(page)


def send(page):
    _press(page, "Check your answers and send", "a")
    page.locator("input[name=declared]").focus()
    page.keyboard.press("Space")
    _press(page, "Send referral")
    page.wait_for_url(re.compile(r"/sent$"))
    assert "Referral sent" in page.locator("h1").inner_text()


def draft_of(visitor):
    return visitor.path().split("?")[0].removesuffix("/tasks")


@pytest.mark.check(1, 3)
@pytest.mark.parametrize("javascript", [True, False], ids=["with-js", "without-js"])
def test_an_officer_refers_a_young_person_by_keyboard(visit, javascript):
    """And starts again from that referral: what may have changed is asked anew."""
    visitor = visit(javascript=javascript)
    page = visitor.sign_in("placements@ashmere.example")
    visitor.go("/referrals")
    _press(page, "Start a referral")
    page.wait_for_url(re.compile(r"/tasks$"))
    draft = draft_of(visitor)
    answer(visitor, draft, "Kestrel")
    # Left in the middle of a page and come back to: all is there.
    visitor.go(f"{draft}/pages/words")
    page.locator("#voice").focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" And my drum.")
    _press(page, "Save and come back later")
    assert "Your draft is kept until" in page.locator("main").inner_text()
    visitor.go("/referrals")
    _press(page, "Kestrel", "a")
    assert "In their words is not complete" in page.locator("main").inner_text()
    visitor.follow(page.get_by_role("link", name="In their words is not complete"))
    _press(page, "Continue")
    visitor.go(f"{draft}/tasks")
    assert "8 of 15 sections" in page.locator("main").inner_text()
    send(page)
    _press(page, "See the referral", "a")
    text = page.locator("main").inner_text()
    assert "I want to bring my bike. And my drum." in text

    visitor.go("/referrals")
    _press(page, "Copy", "a")
    _press(page, "Copy the referral for Kestrel")
    assert "0 of 15 sections" in page.locator("main").inner_text()
    about = page.get_by_role("listitem").filter(has_text="About them")
    assert "Filled in, to confirm" in about.inner_text()
    visitor.right()
    visitor.follow(about.get_by_role("link"))
    assert page.locator("#sharing_name").input_value() == "Kestrel"
    assert "Filled in from an earlier referral" in page.locator("main").inner_text()
    visitor.right()
    copied = visitor.path().split("/pages")[0]
    visitor.go(f"{copied}/pages/words")
    assert page.locator("#voice").input_value() == ""
    visitor.go(f"{copied}/pages/care-people")
    assert page.locator("input:checked").count() == 0


@pytest.mark.check(4)
@pytest.mark.parametrize("javascript", [True], ids=["with-js"])
def test_three_are_referred_together_by_keyboard(visit, javascript):
    """Two of them have to live together; on PostgreSQL without JavaScript."""
    visitor = visit(javascript=javascript)
    page = visitor.sign_in("placements@ashmere.example")
    visitor.go("/referrals")
    _press(page, "Start a referral")
    draft = draft_of(visitor)
    answer(visitor, draft, "Robin")
    parts = [draft]
    for name in ("Ash", "Sky"):
        visitor.go(f"{draft}/tasks")
        _press(page, "Add a brother or sister")
        parts.append(draft_of(visitor))
        answer(visitor, parts[-1], name, without=("may-share", "near", "avoid"))
    visitor.go(f"{draft}/pages/together")
    page.locator("input[name=together][value=parts]").press("Space")
    page.locator("#together-why").focus()
    page.keyboard.insert_text("Sky has always looked to Robin.")
    for part, group in zip(parts, ("1", "2", "1"), strict=True):
        name = f"together-{part.rsplit('/', 1)[-1]}"
        page.locator(f"input[name='{name}'][value='{group}']").press("Space")
    _press(page, "Continue")
    assert not page.title().startswith("Error"), page.title()
    visitor.go(f"{draft}/check")
    said = page.locator("main").inner_text()
    assert "Robin and Sky must live together. Ash may live in another home." in said
    visitor.right()
    visitor.go(f"{draft}/tasks")
    send(page)
    assert "For Robin, Ash and Sky" in page.locator("main").inner_text()


def _say_how_important(page):
    for name, value in (("strength", "preferred"), ("source", "social worker")):
        page.locator(f"input[name={name}][value='{value}']").focus()
        page.keyboard.press("Space")
    _press(page, "Continue")
    assert not page.title().startswith("Error"), page.title()


def _press(page, text, kind="button"):
    page.locator(f"{kind}:has-text('{text}')").first.focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
