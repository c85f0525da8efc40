"""hearth organisation: take an organisation in, with its first administrator."""

import argparse
from typing import Any

from app.cli.files import BAD_INPUT, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "organisation", help="take an organisation in, with its first administrator"
    )
    parser.add_argument("kind", choices=("authority", "agency", "forum", "group"))
    parser.add_argument("name", help="its name, as people know it")
    parser.add_argument("code", help="a short name for commands: letters and hyphens")
    parser.add_argument("email", help="its administrator's work e-mail address")
    parser.add_argument("--administrator", required=True, help="their name")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Take the organisation in, and print the link to hand to its administrator."""
    from app.core.db import make_engine, open_system_session
    from app.core.errors import InvalidError
    from app.core.settings import Settings
    from app.identity import people

    settings = Settings()
    engine = make_engine(settings)
    try:
        with open_system_session(engine) as session:
            link = people.take_in(
                session,
                kind=options.kind,
                name=options.name,
                code=options.code,
                administrator=options.administrator,
                email=options.email,
            )
            session.commit()
    except InvalidError as refused:
        for error in refused.errors:
            say(f"{error.detail}.")
        return BAD_INPUT
    finally:
        engine.dispose()
    print(f"{str(settings.base_url).rstrip('/')}/link/{link}")
    return DONE
