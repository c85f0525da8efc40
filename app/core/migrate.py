"""Bring a database to the tables this version of Hearth needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from app.core.row_security import lock, unlock

MIGRATIONS = Path(__file__).parents[2] / "migrations"


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Upgrade the database; nothing of it stays when a step fails."""
    with _rebuilding(engine) as connection:
        unlock(connection)
        command.upgrade(_config(connection), revision)
        if MigrationContext.configure(connection).get_current_revision() == head():
            lock(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to an earlier revision."""
    with _rebuilding(engine) as connection:
        unlock(connection)
        command.downgrade(_config(connection), revision)


@contextmanager
def _rebuilding(engine: Engine) -> Iterator[Connection]:
    """Lend a connection in whose one transaction tables may be made anew.

    SQLite changes a table by copying it and dropping the one before. With its foreign
    keys on, that would be refused where other rows name its rows, or take them along
    (ON DELETE CASCADE). So they are off meanwhile, and looked at once before the end.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        driver = connection.connection.driver_connection
        assert driver is not None  # noqa: S101 - it has just been opened
        # Within a transaction it would do nothing.
        driver.execute("PRAGMA foreign_keys = OFF")
        try:
            with connection.begin():
                yield connection
                lost = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
                if lost is not None:
                    raise RuntimeError(f"rows of {lost[0]} name rows of {lost[2]} gone")
        finally:
            driver.execute("PRAGMA foreign_keys = ON")


def alembic_config() -> Config:
    """Return the configuration Alembic needs, wherever Hearth is installed."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("file_template", "%%(rev)s")
    return config


def _config(connection: Connection) -> Config:
    if connection.dialect.name == "postgresql":
        # A request may not take long; rebuilding a large table may.
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    config = alembic_config()
    config.attributes["connection"] = connection
    return config


@cache
def head() -> str | None:
    """Return the revision this version of Hearth needs."""
    return ScriptDirectory.from_config(alembic_config()).get_current_head()


def can_serve(engine: Engine) -> bool:
    """Tell whether the database is there, with tables this version can work with.

    Tables of a later version will do: while a release is rolled out, what runs is older
    than the tables for a while, and a migration takes nothing away that the version
    before it uses (`tests/app/core/test_rolling.py`).
    """
    try:
        with engine.connect() as connection:
            there = MigrationContext.configure(connection).get_current_revision()
    except SQLAlchemyError:
        return False
    return there == head() or (there is not None and there not in history())


@cache
def history() -> tuple[str, ...]:
    """Return the revisions this version of Hearth knows, the first first."""
    scripts = ScriptDirectory.from_config(alembic_config()).walk_revisions()
    return tuple(script.revision for script in scripts)[::-1]


def is_at_head(engine: Engine) -> bool:
    """Tell whether the database can be reached and has the tables Hearth needs."""
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection)
            return context.get_current_revision() == head()
    except SQLAlchemyError:
        return False
