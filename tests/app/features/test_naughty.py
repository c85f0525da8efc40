"""Strings that have broken software before, through text fields of pages and API.

None is answered with an error of Hearth's own; what is kept is kept as it was typed,
what is refused is said to be and is still there to be put right, and none becomes part
of a page.
"""

import re
from itertools import count

import lxml.html
import pytest

from app.core.actor import Role
from tests.app import builders
from tests.app.browser import ADDRESS, Browser
from tests.app.features.naughty import strings

NAUGHTY = strings()
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOT_FOLLOWED = ("/sign-out", "/static", "/sign-in")
TEXTS = ("text", "search", "url", "email", "")
NEVER = re.compile(r"<naughty-tag|<script>alert", re.I)
"""What would be on a page if something typed had become part of it."""


def test_there_are_five_hundred():
    assert len(NAUGHTY) == len(set(NAUGHTY)) == 500


def test_the_api_keeps_each_as_it_is_or_says_which_it_cannot(world):
    client, kept, refused = world.client("authority"), [], []
    for at in range(0, len(NAUGHTY), 25):
        some = NAUGHTY[at : at + 25]
        answer = _referred(client, some)
        if answer.status_code == 422:
            places = {
                int(found[1])
                for one in answer.json()["errors"]
                if (found := re.search(r"/interests/(\d+)", one["pointer"]))
            }
            assert places, answer.text
            refused += [some[place] for place in places]
            some = [one for place, one in enumerate(some) if place not in places]
            answer = _referred(client, some)
        assert answer.status_code == 201, answer.text
        read = client.get(f"/api/v1/referrals/{answer.json()['id']}").json()
        assert read["young_people"][0]["record"]["interests"]["value"] == some
        assert read["young_people"][0]["voice"] == "\n".join(some)[:1000]
        kept += some
    assert len(kept) > len(NAUGHTY) * 0.8, refused


def _referred(client, some):
    record = {
        "born": "2013-04-01",
        "needed_by": "2027-01-15",
        "placement_type": "step-down",
        "interests": some,
    }
    one = {
        "sharing_name": "Robin",
        "voice": "\n".join(some)[:1000],
        "record": record,
    }
    return client.request("POST", "/api/v1/referrals", json={"young_people": [one]})


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
@pytest.mark.parametrize("who", ["agency", "authority", "chair", "administrator"])
def test_pages_take_each_or_say_what_to_put_right(
    app, world, household, referral, system, who
):
    browser, wrong, numbers = Browser(app), [], count()
    browser.sign_in(_email(world, system, who))
    forms = list(_forms(browser))
    assert len(forms) >= 1
    for path, form in forms:
        for _ in range(2):
            naughty = NAUGHTY[(next(numbers) * 37) % len(NAUGHTY)]
            answer = _sent(browser, path, form, naughty)
            if answer.status_code >= 500:
                wrong.append((path, form.get("action"), naughty[:40]))
            elif NEVER.search(answer.text):
                wrong.append(("part of the page", path, naughty[:40]))
    assert wrong == []


def test_searching_for_each(app, world, household):
    """All five hundred, where what is typed becomes part of a query."""
    browser, wrong = Browser(app), []
    browser.sign_in(world.agency.email)
    for naughty in NAUGHTY[::5]:
        answer = browser.get("/households", params={"search": naughty[:100]})
        if answer.status_code >= 500 or NEVER.search(answer.text):
            wrong.append((answer.status_code, naughty))
    assert wrong == []


def _email(world, system, who):
    if who != "administrator":
        return getattr(world, who).email
    organisation = world.agency.organisation
    return builders.member(system, role=Role.ADMINISTRATOR, of=organisation).email


def _forms(browser):
    """Follow links from the first page on, one page of each kind; yield their forms."""
    waiting, seen, shown = ["/"], set(), set()
    while waiting:
        path = waiting.pop(0)
        kind = ID.sub("*", path.split("?")[0].split("#")[0])
        if kind in seen or kind.startswith(NOT_FOLLOWED):
            continue
        seen.add(kind)
        answer = browser.get(path)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            continue
        page = lxml.html.fromstring(answer.text, base_url=ADDRESS + path)
        for form in page.forms:
            key = (ID.sub("*", form.get("action") or path), tuple(sorted(form.fields)))
            if key not in shown and _text_fields(form):
                shown.add(key)
                yield path, form
        page.make_links_absolute(ADDRESS + path)
        links = (link.get("href") for link in page.iter("a"))
        waiting += [
            href.removeprefix(ADDRESS)
            for href in links
            if href and href.startswith(ADDRESS)
        ]


def _text_fields(form):
    return [
        field
        for field in form.inputs
        if field.name
        and (
            field.tag == "textarea"
            or (field.tag == "input" and (field.get("type") or "") in TEXTS)
        )
    ]


def _sent(browser, path, form, naughty):
    typed = {key: value for key, value in form.form_values() if key != "form_token"}
    for group in form.xpath(".//input[@type='radio' or @type='checkbox']"):
        typed.setdefault(group.get("name"), group.get("value"))
    typed |= {field.name: naughty for field in _text_fields(form)}
    action = (form.get("action") or path).removeprefix(ADDRESS)
    if (form.method or "GET").upper() == "GET":
        return browser.get(action, params=typed)
    return browser.post(action, typed)
