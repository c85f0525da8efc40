"""What becomes of a run when processes come and go."""

import os
import signal
import socket
import time

import httpx
import pytest

from app.jobs.engine import ATTEMPTS
from tests.app.jobs.conftest import RUNS, Run
from tests.app.jobs.processes import LOST_AFTER_SECONDS, is_gone, solving, wait_for

sqlite_only = pytest.mark.parametrize("db", ["sqlite"], indirect=True)


def test_a_run_whose_worker_is_killed_is_finished_once_by_another(
    processes, run, referral, world
):
    first = processes.start("worker")
    at_work = wait_for(lambda: solving(first))
    frozen = wait_for(run.frozen)
    os.kill(at_work, signal.SIGSTOP)
    other = processes.start("worker")
    # Another worker leaves it to the first for as long as that one is there.
    time.sleep(4 * LOST_AFTER_SECONDS)
    assert (other.poll(), solving(other), is_gone(at_work)) == (None, None, False)
    # What is recorded meanwhile is not in a copy taken before.
    path = f"/api/v1/referrals/{referral['id']}"
    assert world.client("authority").get(path).status_code == 200
    first.kill()
    wait_for(lambda: run.state == "done")
    assert run.frozen() == frozen
    assert run.results() == [referral["young_people"][0]["id"]]
    assert run.recorded("run.finished") == 1
    assert is_gone(at_work)


@sqlite_only
def test_a_run_that_every_worker_dies_of_fails_and_makes_way(
    processes, run, world, engine
):
    for _ in range(ATTEMPTS):
        worker = processes.start("worker")
        wait_for(lambda worker=worker: solving(worker))
        worker.kill()
    processes.start("worker")
    wait_for(lambda: run.state == "failed")
    assert run.shown["reference"]
    assert (run.recorded("run.failed"), run.results()) == (1, [])
    following = Run(world, engine)
    wait_for(lambda: following.state == "done")


def test_a_run_under_way_is_stopped_promptly(processes, run, world, engine):
    worker = processes.start("worker")
    at_work = wait_for(lambda: solving(worker))
    os.kill(at_work, signal.SIGSTOP)
    assert run.stop() == "stopping"
    wait_for(lambda: run.state == "stopped", seconds=3)
    assert is_gone(at_work)
    assert (run.recorded("run.stopping"), run.recorded("run.stopped")) == (1, 1)
    following = Run(world, engine)
    wait_for(lambda: following.state == "done")


@sqlite_only
def test_a_run_goes_on_when_everything_is_restarted(processes, run, world):
    worker = processes.start("worker")
    at_work = wait_for(lambda: solving(worker))
    # A supervisor tells all of a group to end; so does Ctrl-C.
    os.killpg(worker.pid, signal.SIGTERM)
    assert worker.wait(5) == 0
    wait_for(lambda: is_gone(at_work), seconds=3)
    assert run.state == "running"
    processes.start("worker")
    wait_for(lambda: run.state == "done")
    assert run.recorded("run.finished") == 1
