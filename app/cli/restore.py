"""hearth restore: make an empty database of a backup."""

import argparse
from pathlib import Path
from typing import Any

from app.cli.files import BAD_INPUT, CHECK_FAILED, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("restore", help="make a database of a backup")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument(
        "--erased",
        metavar="LIST",
        action="append",
        default=[],
        help="whom to erase again: a list of hearth erased, or of HEARTH_ERASED_LIST",
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore into the database of the settings, and erase again who was erased."""
    from app.cli.migrate import bring_up_to_date
    from app.core.backup import BackupError, restore
    from app.core.settings import Settings
    from app.erasure.lists import read

    settings = Settings()
    try:
        # Read first: nobody is brought back because a list was found wanting later.
        erased = [row for path in options.erased for row in read(Path(path))]
    except (OSError, ValueError) as failed:
        say(f"{failed}. Nothing was restored.")
        return BAD_INPUT
    try:
        restore(settings.as_owner, Path(options.file))
    except BackupError as failed:
        say(str(failed))
        return CHECK_FAILED
    bring_up_to_date(settings)
    again = _erase_again(settings, erased)
    print(f"Restored. {again} erased again.")
    if not options.erased:
        print("Whoever was erased after the backup is back: see hearth restore --help.")
    print("Run hearth doctor, and hearth audit verify.")
    return DONE


def _erase_again(settings: Any, erased: list[Any]) -> int:
    from app.core.actor import OPERATOR, Actor, Role
    from app.core.db import make_engine, open_system_session
    from app.erasure.service import erase_again
    from app.identity import service as identity

    engine = make_engine(settings)
    count = 0
    try:
        with open_system_session(engine) as system:
            organisations = {o.id: o for o in identity.list_organisations(system)}
            # On two lists is one erasure; an organisation taken in later has nobody.
            for row in {row.id: row for row in erased}.values():
                whose = organisations.get(row.organisation_id)
                if whose is not None:
                    officer = frozenset({Role.DATA_OFFICER})
                    actor = Actor(OPERATOR, whose.id, whose.kind, officer)
                    count += erase_again(system, actor, row)
            system.commit()
    finally:
        engine.dispose()
    return count
