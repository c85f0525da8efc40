"""hearth postcodes: load where full postcodes are."""

import argparse
from pathlib import Path
from typing import Any

from app.cli.files import BAD_INPUT, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("postcodes", help="load where full postcodes are")
    actions = parser.add_subparsers(dest="action", required=True)
    load = actions.add_parser(
        "load", help="OS Code-Point Open or the ONS Postcode Directory, as downloaded"
    )
    load.add_argument("file", type=Path)
    load.set_defaults(run=run)
    shown = actions.add_parser("show", help="say what is loaded")
    shown.set_defaults(run=show)


def run(options: argparse.Namespace) -> int:
    """Read the whole file, then replace what was loaded before."""
    from app.core.db import make_engine, open_system_session
    from app.core.settings import Settings
    from app.postcodes import service
    from app.postcodes.reading import PostcodesUnreadableError, read

    try:
        found = read(options.file)
    except PostcodesUnreadableError as failed:
        say(f"{failed}. Nothing was changed.")
        return BAD_INPUT
    engine = make_engine(Settings())
    with open_system_session(engine) as session:
        service.load(session, found)
        session.commit()
    engine.dispose()
    print(
        f"Loaded {found.count:,} postcodes from {found.source}. Left out: "
        f"{found.without_position:,} without a position, "
        f"{found.unreadable:,} that could not be read."
    )
    print("Distances of the next match runs go by them.")
    return DONE


def show(_: argparse.Namespace) -> int:
    """Say what is loaded."""
    from app.core.db import make_engine, open_system_session
    from app.core.settings import Settings
    from app.postcodes import service

    engine = make_engine(Settings())
    with open_system_session(engine) as session:
        found = service.loaded(session)
    engine.dispose()
    if found is None:
        print("None: distances go by the middle of sectors.")
    else:
        day = found.at.date().isoformat()
        print(f"{found.count:,} postcodes from {found.source}, loaded on {day}.")
    return DONE
