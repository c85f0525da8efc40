"""A real service with a small region in it, and a real browser in front of it."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright
from playwright.sync_api import sync_playwright as start_playwright
from sqlalchemy import Engine, select

from app.core.db import make_engine, open_system_session
from app.core.settings import Environment, Settings
from app.demo.seed import seed
from app.households.models import Household
from app.jobs.models import JobState
from app.match_runs.repository import MatchRunRepository
from app.referrals.models import YoungPerson
from tests.browser.visitor import HEIGHT, WIDE, Visitor

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
COMMAND = "from app.cli import main; raise SystemExit(main())"
WAIT_SECONDS = 90


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take pictures of the pages while they are checked."""
    parser.addoption("--pictures", type=Path, help="the folder pictures go to")


@pytest.fixture(scope="session")
def service(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Engine]]:
    """Serve a small region, with its first runs done."""
    folder = tmp_path_factory.mktemp("service")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    variables = {
        "HEARTH_ENVIRONMENT": "demo",
        "HEARTH_DATABASE_URL": f"sqlite:///{folder / 'hearth.sqlite3'}",
        "HEARTH_PORT": str(port),
        "HEARTH_BASE_URL": address,
    }
    environment = os.environ | variables
    subprocess.run(
        [sys.executable, "-c", COMMAND, "migrate"], env=environment, check=True
    )
    settings = Settings(
        environment=Environment.DEMO, database_url=variables["HEARTH_DATABASE_URL"]
    )
    engine = make_engine(settings)
    seed(engine, young_people=14, households=300)
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


@pytest.fixture(scope="session")
def address(service: tuple[str, Engine]) -> str:
    """Return where the service answers."""
    return service[0]


@pytest.fixture(scope="session")
def labels(service: tuple[str, Engine]) -> set[str]:
    """Return what agencies call the households of the region, whoever may see it."""
    with open_system_session(service[1]) as session:
        return {home.label for home in session.scalars(select(Household))}


@pytest.fixture(scope="session")
def births(service: tuple[str, Engine]) -> set[str]:
    """Return when the young people of the region were born, whoever may see it."""
    with open_system_session(service[1]) as session:
        return {who.record["born"] for who in session.scalars(select(YoungPerson))}


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


# A started playwright keeps an event loop running in its thread, which tests of the
# service in the same process cannot have: so it ends with each file.
@pytest.fixture(scope="module")
def playwright() -> Iterator[Playwright]:
    with start_playwright() as started:
        yield started


@pytest.fixture(scope="module")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    path = shutil.which("chromium")
    assert path, "install Debian's package chromium, or set SKIP_BROWSER=1"
    browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
    yield browser
    browser.close()


@pytest.fixture
def visit(
    chromium: Browser, address: str, request: pytest.FixtureRequest
) -> Iterator[object]:
    """Open browsers: visit(javascript=False, width=320)."""
    contexts: list[BrowserContext] = []
    into = request.config.getoption("--pictures")
    pictures = into / re.sub(r"\W+", "-", request.node.name) if into else None

    def open_one(*, javascript: bool = True, width: int = WIDE) -> Visitor:
        context = chromium.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": HEIGHT}
        )
        contexts.append(context)
        return Visitor(context, address, script=javascript, pictures=pictures)

    yield open_one
    for context in contexts:
        context.close()
