"""hearth backup: copy the whole database into one file."""

import argparse
from pathlib import Path
from typing import Any

from app.cli.files import CHECK_FAILED, DONE, say


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("backup", help="copy the database into one file")
    parser.add_argument("file", metavar="FILE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Back the database of the settings up."""
    from app.core.backup import BackupError, back_up
    from app.core.settings import Settings

    try:
        size = back_up(Settings().as_owner, Path(options.file))
    except BackupError as failed:
        say(str(failed))
        return CHECK_FAILED
    print(f"{options.file}: {size:,} bytes. The keys are not in it.")
    return DONE
