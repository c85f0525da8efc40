"""hearth migrate: bring the database up to date."""

import argparse
from typing import TYPE_CHECKING, Any

from app.cli.files import CHECK_FAILED, DONE, say

if TYPE_CHECKING:
    from app.core.settings import Settings

NOT_ITS_OWN = (
    "Nothing was changed: this login does not own the tables, or may not make roles. "
    "Set HEARTH_DATABASE_OWNER_URL (docs/deployment.md)."
)


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("migrate", help="make or upgrade the tables")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Migrate the database of the settings."""
    from psycopg.errors import InsufficientPrivilege
    from sqlalchemy.exc import ProgrammingError

    from app.core.settings import Settings

    try:
        bring_up_to_date(Settings())
    except ProgrammingError as failed:
        if not isinstance(failed.orig, InsufficientPrivilege):
            raise
        say(NOT_ITS_OWN)
        return CHECK_FAILED
    return DONE


def bring_up_to_date(settings: "Settings") -> None:
    """Make or upgrade the tables, as their owner, and let the service's login in."""
    from app.core.db import make_engine
    from app.core.migrate import upgrade
    from app.core.row_security import let_in
    from app.jobs.engine import prepare

    engine = make_engine(settings.as_owner)
    try:
        upgrade(engine)
        prepare(settings.as_owner)
        if settings.database_owner_url is not None:
            with engine.begin() as connection:
                let_in(connection, settings.database)
    finally:
        engine.dispose()
