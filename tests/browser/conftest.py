"""A real service with a small region in it, and a real browser in front of it."""

import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright
from playwright.sync_api import sync_playwright as start_playwright
from sqlalchemy import Engine, select

from app.core.db import open_system_session
from app.households.models import Household
from app.referrals.models import YoungPerson
from tests.browser.service import served
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
SignedIn = dict[str, Any]
"""Cookies of who has signed in, by e-mail address."""
Visit = Callable[..., Visitor]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take pictures of the pages while they are checked."""
    parser.addoption("--pictures", type=Path, help="the folder pictures go to")


@pytest.fixture(scope="session")
def service(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[str, Engine]]:
    """Serve a small region, with its first runs done."""
    database = f"sqlite:///{tmp_path_factory.mktemp('service') / 'hearth.sqlite3'}"
    with served(database, young_people=14, households=300) as found:
        yield found


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


@pytest.fixture(scope="session")
def signed_in() -> SignedIn:
    """Return the cookies of those who have signed in to the service."""
    return {}


@pytest.fixture
def visit(
    chromium: Browser, address: str, signed_in: SignedIn, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """Open browsers: visit(javascript=False, width=320)."""
    with visits(chromium, address, signed_in, request) as visit:
        yield visit


@contextmanager
def visits(
    chromium: Browser, address: str, signed_in: SignedIn, request: pytest.FixtureRequest
) -> Iterator[Visit]:
    """Lend what opens browsers; none of them may have asked another host."""
    visitors: list[Visitor] = []
    into = request.config.getoption("--pictures")
    pictures = into / re.sub(r"\W+", "-", request.node.name) if into else None

    def open_one(*, javascript: bool = True, width: int = WIDE) -> Visitor:
        context = chromium.new_context(
            java_script_enabled=javascript, viewport={"width": width, "height": HEIGHT}
        )
        visitors.append(
            Visitor(
                context,
                address,
                script=javascript,
                pictures=pictures,
                signed_in=signed_in,
            )
        )
        return visitors[-1]

    yield open_one
    for visitor in visitors:
        visitor.page.context.close()
    assert [url for visitor in visitors for url in visitor.elsewhere] == []
