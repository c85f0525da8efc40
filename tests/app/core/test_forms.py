"""A form is taken only from a page of Hearth made for who sends it."""

import re

import pytest

from app.core.actor import OrganisationKind, Role
from app.identity.models import SignInSession
from app.web.templates import APP, environment
from tests.app import builders
from tests.app.browser import ADDRESS, Browser

OURS = {"Origin": ADDRESS}


@pytest.fixture
def member(system):
    return builders.member(system, OrganisationKind.AUTHORITY, role=Role.ADMINISTRATOR)


def token_on(browser: Browser) -> str:
    page = browser.get("/account").text
    return re.search(r'name="form_token" value="(\w+)"', page)[1]


@pytest.mark.parametrize("sent", [None, "", "0" * 64, "é"])
def test_a_form_without_the_token_is_refused(browser, system, member, sent) -> None:
    browser.sign_in(member.email)
    form = {} if sent is None else {"form_token": sent}
    asked = {"data": form, "headers": OURS}
    refused = browser.request("POST", "/account/sign-out-everywhere", **asked)
    assert refused.status_code == 403
    assert "has to be opened again" in refused.text
    assert system.query(SignInSession).count() == 1


def test_another_persons_token_is_refused_and_ones_own_outlives_a_sign_in(
    app, browser, system, member
) -> None:
    browser.sign_in(member.email)
    other = Browser(app)
    other.sign_in(builders.member(system, of=member.organisation).email)
    post = {"headers": OURS}
    stolen = {"form_token": token_on(other)}
    asked = browser.request("POST", "/admin/people", data=stolen, **post)
    assert asked.status_code == 403
    own = {"form_token": token_on(browser)}
    browser.sign_in(member.email)
    asked = browser.request("POST", "/admin/people", data=own, **post)
    assert asked.status_code == 422


def test_a_form_opened_for_one_organisation_is_not_kept_for_another(
    browser, system, member
) -> None:
    there = builders.member(
        system, OrganisationKind.AUTHORITY, role=Role.ADMINISTRATOR, who=member.person
    )
    browser.sign_in(member.email)
    browser.post("/organisation", {"organisation": member.organisation.id})
    opened = {"form_token": token_on(browser)}
    browser.post("/organisation", {"organisation": there.organisation.id})
    asked = browser.request("POST", "/admin/people", data=opened, headers=OURS)
    assert asked.status_code == 403


def test_every_form_of_every_template_gets_it() -> None:
    loader = environment()
    for path in APP.glob("*/templates/*.html"):
        name = f"{path.parent.parent.name}/{path.name}"
        source = loader.loader.get_source(loader, name)[0]
        ready = loader.preprocess(source)
        forms = len(re.findall(r'method="post"', source, re.IGNORECASE))
        assert ready.count('name="form_token"') == forms, name
