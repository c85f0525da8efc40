"""hearth export: an organisation's own records as a file, as the page gives them."""

import argparse
import os
from pathlib import Path
from typing import Any

from app.cli.files import BAD_INPUT, DONE, BadInputError, say
from app.cli.operator import acting_for


def add(commands: Any) -> None:
    """Add the command."""
    from app.exports.kinds import KINDS

    parser = commands.add_parser("export", help="give an organisation's records out")
    parser.add_argument("kind", choices=tuple(KINDS), help="which records")
    parser.add_argument(
        "--organisation", required=True, help="the id or code of whose records they are"
    )
    parser.add_argument(
        "--reason", required=True, help="why, in three words or more; it is kept"
    )
    parser.add_argument(
        "--out", required=True, help="the file to write: .csv or .xlsx; never one there"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Make the file, and put on record that it was made."""
    from app.core.db import make_engine, open_session
    from app.core.errors import AppError
    from app.core.settings import Settings
    from app.exports import service

    out = Path(options.out)
    engine = make_engine(Settings())
    try:
        actor = acting_for(engine, options.organisation)
        with open_session(engine, actor) as session:
            form = out.suffix.removeprefix(".").lower()
            made = service.make(session, actor, options.kind, form, options.reason)
            _write(out, made.content)
            try:
                session.commit()
            except BaseException:
                # Nobody has a file that is not on record.
                out.unlink()
                raise
            print(f"{made.export.rows:,} rows written to {out}", flush=True)
            for heading, count in made.left_out.items():
                say(f"{heading}: {count:,} of the records say more than it can hold.")
    except BadInputError:
        return BAD_INPUT
    except AppError as refused:
        for error in refused.errors:
            say(f"{error.detail}.")
        if not refused.errors:
            say(f"{refused.detail or refused.title}.")
        return BAD_INPUT
    except OSError as failed:
        say(f"{failed.filename or out}: {failed.strerror}")
        return BAD_INPUT
    finally:
        engine.dispose()
    return DONE


def _write(out: Path, content: bytes) -> None:
    """Write a file that only whoever runs the command can read."""
    made = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(made, "wb") as file:
            file.write(content)
    except BaseException:
        out.unlink()
        raise
