"""hearth restore: make an empty database of a backup."""

import argparse
from pathlib import Path
from typing import Any

from app.cli.files import CHECK_FAILED, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("restore", help="make a database of a backup")
    parser.add_argument("file", metavar="FILE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Restore into the database of the settings."""
    from app.core.backup import BackupError, restore
    from app.core.settings import Settings

    try:
        restore(Settings(), Path(options.file))
    except BackupError as failed:
        say(str(failed))
        return CHECK_FAILED
    print("Restored. Run hearth doctor, and hearth audit verify.")
    return DONE
