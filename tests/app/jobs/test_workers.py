"""What becomes of a run when processes come and go."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import Engine, create_engine, text

from app.jobs.engine import ATTEMPTS
from app.jobs.roll_call import RollCall
from tests.app.conftest import settings_for
from tests.app.jobs.conftest import RUNS, Run
from tests.app.jobs.processes import LOST_AFTER_SECONDS, is_gone, solving, wait_for
from tests.ports import free_port

SAM = {
    "young_people": [
        {
            "sharing_name": "Sam",
            "record": {
                "born": "2014-05-01",
                "needed_by": "2027-01-15",
                "placement_type": "step-down",
            },
        }
    ]
}
sqlite_only = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


def test_a_run_whose_worker_is_killed_is_finished_once_by_another(
    processes, run, referral, world, engine
):
    workers = [processes.start("worker"), processes.start("worker")]
    first = wait_for(lambda: next(filter(solving, workers), None))
    at_work = wait_for(lambda: solving(first))
    os.kill(at_work, signal.SIGSTOP)
    frozen = run.frozen()
    # The other leaves it to the first for as long as that one is there.
    wait_for(lambda: len(RollCall(engine, timedelta(0)).there()) == len(workers))
    time.sleep(1.5 * LOST_AFTER_SECONDS)
    assert [solving(worker) for worker in workers if worker is not first] == [None]
    assert not is_gone(at_work)
    # What is recorded meanwhile is not in a copy taken before.
    added = world.client("authority").request("POST", "/api/v1/referrals", json=SAM)
    assert added.status_code == 201
    first.kill()
    wait_for(lambda: run.state == "done")
    assert run.frozen() == frozen is not None
    assert run.results() == [referral["young_people"][0]["id"]]
    assert run.recorded("run.finished") == 1
    wait_for(lambda: is_gone(at_work))


@sqlite_only
def test_a_run_that_every_worker_dies_of_fails_and_makes_way(
    processes, run, world, engine
):
    workers = [processes.start("worker") for _ in range(ATTEMPTS + 1)]
    for _ in range(ATTEMPTS):
        worker = wait_for(lambda: next(filter(solving, workers), None))
        worker.kill()
        workers.remove(worker)
    wait_for(lambda: run.state == "failed")
    assert run.shown["reference"]
    assert run.shown["stage"] == "Could not be finished"
    assert (run.recorded("run.failed"), run.results()) == (1, [])
    following = Run(world, engine)
    wait_for(lambda: following.state == "done")


@sqlite_only
def test_a_run_under_way_is_stopped_promptly(processes, run, world, engine):
    worker = processes.start("worker")
    at_work = wait_for(lambda: solving(worker))
    os.kill(at_work, signal.SIGSTOP)
    assert run.stop() == "stopping"
    wait_for(lambda: run.state == "stopped", seconds=5)
    assert is_gone(at_work)
    assert (run.recorded("run.stopping"), run.recorded("run.stopped")) == (1, 1)
    following = Run(world, engine)
    wait_for(lambda: following.state == "done")


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_a_run_goes_on_when_the_database_was_away(
    processes, run, engine, postgresql_server
):
    worker = processes.start("worker")
    at_work = wait_for(lambda: solving(worker))
    os.kill(at_work, signal.SIGSTOP)
    with _away(engine, postgresql_server):
        # Its worker can no longer ask whether to stop.
        wait_for(lambda: is_gone(at_work))
    wait_for(lambda: run.state == "done")
    assert worker.poll() is None
    assert run.recorded("run.finished") == 1


@sqlite_only
def test_a_run_goes_on_when_everything_is_restarted(processes, run):
    address = f"http://127.0.0.1:{free_port()}"

    def seen() -> str:
        path = f"{RUNS}/{run.id}"
        answer = httpx.get(f"{address}{path}", headers=run.client.headers)
        return answer.json()["state"]

    worker, service = processes.start("worker"), processes.serve(address)
    at_work = wait_for(lambda: solving(worker))
    os.kill(at_work, signal.SIGSTOP)
    wait_for(lambda: _answers(address))
    assert seen() == "running"
    service.kill()
    service.wait()
    os.kill(at_work, signal.SIGCONT)
    # A supervisor tells all of a group to end; so does Ctrl-C.
    os.killpg(worker.pid, signal.SIGTERM)
    assert worker.wait(10) == 0
    wait_for(lambda: is_gone(at_work))
    processes.serve(address)
    next_worker = processes.start("worker")
    at_work = wait_for(lambda: solving(next_worker))
    os.kill(at_work, signal.SIGSTOP)
    wait_for(lambda: _answers(address))
    assert seen() == "running"
    os.kill(at_work, signal.SIGCONT)
    wait_for(lambda: seen() == "done")
    assert run.recorded("run.finished") == 1


@contextmanager
def _away(engine: Engine, server: str) -> Iterator[None]:
    """Let nobody reach the database, and cut off whoever is there."""
    name = engine.url.database
    beside = create_engine(settings_for(server).database, isolation_level="AUTOCOMMIT")
    cut_off = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"
    )
    with beside.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false"))
        connection.execute(cut_off, {"name": name})
        try:
            yield
        finally:
            connection.execute(text(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true"))
    beside.dispose()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/healthz").status_code == 200
    except httpx.TransportError:
        return False
