"""hearth api-key: a key with which a program acts in somebody's role."""

import argparse
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from app.cli.files import BAD_INPUT, DONE, say

if TYPE_CHECKING:
    from sqlalchemy import Engine


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("api-key", help="make an API key, shown this once")
    parser.add_argument("email", help="whose role the program acts in")
    parser.add_argument("organisation", help="the organisation's code")
    parser.add_argument("--name", default="API key", help="what it is for")
    parser.add_argument("--days", type=_days, default=90, help="how long it lasts")
    parser.add_argument(
        "--scope",
        action="append",
        type=_scope,
        default=[],
        metavar="NAME",
        help="what it may do, such as read_households; say it again for each. "
        "Without any it may do all the role may",
    )
    parser.set_defaults(run=run)


def _days(text: str) -> int:
    days = int(text)
    if not 1 <= days <= 366:
        raise argparse.ArgumentTypeError("must be from 1 to 366")
    return days


def _scope(text: str) -> Any:
    from app.core.scopes import SCOPES

    found = next((scope for scope in SCOPES if scope == text), None)
    if found is None:
        raise argparse.ArgumentTypeError(f"must be one of {', '.join(SCOPES)}")
    return found


def run(options: argparse.Namespace) -> int:
    """Make the key and print it."""
    from app.core.db import make_engine
    from app.core.settings import Settings

    engine = make_engine(Settings())
    try:
        return _make(engine, options)
    finally:
        engine.dispose()


def _make(engine: "Engine", options: argparse.Namespace) -> int:
    from app.audit import service as audit
    from app.core.actor import OPERATOR, Actor
    from app.core.db import open_system_session
    from app.identity import api_keys, service

    with open_system_session(engine) as session:
        found = [
            membership
            for membership in service.memberships_of(session, options.email)
            if membership.organisation.code == options.organisation
        ]
        if not found:
            say("Nobody with this e-mail address has a role in that organisation.")
            return BAD_INPUT
        able = [m for m in found if not api_keys.beyond_role(m, options.scope)]
        if not able:
            say(api_keys.beyond_role(found[0], options.scope) or "")
            return BAD_INPUT
        key = service.create_api_key(
            session,
            able[0],
            name=options.name,
            lasts=timedelta(days=options.days),
            scopes=options.scope or None,
        )
        where = able[0].organisation
        operator = Actor(OPERATOR, where.id, where.kind, frozenset())
        detail = {"days": options.days, "scopes": len(options.scope)}
        whose = able[0].person_id
        audit.record(session, operator, "api_key.made", "person", whose, detail)
        session.commit()
    print(key)
    return DONE
