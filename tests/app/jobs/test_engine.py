"""Jobs are there with what they are for, and end it once."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import Engine, column, func, select, table

from app.core.db import open_session, open_system_session
from app.jobs.engine import Queue, enqueue
from app.match_runs import service, tasks
from app.match_runs.models import MatchRun
from tests.app.jobs.conftest import Run
from tests.app.jobs.processes import wait_for

WORKER = """
import sys, threading, time
from datetime import timedelta
from app.core.db import make_engine
from app.jobs.engine import Job, work
from tests.app.conftest import settings_for

def note(subject_id):
    with open(sys.argv[2], "a") as file:
        file.write(subject_id + chr(10))

def hold(subject_id):
    end = time.monotonic() + 60
    while "a record" not in open(sys.argv[2]).read() and time.monotonic() < end:
        time.sleep(0.1)
    note(subject_id)

jobs = {"note": Job(note, list, print), "hold": Job(hold, list, print)}
engine = make_engine(settings_for(sys.argv[1]))
work(engine, jobs, threading.Event(), timedelta(seconds=5))
"""


def jobs(engine: Engine, run_id: str) -> int:
    """Count the jobs that are about a run, in the job library's own table."""
    schema = None if engine.dialect.name == "sqlite" else "dbos"
    rows = table("workflow_status", column("workflow_uuid"), schema=schema)
    wanted = select(func.count()).where(rows.c.workflow_uuid == run_id)
    with engine.connect() as connection:
        return connection.execute(wanted).scalar_one()


def test_a_job_is_there_if_and_only_if_its_run_is(world, engine):
    actor = world.authority.actor
    with open_session(engine, actor) as session:
        given_up = service.start(session, actor, "step-down").id
        session.rollback()
    with open_session(engine, actor) as session:
        kept = service.start(session, actor, "step-down").id
        session.commit()
    with open_system_session(engine) as session:
        assert session.get(MatchRun, given_up) is None
        assert session.get(MatchRun, kept) is not None
    assert (jobs(engine, given_up), jobs(engine, kept)) == (0, 1)


def test_two_at_work_on_one_run_end_it_once(run: Run, referral, engine):
    # A worker thought to be lost, for one that is slow, comes to its end after all.
    match_runs = tasks.work(engine)
    with ThreadPoolExecutor() as both:
        list(both.map(match_runs.do, [run.id, run.id]))
    before = run.shown
    assert before["state"] == "done"
    match_runs.give_up(run.id)
    assert run.shown == before
    assert run.results() == [referral["young_people"][0]["id"]]
    assert (run.recorded("run.finished"), run.recorded("run.failed")) == (1, 0)
    assert match_runs.unfinished() == []


def test_nobody_waits_for_more_than_one_and_no_record_for_a_solve(db, engine, tmp_path):
    done = tmp_path / "done"
    done.touch()
    with open_system_session(engine) as session:
        enqueue(session, "hold", "a long solve")
        for place in range(3):
            enqueue(session, "note", f"one's {place}", behind=place)
        enqueue(session, "note", "another's 0")
        enqueue(session, "note", "a record", queue=Queue.RECORDS)
        session.commit()
    started = [sys.executable, "-c", WORKER, db, str(done)]
    worker = subprocess.Popen(started)
    try:
        wait_for(lambda: done.read_text().count("\n") == 6)
    finally:
        worker.kill()
        worker.wait()
    order = done.read_text().splitlines()
    assert order[:2] == ["a record", "a long solve"]
    assert order[2:] == ["one's 0", "another's 0", "one's 1", "one's 2"]
