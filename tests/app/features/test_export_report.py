"""The report of a run as a file: what its reader may see, and nothing else."""

import pytest

from app.core.permissions import Permission
from tests.app import builders
from tests.app.browser import ApiClient, Browser
from tests.app.features.conftest import job
from tests.app.features.test_exports import REASON, inert_in, rows_of, taken
from tests.app.features.test_match_runs import start

BARE = {
    "sharing_name": "=Kit",
    "record": {
        "born": "2014-05-01",
        "needed_by": "2027-01-15",
        "placement_type": "step-down",
        "needs": [{"criterion": "two_carers", "strength": "essential"}],
    },
}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_the_newest_run_is_taken_out_as_its_reader_may_see_it(
    app, world, system, household, referral, engine
):
    agency = [world.agency.organisation.id]
    kit = {"young_people": [BARE], "share_with": agency}
    answer = world.client("authority").request("POST", "/api/v1/referrals", json=kit)
    assert answer.status_code == 201, answer.text
    found = {}
    for who in ("authority", "agency"):
        browser = Browser(app)
        browser.sign_in(getattr(world, who).email)
        assert len(rows_of(taken(browser, "report", "csv"), "csv")) == 1
        job(engine)(start(world, who))
        for form in ("csv", "xlsx"):
            rows = rows_of(taken(browser, "report", form), form)
            assert inert_in(rows)
            found[who] = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
    ours = {row["Name to use when sharing"]: row for row in found["authority"]}
    robin = ours["Robin"]
    assert robin["Home"] == f"Home {household['reference']}"
    assert robin["Young person ID"] == referral["young_people"][0]["id"]
    assert (robin["Rank"], robin["Where it stands"]) == (1, "open with questions")
    assert isinstance(robin["Fit (of 100)"], int | float)
    assert robin["To ask"]
    assert robin["What it means for others"]
    nobody = ours["'=Kit"]
    assert nobody["Where it stands"] == "no option"
    assert nobody["Why no home, or what would open one"]
    theirs = next(row for row in found["agency"] if row["Home"])
    assert theirs["Home"] == household["label"]
    assert not theirs["What it means for others"]

    # What is no longer shared is not taken out either.
    put = {"label": household["label"], "record": household["record"]}
    path = f"/api/v1/households/{household['id']}"
    world.client("agency").request("PUT", path, json=put, headers={"If-Match": "1"})
    key = builders.api_key(system, world.authority)
    wanted = {"kind": "report", "reason": REASON}
    after = ApiClient(app, key).request("POST", "/api/v1/exports", json=wanted)
    assert household["reference"] not in after.text
    # A key has to be allowed to read runs.
    alone = builders.api_key(
        system, world.authority, scopes={Permission.EXPORT_RECORDS}
    )
    refused = ApiClient(app, alone).request("POST", "/api/v1/exports", json=wanted)
    assert refused.status_code == 422
