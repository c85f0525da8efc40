"""What becomes of an import when the workers that do it are killed."""

import os
import signal

import pytest
from sqlalchemy import func, select

from app.audit.models import AuditEntry
from app.core.db import open_system_session
from app.exchange import service
from app.exchange.models import ImportItem, ImportJob, ImportPart
from app.households.models import Household
from tests.app.features.test_imports import officer, upload
from tests.app.jobs.processes import wait_for

__all__ = ["officer", "upload"]
MANY = 5_200
FILE = "\n".join(
    ("Home ID,Name,Postcode", *(f"H{n},Home {n},ST4 {n % 10}AB" for n in range(MANY)))
).encode()


@pytest.fixture
def count(engine):
    def counted(table, *where):
        with open_system_session(engine) as session:
            wanted = select(func.count()).select_from(table).where(*where)
            return session.scalars(wanted).one()

    return counted


@pytest.fixture
def job(engine):
    """The job that was asked for last."""

    def latest():
        with open_system_session(engine) as session:
            wanted = select(ImportJob).order_by(ImportJob.created_at.desc())
            return session.scalars(wanted).first()

    return latest


@pytest.mark.parametrize("db", ["postgresql"], indirect=True)
def test_workers_are_killed_while_they_read_write_and_take_back(
    processes, upload, officer, monkeypatch, count, job
):
    monkeypatch.setattr(service, "SMALL", 0)
    given_up = upload(FILE).headers["location"]
    first = processes.start("worker")
    wait_for(lambda: "1,000 records" in job().stage)
    officer.post(f"{given_up}/abandon")
    wait_for(lambda: job().state == "stopped")
    assert (count(ImportItem), count(ImportPart)) == (0, 0)

    path = upload(FILE).headers["location"]
    wait_for(lambda: "1,000 records" in job().stage)
    first.kill()
    second = processes.start("worker")
    wait_for(lambda: job().state == "done")
    assert f"{MANY:,} new homes" in officer.get(path).text
    assert (count(ImportItem), count(ImportPart)) == (MANY, 0)

    officer.post(f"{path}/confirm")
    wait_for(lambda: job().done >= 1_000)
    # What is being written can no longer be given up.
    assert officer.post(f"{path}/abandon").headers["location"] == path
    os.kill(second.pid, signal.SIGKILL)
    assert count(Household) == 0
    third = processes.start("worker")
    wait_for(lambda: job().state == "done")
    assert f"{MANY:,} homes imported" in officer.get(path).text
    assert count(Household) == MANY
    assert count(AuditEntry, AuditEntry.action == "import.done") == 1
    assert third.poll() is None

    officer.post(f"{path}/undo")
    assert "The import is being taken back" in officer.get(path).text
    wait_for(lambda: job().done >= 1_000)
    os.kill(third.pid, signal.SIGKILL)
    assert count(Household) == MANY
    processes.start("worker")
    wait_for(lambda: job().state == "done")
    assert "Every record is as it was" in officer.get(path).text
    assert count(Household) == 0
    assert count(AuditEntry, AuditEntry.action == "import.undone") == 1
