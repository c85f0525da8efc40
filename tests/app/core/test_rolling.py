"""While a release is rolled out, the version before works on the new tables."""

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, inspect, text

from app.core.db import make_engine
from app.core.migrate import head, history, upgrade
from tests.app.browser import Browser
from tests.app.conftest import settings_for

FIRST_ROLLED = "0017_erasure"
"""What came before it was never rolled out beside an older version."""
STOP_FIRST: dict[str, str] = {}
"""Revisions the version before cannot work on, and why: the release says so."""


def test_a_web_process_serves_on_tables_of_a_later_version(
    browser: Browser, owner: Engine
) -> None:
    is_now = text("UPDATE alembic_version SET version_num = :revision")
    with owner.begin() as connection:
        connection.execute(is_now, {"revision": "9999_of_a_later_version"})
    try:
        assert browser.get("/healthz").status_code == 200
    finally:
        with owner.begin() as connection:
            connection.execute(is_now, {"revision": head()})


def test_a_migration_leaves_what_the_version_before_uses(tmp_path: Path) -> None:
    engine = make_engine(settings_for(f"sqlite:///{tmp_path / 'rolled.sqlite3'}"))
    known = history()
    upgrade(engine, FIRST_ROLLED)
    before = _columns(engine)
    for revision in known[known.index(FIRST_ROLLED) + 1 :]:
        upgrade(engine, revision)
        after = _columns(engine)
        if revision not in STOP_FIRST:
            assert _taken_away(before, after) == [], revision
        before = after
    engine.dispose()


def _columns(engine: Engine) -> dict[str, dict[str, Any]]:
    found = inspect(engine)
    return {
        table: {column["name"]: column for column in found.get_columns(table)}
        for table in found.get_table_names()
    }


def _taken_away(
    before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]
) -> list[str]:
    """Say what the version before would miss, or would not know it has to give."""
    wrong = [f"{table} is gone" for table in before.keys() - after.keys()]
    for table in before.keys() & after.keys():
        old, new = before[table], after[table]
        wrong += [f"{table}.{name} is gone" for name in old.keys() - new.keys()]
        wrong += [
            f"{table}.{name} has to be given"
            for name, column in new.items()
            if not column["nullable"]
            and column["default"] is None
            and (name not in old or old[name]["nullable"])
        ]
    return wrong
