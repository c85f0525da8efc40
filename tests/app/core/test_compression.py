"""Answers are smaller, but not where another site could feel for what is on a page."""

import re

import pytest

from tests.app import builders


def encoding(browser, path, site=None):
    headers = {} if site is None else {"Sec-Fetch-Site": site}
    return browser.get(path, headers=headers).headers.get("content-encoding")


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_pages_that_a_person_opens_are_compressed(browser, site):
    assert encoding(browser, "/help", site) == "gzip"


@pytest.mark.parametrize("site", ["cross-site", "same-site", None])
def test_pages_that_another_site_asks_for_are_not(browser, site):
    assert encoding(browser, "/help?q=Robin", site) is None


def test_what_takes_no_cookie_is_compressed_for_everybody(browser):
    assert encoding(browser, "/api/v1/openapi.json") == "gzip"
    assert encoding(browser, "/static/built/hearth.css", "cross-site") == "gzip"


def test_the_token_in_forms_is_another_on_every_page(browser, system):
    browser.sign_in(builders.member(system).email)
    token = r'(?<="form_token" value=)"\w+"'
    pages = [set(re.findall(token, browser.get("/account").text)) for _ in range(2)]
    assert [len(found) for found in pages] == [1, 1]
    assert pages[0] != pages[1]
