"""A PostgreSQL that has stopped without going away: 503, and then on again."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from app.core import db
from app.core.actor import OrganisationKind
from app.main import create_app
from faults.installation import installation
from tests.app.browser import ApiClient
from tests.app.conftest import settings_for
from tests.app.core.test_unavailable import assert_told_plainly, write

PATIENCE = 1.0


@contextmanager
def stopped(server: int) -> Iterator[None]:
    """Stop a server and all of its processes, as a machine does that is starved."""
    with open(f"/proc/{server}/task/{server}/children") as listed:
        everyone = [server, *map(int, listed.read().split())]
    for one in everyone:
        os.kill(one, signal.SIGSTOP)
    try:
        yield
    finally:
        for one in everyone:
            os.kill(one, signal.SIGCONT)


def test_a_database_that_hangs_is_given_up_and_found_again(monkeypatch):
    monkeypatch.setattr(db, "SILENT_SECONDS", PATIENCE)
    monkeypatch.setattr(db, "CONNECT_SECONDS", 2)
    with installation("postgresql") as here:
        here.join("agency", OrganisationKind.AGENCY)
        app = create_app(settings_for(here.url))
        client = ApiClient(app, here.keys["agency"])
        assert write(client).status_code == 201
        with stopped(here.postgres.get_pid()):
            began = time.monotonic()
            assert_told_plainly(write(client))
            # What is to be on record cannot be read either.
            assert_told_plainly(client.get("/api/v1/households"))
            assert client.get("/healthz").status_code == 503
            assert client.get("/healthz/live").status_code == 200
            assert client.get("/api/v1/openapi.json").status_code == 200
            assert client.get("/static/built/hearth.css").status_code == 200
            assert time.monotonic() - began < 20 * PATIENCE
        assert write(client).status_code == 201
        assert client.get("/api/v1/households").json()["total"] == 2
        app.state.engine.dispose()
        assert here.chains()[1] == []
