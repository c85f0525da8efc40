"""Migrations make, on each database, exactly the tables the models say."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, func, inspect, select, table

from app.core.db import make_engine
from app.core.migrate import (
    alembic_config,
    downgrade,
    head,
    history,
    is_at_head,
    upgrade,
)
from app.core.settings import Settings
from app.demo.seed import seed
from app.tables import METADATA
from tests.app.conftest import settings_for

SCRIPTS = ScriptDirectory.from_config(alembic_config())
# What alembic_version has room for.
LONGEST_REVISION = 32


@pytest.fixture
def taken_apart(owner: Engine) -> Iterator[Engine]:
    """A database to take apart, put together again for the tests that follow."""
    yield owner
    upgrade(owner)


def test_history_is_one_line_named_after_its_files() -> None:
    assert len(SCRIPTS.get_heads()) == 1
    numbers = []
    for script in SCRIPTS.walk_revisions():
        assert script.module.__file__.endswith(f"/{script.revision}.py")
        assert len(script.revision) <= LONGEST_REVISION
        numbers.append(int(script.revision.split("_")[0]))
    assert numbers == list(range(len(numbers), 0, -1))


def test_migrated_tables_are_the_models_tables(owner: Engine, tmp_path: Path) -> None:
    if owner.dialect.name == "sqlite":
        # There the job library's tables are among them; on PostgreSQL they are apart.
        owner = make_engine(settings_for(f"sqlite:///{tmp_path / 'alone.sqlite3'}"))
        upgrade(owner)
    config = alembic_config()
    with owner.begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)
    owner.dispose()


def test_the_last_step_can_be_taken_back_and_again(taken_apart: Engine) -> None:
    engine = taken_apart
    assert is_at_head(engine)
    downgrade(engine, "-1")
    assert not is_at_head(engine)
    upgrade(engine)
    assert is_at_head(engine)


def test_everything_can_be_taken_back_and_made_again(taken_apart: Engine) -> None:
    engine = taken_apart
    jobs = set(inspect(engine).get_table_names()) - METADATA.tables.keys()
    downgrade(engine, "base")
    assert set(inspect(engine).get_table_names()) == jobs
    upgrade(engine)
    assert is_at_head(engine)


def test_each_step_can_be_taken_back_and_made_again_with_records_there(
    taken_apart: Engine,
) -> None:
    engine = taken_apart
    seed(engine, young_people=3, households=10)
    for revision in reversed(history()):
        downgrade(engine, "-1")
        before = _rows(engine)
        upgrade(engine, revision)
        after = _rows(engine)
        assert {name: after[name] for name in before} == before, revision
        downgrade(engine, "-1")


def _rows(engine: Engine) -> dict[str, int]:
    """Return how many rows each table has, but for those of no release's own."""
    counted = {}
    with engine.connect() as connection:
        for name in set(inspect(engine).get_table_names()) - {"alembic_version"}:
            wanted = select(func.count()).select_from(table(name))
            counted[name] = connection.execute(wanted).scalar_one()
    return counted


def test_an_unreachable_database_is_not_at_head() -> None:
    away = Settings.model_validate(
        {"environment": "test", "database_url": "postgresql://127.0.0.1:1/none"}
    )
    engine = make_engine(away)
    assert head()
    assert not is_at_head(engine)
    engine.dispose()
