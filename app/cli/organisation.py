"""hearth organisation: take an organisation in, with its first administrator."""

import argparse
from typing import Any

from app.cli.files import BAD_INPUT, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "organisation", help="take an organisation in, with its first administrator"
    )
    parser.add_argument("kind", choices=("authority", "agency", "forum"))
    parser.add_argument("name", help="its name, as people know it")
    parser.add_argument("code", help="a short name for commands: letters and hyphens")
    parser.add_argument("email", help="its administrator's work e-mail address")
    parser.add_argument("--administrator", required=True, help="their name")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Take the organisation in, and print the link to hand to its administrator."""
    from app.core.actor import Actor, OrganisationKind, Role
    from app.core.db import make_engine, open_system_session
    from app.core.errors import InvalidError
    from app.core.settings import Settings
    from app.identity import people, service

    settings = Settings()
    engine = make_engine(settings)
    with open_system_session(engine) as session:
        if service.organisation_named(session, options.code) is not None:
            say("There is an organisation with this code already.")
            return BAD_INPUT
        made = service.create_organisation(
            session,
            kind=OrganisationKind(options.kind),
            name=options.name,
            code=options.code,
        )
        # The operator, who stands outside every organisation.
        operator = Actor(
            "operator", made.id, made.kind, frozenset({Role.ADMINISTRATOR})
        )
        try:
            _, link = people.invite(
                session,
                operator,
                name=options.administrator,
                email=options.email,
                roles=[Role.ADMINISTRATOR],
            )
        except InvalidError as refused:
            for error in refused.errors:
                say(f"{error.detail}.")
            return BAD_INPUT
        session.commit()
    engine.dispose()
    print(f"{str(settings.base_url).rstrip('/')}/link/{link}")
    return DONE
