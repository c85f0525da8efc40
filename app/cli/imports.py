"""hearth import: records from files, as the pages take them in."""

import argparse
import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from app.cli.files import BAD_INPUT, DONE, BadInputError, say
from app.cli.memory import looking_for_garbage_rarely
from app.cli.operator import acting_for

COUNTS = (
    "tables",
    "rows_read",
    "rows_refused",
    "children",
    "candidates",
    "new",
    "changed",
    "conflicts",
)


def add(commands: Any) -> None:
    """Add the command."""
    from app.exchange.kinds import KINDS

    parser = commands.add_parser("import", help="take records in from files")
    parser.add_argument("kind", choices=tuple(KINDS), help="what the files hold")
    parser.add_argument(
        "files", nargs="+", help="CSV or Excel files (a return: XML too)"
    )
    parser.add_argument(
        "--organisation", required=True, help="the id or code of whose records they are"
    )
    parser.add_argument(
        "--source", default="", help="the system they come from, by the name it goes by"
    )
    parser.add_argument(
        "--as-of", default="", help="the day they are from (2026-11-22); else today"
    )
    parser.add_argument(
        "--dry-run", action="store_true", help="say what would change, write nothing"
    )
    parser.add_argument("--json", action="store_true", help="print the counts as JSON")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Read the files, and unless it is a dry run import what asks no question."""
    from app.core.db import make_engine, open_session
    from app.core.errors import AppError
    from app.core.settings import Settings
    from app.exchange import service

    engine = make_engine(Settings())
    try:
        actor = acting_for(engine, options.organisation)
        with (
            looking_for_garbage_rarely(),
            ExitStack() as open_files,
            open_session(engine, actor) as session,
        ):
            files = _files(options.files, open_files)
            # What a dry run reads is not kept, whatever happens.
            pause = _go_on if options.dry_run else lambda _: session.commit()
            service.sweep(session)
            made = service.preview(
                session, actor, options.kind, files, _about(options), pause=pause
            )
            _print(options, service.all_problems(session, made), made.counts)
            if options.dry_run:
                session.rollback()
                return DONE
            session.commit()
            told = _tell(made.counts["to_write"])
            with (
                open_session(engine, actor, reads_only=True) as reading,
                service.made_ready(reading, actor, made.id) as ready,
            ):
                service.confirm(session, actor, made.id, told, ready)
                session.commit()
            if made.counts["written"]:
                whose = f"--organisation {options.organisation}"
                say(f"To take it back: hearth undo-import {made.id} {whose}")
    except BadInputError:
        return BAD_INPUT
    except AppError as refused:
        for error in refused.errors:
            say(f"{error.detail}.")
        if not refused.errors:
            say(f"{refused.detail or refused.title}.")
        return BAD_INPUT
    except OSError as failed:
        say(f"{failed.filename}: {failed.strerror}")
        return BAD_INPUT
    finally:
        engine.dispose()
    return DONE


def _go_on(_: int) -> None: ...


def _files(paths: list[str], open_files: ExitStack) -> Any:
    from app.exchange.tables import File

    return [
        File(
            Path(path).name,
            open_files.enter_context(Path(path).open("rb")),
            Path(path).stat().st_size,
        )
        for path in paths
    ]


def _about(options: argparse.Namespace) -> Any:
    from app.core.clock import today
    from app.core.errors import FieldError, InvalidError
    from app.exchange.cells import CellError, day
    from app.exchange.port import About

    try:
        as_of = day(options.as_of) if options.as_of else today()
    except CellError as failed:
        errors = [FieldError(pointer="/as_of", detail=str(failed))]
        raise InvalidError(errors=errors) from None
    return About(options.source or f"{options.kind} file", as_of)


def _print(
    options: argparse.Namespace, problems: list[Any], counts: dict[str, int]
) -> None:
    for one in problems:
        where = f"Row {one.row}, " if one.row else ""
        column = f"{one.column}: " if one.column else ""
        say(f"{one.sheet}: {where}{column}{one.said}.")
    if options.json:
        json.dump({name: counts[name] for name in COUNTS}, sys.stdout)
        print(flush=True)
        return
    for name in COUNTS:
        print(f"{name.replace('_', ' '):<14}{counts[name]:>9,}")
    if counts["conflicts"]:
        print("Conflicts are left as they are: a person says which is right.")
    sys.stdout.flush()


def _tell(total: int) -> Any:
    return lambda written: say(f"{written:,} of {total:,} written, kept once all are")
