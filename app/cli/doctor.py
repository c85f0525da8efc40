"""hearth doctor: is this installation well?"""

import argparse
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.files import CHECK_FAILED, DONE

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from app.core.settings import Settings

LEAST_FREE = 500_000_000
Found = tuple[bool, str]


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("doctor", help="say whether this installation is well")
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Say of each thing whether it is right; fail where one is not."""
    from pydantic import ValidationError

    from app.core.db import make_engine
    from app.core.settings import Settings

    try:
        settings = Settings()
    except ValidationError as failed:
        for error in failed.errors(include_input=False):
            print(f"wrong   settings: {error['msg']}")
        return CHECK_FAILED
    engine = make_engine(settings)
    try:
        found = [(True, "settings"), *_looked_at(settings, engine)]
    finally:
        engine.dispose()
    for well, what in found:
        print(f"{'right' if well else 'wrong'}   {what}")
    return DONE if all(well for well, _ in found) else CHECK_FAILED


def _looked_at(settings: "Settings", engine: "Engine") -> Iterator[Found]:
    """Yield what was found; what needs the tables is left out where they are not."""
    from app.core.db import open_system_session
    from app.core.migrate import is_at_head
    from app.jobs.roll_call import RollCall
    from app.key_rotation.service import opens

    if settings.database.get_backend_name() == "sqlite":
        folder = Path(settings.database.database or ".").resolve().parent
        free = shutil.disk_usage(folder).free if folder.exists() else 0
        yield free >= LEAST_FREE, f"disk: {free // 1_000_000:,} MB free"
    if not is_at_head(engine):
        yield False, "database: away, or to be upgraded with hearth migrate"
        return
    yield True, "database: there, with today's tables"
    with open_system_session(engine) as session:
        yield opens(session), "keys: what was sealed last can be opened"
    there = RollCall(engine, settings.worker_lost_after).there()
    yield bool(there), f"workers: {len(there)} there"
