"""hearth erased: list who was erased, for a restore."""

import argparse
from typing import Any

from app.cli.files import DONE


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "erased", help="list the ids of whom everything was erased about"
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Print one JSON object a line: ids, codes and dates, and no name."""
    from app.core.db import make_engine, open_system_session
    from app.core.settings import Settings
    from app.erasure.lists import line
    from app.erasure.service import every

    engine = make_engine(Settings())
    try:
        with open_system_session(engine) as session:
            for row in every(session):
                print(line(row))
    finally:
        engine.dispose()
    return DONE
