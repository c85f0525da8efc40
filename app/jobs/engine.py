"""The one port for background work. Only this module knows the job library.

A job is a name and an id; what it is about is loaded by that id when it runs, so that
no personal data is ever in a queue. Jobs are written in the same transaction as what
they are for. Their truth (state, progress) is in the feature's own tables: the
library's rows are plumbing.
"""

import threading
from collections.abc import Callable, Mapping
from functools import cache

from dbos import (
    DBOS,
    DBOSClient,
    DBOSPortableJSONSerializer,
    run_dbos_database_migrations,
)
from sqlalchemy.orm import Session

from app.core.settings import Settings

Job = Callable[[str], None]
QUEUE = "hearth"
CONTRACT = "1"
"""Which jobs a worker understands; raise it when a job's meaning changes."""
ATTEMPTS = 3
AT_ONCE = 1
"""Jobs one worker runs at the same time: a solve uses a whole core."""


def prepare(settings: Settings) -> None:
    """Make or upgrade the job library's tables; part of migrating."""
    run_dbos_database_migrations(_address(settings))


def enqueue(session: Session, job: str, subject_id: str) -> None:
    """Ask for a job, if and when the session's transaction commits."""
    client = _client(
        session.get_bind().engine.url.render_as_string(hide_password=False)
    )
    client.enqueue_in_transaction(
        session.connection(),
        {"queue_name": QUEUE, "workflow_name": job, "app_version": CONTRACT},
        subject_id,
    )


def work(settings: Settings, jobs: Mapping[str, Job], stop: threading.Event) -> None:
    """Take and run jobs until told to stop.

    A job whose worker died is taken up again when a worker starts.
    """
    DBOS(
        config={
            "name": "hearth",
            "system_database_url": _address(settings),
            "application_version": CONTRACT,
            "executor_id": "local",
            "serializer": DBOSPortableJSONSerializer(),
            "run_migrations": False,
            "log_level": "WARNING",
        }
    )
    DBOS.listen_queues([QUEUE])
    for name, job in jobs.items():
        DBOS.workflow(name=name, max_recovery_attempts=ATTEMPTS)(job)
    DBOS.launch()
    DBOS.register_queue(QUEUE, worker_concurrency=AT_ONCE, polling_interval_sec=0.3)
    try:
        stop.wait()
    finally:
        DBOS.destroy(workflow_completion_timeout_sec=0)


def _address(settings: Settings) -> str:
    return settings.database.render_as_string(hide_password=False)


@cache
def _client(address: str) -> DBOSClient:
    return DBOSClient(
        system_database_url=address, serializer=DBOSPortableJSONSerializer()
    )
