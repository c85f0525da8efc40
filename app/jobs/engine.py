"""The one port for background work. Only this module knows the job library.

A job is a name and an id; what it is about is loaded by that id when it runs, so that
no personal data is ever in a queue. Jobs are written in the same transaction as what
they are for. Their truth (state, progress) is in the feature's own tables: the
library's rows are plumbing.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache

import structlog
from dbos import (
    DBOS,
    DBOSClient,
    DBOSPortableJSONSerializer,
    run_dbos_database_migrations,
)
from sqlalchemy import URL, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.core.db import outside_scope
from app.core.row_security import SERVICE_ROLE
from app.core.settings import Settings
from app.jobs.roll_call import RollCall

CONTRACT = "1"
"""Which jobs a worker understands. Raise it when a job's meaning changes, and let those
under way end first: a worker takes no jobs of another contract."""
ATTEMPTS = 3
AT_ONCE = 1
"""Jobs of a queue one worker runs at the same time: a solve uses a whole core."""
PAUSES = (1, 5, 25)
"""Seconds to wait for a database that is away before beginning a job again."""
LOOKS = 5
"""How often a worker looks round in the time after which it would be lost."""

log = structlog.get_logger()


class Queue(StrEnum):
    """What waits for one another: files that are read or made wait for no solve."""

    SOLVING = "hearth"
    RECORDS = "hearth-records"


@dataclass(frozen=True, slots=True)
class Job:
    """Work on what an id stands for, which can be begun again at any time.

    ``unfinished`` returns the ids there is work under way for. ``give_up`` is told of
    one for which there will be no more: its job ended, and it did not.
    """

    do: Callable[[str], None]
    unfinished: Callable[[], Sequence[str]]
    give_up: Callable[[str], None]


def prepare(settings: Settings) -> None:
    """Make or upgrade the job library's tables; part of migrating."""
    url = settings.database
    role = SERVICE_ROLE if url.get_backend_name() == "postgresql" else None
    run_dbos_database_migrations(_address(url), application_role=role)


def enqueue(
    session: Session,
    job: str,
    subject_id: str,
    *,
    behind: int = 0,
    queue: Queue = Queue.SOLVING,
) -> None:
    """Ask for a job, if and when the session's transaction commits.

    ``behind`` is how many of the organisation's own are under way already: the first of
    everybody comes before the second of anybody, so that who asks for many at once
    makes nobody else wait for more than one of them.
    """
    client = _client(_address(session.get_bind().engine.url))
    with outside_scope(session) as connection:
        client.enqueue_in_transaction(
            connection,
            {
                "queue_name": queue.value,
                "workflow_name": job,
                "workflow_id": subject_id,
                "app_version": CONTRACT,
                # The least comes first.
                "priority": 1 + behind,
            },
            subject_id,
        )


def work(
    engine: Engine,
    jobs: Mapping[str, Job],
    stop: threading.Event,
    lost_after: timedelta,
) -> None:
    """Take and run jobs until told to stop.

    Whoever calls this ends the process afterwards: a job under way is left as it is,
    as if the worker had died, and another worker takes it up.
    """
    roll = RollCall(engine, lost_after)
    # Before the first job is taken, or others could think its worker lost.
    roll.answer()
    _launch(engine, roll.worker_id, jobs)
    try:
        while not stop.wait(lost_after.total_seconds() / LOOKS):
            # Whatever fails here may work the next time; a worker is not to end of it.
            try:
                _look_round(roll, jobs)
            except Exception as failed:
                log.warning("look_round_failed", error=type(failed).__name__)
    finally:
        with suppress(OperationalError):
            roll.leave()


def _launch(engine: Engine, worker_id: str, jobs: Mapping[str, Job]) -> None:
    DBOS(
        config={
            "name": "hearth",
            "system_database_url": _address(engine.url),
            "application_version": CONTRACT,
            "executor_id": worker_id,
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "log_level": "WARNING",
        }
    )
    DBOS.listen_queues([queue.value for queue in Queue])
    for name, job in jobs.items():
        # The first attempt is no recovery.
        DBOS.workflow(name=name, max_recovery_attempts=ATTEMPTS - 1)(_patient(job.do))
    DBOS.launch()
    for queue in Queue:
        DBOS.register_queue(
            queue.value, worker_concurrency=AT_ONCE, polling_interval_sec=0.3
        )


def _patient(do: Callable[[str], None]) -> Callable[[str], None]:
    def attempt(subject_id: str) -> None:
        for seconds in PAUSES:
            try:
                do(subject_id)
                return
            except OperationalError as failed:
                log.warning("database_away", error=type(failed.orig).__name__)
                time.sleep(seconds)
        do(subject_id)

    return attempt


def _look_round(roll: RollCall, jobs: Mapping[str, Job]) -> None:
    roll.answer()
    taken = DBOS.list_workflows(
        status="PENDING", app_version=CONTRACT, load_input=False, load_output=False
    )
    # Asked last: a worker that has taken a job answered before it did.
    lost = {job.executor_id for job in taken if job.executor_id} - roll.there()
    if lost:
        # Several workers may do so: only what a lost worker still holds is taken.
        DBOS._recover_pending_workflows(sorted(lost))
    for job in jobs.values():
        unfinished = job.unfinished()
        for subject_id in set(unfinished) - _under_way(unfinished):
            job.give_up(subject_id)


def _under_way(subject_ids: Sequence[str]) -> set[str]:
    if not subject_ids:
        return set()
    found = DBOS.list_workflows(
        workflow_ids=list(subject_ids),
        status=["ENQUEUED", "PENDING"],
        load_input=False,
        load_output=False,
    )
    return {job.workflow_id for job in found}


def _address(url: URL) -> str:
    return url.render_as_string(hide_password=False)


@cache
def _client(address: str) -> DBOSClient:
    return DBOSClient(
        system_database_url=address, serializer=DBOSPortableJSONSerializer()
    )
