"""A case system records moves; the authority's return has what its records give."""

from typing import get_args

import pytest

from app.core.actor import Role
from app.exports.kinds import AUTHORITY, KINDS
from app.moves import schemas, words
from app.referrals.words import LEGAL_STATUS
from tests.app import builders
from tests.app.browser import ApiClient
from tests.app.features.test_answers import signed_in
from tests.app.features.test_closing import ended
from tests.app.features.test_exports import inert_in, rows_of, taken
from tests.app.features.test_moves import path, robin
from tests.app.features.test_releases import PROFILE, consent

__all__ = ["path", "robin"]
on_sqlite = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


@pytest.fixture
def keeper(system, world):
    """The authority's data officer."""
    of = world.authority.organisation
    return builders.member(system, role=Role.DATA_OFFICER, of=of)


def test_codes_are_those_of_the_page():
    assert get_args(schemas.Placement) == tuple(sorted(words.PLACEMENT))
    assert set(get_args(schemas.Provider)) == words.PROVIDER.keys()
    assert set(get_args(schemas.NewEpisode)) == words.NEW_EPISODE.keys()
    assert set(get_args(schemas.Need)) == words.NEED.keys()
    assert set(get_args(schemas.Status)) == LEGAL_STATUS.keys()
    assert set(get_args(schemas.Next)) == words.ENDED.keys()
    assert set(get_args(schemas.Why)) == words.CHANGED.keys()


@on_sqlite
def test_a_data_officers_program_records_a_move_and_its_end(
    app, system, world, household, referral, robin, path, keeper
):
    client = ApiClient(app, builders.api_key(system, keeper))
    moves = f"/api/v1/young-people/{robin}/moves"

    def post(body, at=moves, **headers):
        return client.request("POST", at, json=body, headers=headers)

    wanted = {**schemas.EXAMPLE, "household": household["id"]}
    assert post(wanted).status_code == 409
    ended(world, referral)
    bad = {**wanted, "moved_in": "2999-01-01", "need": "N9", "child": " "}
    pointers = {one["pointer"] for one in post(bad).json()["errors"]}
    assert pointers == {"/moved_in", "/need", "/child"}
    assert post({**wanted, "household": robin}).status_code == 404
    key = {"Idempotency-Key": "move"}
    mistaken = post(wanted).json()
    assert mistaken["lives_there"] is True
    assert post({}, f"{moves}/take-away").json() == mistaken
    assert client.get(moves).json()["items"] == []
    assert post({}, f"{moves}/take-away").status_code == 409
    made = post(wanted, **key).json()
    assert made["lives_there"] is True
    assert post(wanted, **key).json() == made
    assert post(wanted).status_code == 409
    assert client.get(moves).json()["items"] == [made]
    for stranger in ("other_authority", "agency", "chair"):
        answer = world.client(stranger).get(moves)
        assert answer.status_code in (403, 404)

    end = {"ended": "2026-01-01", "next": "X1"}
    refused = post(end, f"{moves}/end").json()["errors"]
    assert [one["pointer"] for one in refused] == ["/ended", "/why"]
    over = post({"ended": "2026-06-01", "next": "E4A", "why": "OTHER"}, f"{moves}/end")
    assert (over.json()["ended"], over.json()["why"]) == ("2026-06-01", None)
    assert post(end, f"{moves}/end").status_code == 409

    # On the page too, which is linked, and without what was decided and why.
    browser = signed_in(app, keeper)
    assert f'href="{path}"' in browser.get(f"/young-people/{robin}").text
    assert f"Home {household['reference']}" in browser.get(path).text
    assert browser.get(f"/young-people/{robin}/decisions").status_code == 403


@on_sqlite
def test_postcodes_are_in_the_return_as_far_as_they_are_released(
    app, system, world, household, referral, robin, path, keeper
):
    _write_postcodes(world, household, referral)
    ended(world, referral, version="2")
    officer = world.client("authority")
    wanted = {**schemas.EXAMPLE, "household": household["id"], "child": "=4711"}
    made = officer.request("POST", f"/api/v1/young-people/{robin}/moves", json=wanted)
    assert made.status_code == 201, made.text
    browser = signed_in(app, keeper)
    assert _posts(browser) == ["B14 7QH", None, "XXXXXXX"]

    agency = world.agency.organisation
    manager = builders.member(system, role=Role.REGISTERED_MANAGER, of=agency)
    page, held = f"/households/{household['id']}/profile", signed_in(app, manager)
    held.post(page, PROFILE)
    assert held.post(f"{page}/release", consent(world)).status_code == 303
    assert _posts(browser) == ["B14 7QH", "ST4 2AB", "XXXXXXX"]
    back = {"authority": world.authority.organisation.id}
    assert held.post(f"{page}/take-back", back).status_code == 303
    assert _posts(browser) == ["B14 7QH", None, "XXXXXXX"]
    _number_at_ofsted(app, system, world)
    assert _posts(browser) == ["B14 7QH", None, "SC012345"]

    # No cell of any kind of file is a formula.
    placements = signed_in(app, world.authority)
    own = [one.key for one in KINDS.values() if one.organisations == AUTHORITY]
    assert {*own, "report"} == KINDS.keys() - {"homes"}
    for kind in (*own, "report"):
        for form in ("csv", "xlsx"):
            rows = rows_of(taken(placements, kind, form), form)
            assert len(rows) > 1
            assert inert_in(rows)


def _number_at_ofsted(app, system, world):
    """Enter it as the agency's administrator does; nobody else has the page."""
    agency = world.agency.organisation
    boss = builders.member(system, role=Role.ADMINISTRATOR, of=agency)
    at, browser = "/admin/ofsted", signed_in(app, boss)
    assert "not entered" in browser.get("/admin/people").text
    refused = browser.post(at, {"urn": "EY 12345"})
    assert refused.status_code == 422
    assert 'value="EY 12345"' in refused.text
    assert "SC and 6 figures" in refused.text
    assert browser.post(at, {"urn": " sc012 345"}).status_code == 303
    assert "SC012345" in browser.get("/admin/people").text
    others = builders.member(
        system, role=Role.ADMINISTRATOR, of=world.authority.organisation
    )
    assert signed_in(app, others).get(at).status_code == 404
    assert signed_in(app, world.agency).get(at).status_code == 403


def _posts(browser):
    return rows_of(taken(browser, "episodes", "xlsx"), "xlsx")[1][-3:]


def _write_postcodes(world, household, referral):
    home, person = f"/api/v1/households/{household['id']}", referral["young_people"][0]
    kept = world.client("agency").get(home).json()
    record = {**kept["record"], "location": {"postcode": "st42ab"}}
    body = {"label": "Amara and Jo", "offered_to": kept["offered_to"], "record": record}
    headers = {"If-Match": str(kept["version"])}
    answer = world.client("agency").request("PUT", home, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    changed = {**person["record"], "home": {"postcode": "b147qh"}}
    people = [{"sharing_name": "=Robin", "record": changed}]
    answer = world.client("authority").request(
        "PUT",
        f"/api/v1/referrals/{referral['id']}",
        json={"share_with": [world.agency.organisation.id], "young_people": people},
        headers={"If-Match": "1"},
    )
    assert answer.status_code == 200, answer.text
