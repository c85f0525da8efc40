"""A match run: asked for, done as a job, read by its organisation alone."""

import json
import multiprocessing
import zlib

import pytest

from app.audit.service import verify
from app.core.db import open_system_session
from app.jobs.apart import StoppedError
from app.jobs.models import JobState
from app.match_runs.models import MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.solving import solve
from app.match_runs.tasks import job

RUNS = "/api/v1/match-runs"


def start(world, who="authority"):
    answer = world.client(who).request("POST", RUNS, json={"policy": "step-down"})
    assert answer.status_code == 202, answer.text
    return answer.json()["id"]


def test_a_run_finds_options_and_a_plan_that_passes_its_check(
    world, household, referral, engine
):
    run = start(world)
    job(engine)(run)
    client = world.client("authority")
    found = client.get(f"{RUNS}/{run}").json()
    assert (found["state"], found["checked"]) == ("done", True)
    assert found["case"].startswith("sha256:")
    [robin] = referral["young_people"]
    options = client.get(f"{RUNS}/{run}/young-people/{robin['id']}/options").json()
    assert [o["household"] for o in options["items"]] == [household["id"]]
    plan = client.get(f"{RUNS}/{run}/plan").json()
    placed = [a["young_person"] for a in plan["plan"]["assignments"]]
    offered = [(o["young_person"], o["households"]) for o in plan["choices"]["offers"]]
    assert placed == [robin["id"]]
    assert offered == [(robin["id"], [household["id"]])]
    needed = client.get(f"{RUNS}/{run}/recruitment").json()
    assert all(home["suits"] == 1 and home["sentence"] for home in needed["items"])
    assert needed["one_change"] == needed["in_your_homes"] == []
    out = client.get(f"{RUNS}/{run}/young-people/{robin['id']}/exclusions").json()
    assert out["total"] == 0
    with open_system_session(engine) as session:
        assert verify(session, world.authority.organisation.id).fault is None


def test_another_organisations_run_looks_like_an_absent_one(
    world, household, referral, engine
):
    run = start(world)
    job(engine)(run)
    for who in ("agency", "other_authority", "chair"):
        client = world.client(who)
        foreign = client.get(f"{RUNS}/{run}")
        absent = client.get(f"{RUNS}/01900000-0000-7000-8000-000000000000")
        assert foreign.status_code == absent.status_code == 404
        assert foreign.json() == absent.json()


def test_a_run_sees_what_its_organisation_sees(world, household, referral, engine):
    run = start(world, "other_authority")
    job(engine)(run)
    with open_system_session(engine) as session:
        found = MatchRunRepository(session).whole(run)
        assert found is not None
        case = json.loads(zlib.decompress(found.frozen or b""))
    assert case["households"] == []
    assert case["young_people"] == []


def test_one_run_at_a_time(world):
    start(world)
    again = world.client("authority").request("POST", RUNS, json={})
    assert again.status_code == 409


def test_an_unknown_policy_is_refused(world):
    answer = world.client("agency").request("POST", RUNS, json={"policy": "x"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/policy"


def test_a_run_stopped_before_it_began_is_over_at_once(world, engine):
    run = start(world)
    stopped = world.client("authority").request("POST", f"{RUNS}/{run}/stop")
    assert stopped.json()["state"] == "stopped"
    start(world)
    job(engine)(run)
    assert world.client("authority").get(f"{RUNS}/{run}").json()["state"] == "stopped"


def test_running_a_job_again_changes_nothing(world, household, referral, engine):
    run = start(world)
    job(engine)(run)
    before = world.client("authority").get(f"{RUNS}/{run}").json()
    job(engine)(run)
    assert world.client("authority").get(f"{RUNS}/{run}").json() == before


def test_a_run_that_was_under_way_when_its_worker_died_is_done_again(
    world, household, referral, engine
):
    run = start(world)
    with open_system_session(engine) as session:
        found = session.get(MatchRun, run)
        assert found is not None
        found.state = JobState.RUNNING
        session.commit()
    job(engine)(run)
    assert world.client("authority").get(f"{RUNS}/{run}").json()["state"] == "done"


def test_a_broken_record_fails_with_a_reference_and_no_content(
    world, household, referral, engine, capsys
):
    with open_system_session(engine) as session:
        repository = MatchRunRepository(session)
        run = start_with_broken_case(world, session, repository)
    job(engine)(run)
    found = world.client("authority").get(f"{RUNS}/{run}").json()
    assert found["state"] == "failed"
    assert found["reference"]
    assert "Robin" not in capsys.readouterr().out


def start_with_broken_case(world, session, repository):
    session.rollback()
    run = start(world)
    found = repository.whole(run)
    found.frozen = zlib.compress(b'{"as_of": "2026-11-22", "Robin": 1}')
    session.commit()
    return run


def test_a_solve_is_ended_within_moments_of_being_asked():
    # The process has hardly started when it is asked to stop for the second time.
    asked = iter([False])
    with pytest.raises(StoppedError):
        solve(b'{"as_of": "2026-11-22"}', lambda *_: None, lambda: next(asked, True))
    assert multiprocessing.active_children() == []
