"""Where an authority lies is its administrator's to say, and runs go by it."""

import pytest

from app.core.actor import Role
from tests.app import builders
from tests.app.features.conftest import job
from tests.app.features.test_answers import signed_in
from tests.app.features.test_match_runs import RUNS, start

AT = "/admin/area"


@pytest.fixture
def boss(app, system, world):
    """The authority's administrator."""
    of = world.authority.organisation
    return signed_in(app, builders.member(system, role=Role.ADMINISTRATOR, of=of))


def change(world, household, **facts):
    """Record more of the home, as its agency."""
    body = {key: household[key] for key in ("label", "offered_to")}
    changed = world.client("agency").request(
        "PUT",
        f"/api/v1/households/{household['id']}",
        json=body | {"record": household["record"] | facts},
        headers={"If-Match": str(household["version"])},
    )
    assert changed.status_code == 200, changed.text


def test_homes_are_in_the_area_its_administrator_entered(
    app, system, world, engine, household, referral, boss
):
    assert "Where your authority lies" in boss.get("/admin/people").text
    next_door = world.other_authority.organisation.id
    typed = {"outcodes": "st4, ST4 2 zz99", "adjoining": [next_door, "nobody"]}
    refused = boss.post(AT, typed)
    assert refused.status_code == 422
    assert "These are not: 2, ZZ99" in refused.text
    assert "Select authorities from the list" in refused.text
    assert "st4, ST4 2 zz99" in refused.text
    # Nothing entered is nothing kept: it still waits in their work.
    assert boss.post(AT, {"outcodes": " "}).status_code == 303
    assert "Say where your authority lies" in boss.get("/").text
    right = {"outcodes": "st5 st4", "adjoining": [next_door]}
    assert boss.post(AT, right).status_code == 303
    assert "Say where your authority lies" not in boss.get("/").text
    kept = boss.get(AT).text
    assert "ST5 ST4" in kept
    assert f'value="{next_door}" checked' in kept

    change(world, household, location={"postcode": "ST4 6"})
    [robin] = referral["young_people"]
    run = start(world)
    job(engine)(run)
    path = f"{RUNS}/{run}/young-people/{robin['id']}/options"
    [option] = world.client("authority").get(path).json()["items"]
    said = {one["criterion"]: one for one in option["verdicts"]}
    name = world.authority.organisation.name
    assert said["in_area"]["sentence"] == f"Inside {name}."


def test_nobody_else_enters_it_and_a_home_nowhere_known_stops_no_run(
    app, system, world, engine, household, boss
):
    assert boss.post(AT, {"outcodes": "ST4"}).status_code == 303
    agency = world.agency.organisation
    others = builders.member(system, role=Role.ADMINISTRATOR, of=agency)
    assert signed_in(app, others).get(AT).status_code == 404
    assert signed_in(app, world.authority).get(AT).status_code == 403

    change(world, household, authority="none of these")
    # Of an authority that has entered nothing.
    for who in ("authority", "other_authority"):
        run = start(world, who)
        job(engine)(run)
        found = world.client(who).get(f"{RUNS}/{run}").json()
        assert found["state"] == "done", found
