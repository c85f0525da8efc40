"""hearth audit verify: is the record of who did what whole?"""

import argparse
from contextlib import ExitStack
from typing import Any

from app.cli.files import BAD_INPUT, CHECK_FAILED, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("audit", help="the record of who did what")
    acts = parser.add_subparsers(dest="act", required=True)
    verify = acts.add_parser(
        "verify", help="find any entry that was changed, moved, put in or taken out"
    )
    verify.add_argument("--organisation", metavar="CODE", help="only this one's record")
    verify.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Walk the record of each organisation and say what holds."""
    from app.audit.service import verify
    from app.core.db import make_engine, open_system_session
    from app.core.settings import Settings
    from app.identity.service import list_organisations

    engine = make_engine(Settings())
    whole = True
    with ExitStack() as ending:
        ending.callback(engine.dispose)
        session = ending.enter_context(open_system_session(engine))
        wanted = [
            organisation
            for organisation in list_organisations(session)
            if options.organisation in (None, organisation.code)
        ]
        if options.organisation and not wanted:
            say("There is no organisation with this code.")
            return BAD_INPUT
        for organisation in wanted:
            found = verify(session, organisation.id)
            entries = "1 entry" if found.entries == 1 else f"{found.entries:,} entries"
            if found.fault is None:
                print(f"{organisation.code}: {entries}, unbroken")
            else:
                print(f"{organisation.code}: {found.fault}; {entries} before it hold")
                whole = False
    return DONE if whole else CHECK_FAILED
