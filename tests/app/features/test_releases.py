"""A home's profile is read by whom it was released to, for as long as it is."""

import re

import pytest
from sqlalchemy import select

from app.core.actor import Role
from app.core.db import open_system_session
from app.releases.models import Release
from tests.app import builders
from tests.app.browser import Browser
from tests.app.features.conftest import job
from tests.app.features.test_changes import heard, kinds, write

NAMES, ABOUT = "Amara Zéphyrine and Jo", "They laugh a lot.\nTwo old dogs, one piano."
PROFILE = {
    "version": "0",
    "names": NAMES,
    "about": ABOUT,
    "agreed-day": "1",
    "agreed-month": "11",
    "agreed-year": "2026",
}


@pytest.fixture
def people(app, world, system):
    """Their browsers: who keeps the home, its manager, and two authorities."""
    organisation = world.agency.organisation
    manager = builders.member(system, role=Role.REGISTERED_MANAGER, of=organisation)
    emails = {
        "keeper": world.agency.email,
        "manager": manager.email,
        "authority": world.authority.email,
        "other_authority": world.other_authority.email,
        "chair": world.chair.email,
        "other_agency": world.other_agency.email,
    }
    browsers = {who: Browser(app) for who in emails}
    for who, email in emails.items():
        assert browsers[who].sign_in(email).status_code == 303
    return browsers


@pytest.fixture
def page(household):
    return f"/households/{household['id']}/profile"


def consent(world, **more):
    return {
        "authority": world.authority.organisation.id,
        "consent-day": "2",
        "consent-month": "11",
        "consent-year": "2026",
        **more,
    }


@pytest.fixture
def released(people, world, page):
    assert people["keeper"].post(page, PROFILE).status_code == 303
    answer = people["manager"].post(f"{page}/release", consent(world))
    assert answer.status_code == 303


def readers(people, page):
    return {who for who, one in people.items() if "Zéphyrine" in one.get(page).text}


def test_it_is_read_by_whom_it_was_released_to_alone(
    people, world, household, page, engine
):
    outside = [who for who in people if who not in ("keeper", "manager")]
    absent = page.replace(household["id"], "01900000-0000-7000-8000-000000000000")
    assert people["keeper"].post(page, PROFILE).status_code == 303
    assert readers(people, page) == {"keeper", "manager"}
    for who in outside:
        answer = people[who].get(page)
        assert answer.status_code == people[who].get(absent).status_code == 404
    # Who keeps the home writes its profile; the registered manager releases it.
    refused = people["keeper"].post(f"{page}/release", consent(world))
    assert refused.status_code == 403
    assert people["manager"].post(f"{page}/release", consent(world)).status_code == 303
    assert readers(people, page) == {"keeper", "manager", "authority"}
    home = people["authority"].get(f"/households/{household['id']}").text
    assert "Read the carers’ profile" in home
    assert NAMES not in home
    told = kinds(heard(world, "authority"))[-1]
    assert told == ("profile.released", household["id"])
    assert "profile.released" not in str(heard(world, "other_authority"))


def test_taking_it_back_works_at_once_for_stored_results_too(
    people, world, household, referral, released, page, engine
):
    asked = world.client("authority").request("POST", "/api/v1/match-runs", json={})
    job(engine)(asked.json()["id"])
    person = referral["young_people"][0]["id"]
    option = f"/young-people/{person}/options/{household['id']}"
    seen = people["authority"].get(option).text
    assert "Read the carers’ profile" in seen
    assert "Zéphyrine" not in seen
    back = {"authority": world.authority.organisation.id}
    assert people["keeper"].post(f"{page}/take-back", back).status_code == 303
    assert people["authority"].get(page).status_code == 404
    assert "Read the carers’ profile" not in people["authority"].get(option).text
    assert kinds(heard(world, "authority"))[-1][0] == "profile.taken_back"


def test_offering_a_home_again_does_not_release_its_profile_again(
    people, world, household, released, page, engine
):
    authority = world.authority.organisation.id
    assert write(world, household, 1, []).status_code == 200
    with open_system_session(engine) as session:
        assert session.scalars(select(Release)).all() == []
    assert write(world, household, 2, [authority]).status_code == 200
    assert people["authority"].get(f"/households/{household['id']}").status_code == 200
    assert people["authority"].get(page).status_code == 404


def test_all_there_is_to_put_right_is_said_at_once_and_kept(people, page, world):
    typed = {
        **PROFILE,
        "names": "",
        "about": "Ring 07700 900123, write to jo@example.org or come to ST4 2AB",
        "agreed-year": "2999",
    }
    answer = people["keeper"].post(page, typed)
    assert answer.status_code == 422
    for said in (
        "Enter the carers’ first names",
        "looks like an e-mail address",
        "Date must be today or in the past",
    ):
        assert said in answer.text
    assert "come to ST4 2AB" in answer.text
    for given, what in (("07700 900 123", "telephone"), ("at st4 2ab", "postcode")):
        answer = people["keeper"].post(page, {**PROFILE, "about": given})
        assert f"looks like a {what}" in answer.text
    # A year, an age and a house full of dogs are no telephone number.
    fine = {**PROFILE, "about": "Since 2015 with 2 dogs, 3 cats and 10 hens."}
    assert people["keeper"].post(page, fine).status_code == 303
    answer = people["manager"].post(f"{page}/release", consent(world, authority="x"))
    assert answer.status_code == 422
    assert "Select an authority" in answer.text


def test_two_who_write_it_at_once(people, page):
    assert people["keeper"].post(page, PROFILE).status_code == 303
    late = {**PROFILE, "about": "Three dogs."}
    answer = people["manager"].post(page, late)
    assert answer.status_code == 412
    assert "Someone else changed this profile" in answer.text
    assert "Three dogs." in answer.text
    version = re.search(r'name="version" value="(\d+)"', answer.text)[1]
    answer = people["manager"].post(page, {**late, "version": version})
    assert answer.status_code == 303
