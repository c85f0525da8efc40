"""hearth api-key: a key with which a program acts in somebody's role."""

import argparse
from datetime import timedelta
from typing import Any

from app.cli.files import BAD_INPUT, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("api-key", help="make an API key, shown this once")
    parser.add_argument("email", help="whose role the program acts in")
    parser.add_argument("organisation", help="the organisation's code")
    parser.add_argument("--name", default="API key", help="what it is for")
    parser.add_argument("--days", type=_days, default=90, help="how long it lasts")
    parser.set_defaults(run=run)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 366:
        raise argparse.ArgumentTypeError("must be from 1 to 366")
    return days


def run(options: argparse.Namespace) -> int:
    """Make the key and print it."""
    from app.core.db import make_engine, open_system_session
    from app.core.settings import Settings
    from app.identity import service

    engine = make_engine(Settings())
    with open_system_session(engine) as session:
        found = [
            membership
            for membership in service.memberships_of(session, options.email)
            if membership.organisation.code == options.organisation
        ]
        if not found:
            say("Nobody with this e-mail address has a role in that organisation.")
            return BAD_INPUT
        lasts = timedelta(days=options.days)
        key = service.create_api_key(session, found[0], name=options.name, lasts=lasts)
        session.commit()
    print(key)
    engine.dispose()
    return DONE
