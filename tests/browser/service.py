"""The service as it runs: a web process and a worker, a small region, first runs."""

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from app.core.db import make_engine, open_system_session
from app.core.migrate import upgrade
from app.core.settings import Environment, Settings
from app.demo.seed import seed
from app.jobs.engine import prepare
from app.jobs.models import JobState
from app.match_runs.repository import MatchRunRepository
from tests.ports import free_port

COMMAND = "from app.cli import main; raise SystemExit(main())"
WAIT_SECONDS = 240


@contextmanager
def served(
    database_url: str, *, young_people: int, households: int, **variables: str
) -> Iterator[tuple[str, Engine]]:
    """Serve a region from an empty database; return the address and the database.

    ``variables`` are of the environment.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    environment = os.environ | {
        "HEARTH_ENVIRONMENT": "demo",
        "HEARTH_DATABASE_URL": database_url,
        "HEARTH_PORT": str(port),
        "HEARTH_BASE_URL": address,
        **variables,
    }
    settings = Settings(environment=Environment.DEMO, database_url=database_url)
    engine = make_engine(settings)
    upgrade(engine)
    prepare(settings)
    seed(engine, young_people=young_people, households=households)
    children = [
        subprocess.Popen([sys.executable, "-c", COMMAND, command], env=environment)
        for command in ("serve", "worker")
    ]
    try:
        _wait(address, engine)
        yield address, engine
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(20)
        engine.dispose()


def _wait(address: str, engine: Engine) -> None:
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}/healthz", timeout=2):
                pass
            with open_system_session(engine) as session:
                runs = MatchRunRepository(session).page(1).rows
                states = {run.state for run in runs}
            if states == {JobState.DONE}:
                return
            assert JobState.FAILED not in states
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError("the service was not ready in time")
