"""hearth migrate: bring the database up to date."""

import argparse
from typing import Any

from app.cli.files import DONE


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("migrate", help="make or upgrade the tables")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Migrate the database of the settings."""
    from app.core.db import make_engine
    from app.core.migrate import upgrade
    from app.core.settings import Settings
    from app.jobs.engine import prepare

    settings = Settings()
    engine = make_engine(settings)
    upgrade(engine)
    engine.dispose()
    prepare(settings)
    return DONE
