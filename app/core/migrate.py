"""Bring a database to the tables this version of Hearth needs."""

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
    with engine.begin() as connection:
        unlock(connection)
        command.upgrade(_config(connection), revision)
        if MigrationContext.configure(connection).get_current_revision() == head():
            lock(connection)


def downgrade(engine: Engine, revision: str) -> None:
    """Take the database back to an earlier revision."""
    with engine.begin() as connection:
        unlock(connection)
        command.downgrade(_config(connection), revision)


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
