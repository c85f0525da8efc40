"""hearth undo-import: take an import back, as its page does."""

import argparse
from typing import Any

from app.cli.files import BAD_INPUT, DONE, BadInputError, say
from app.cli.memory import looking_for_garbage_rarely
from app.cli.operator import acting_for

FEW_NAMES = 10


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("undo-import", help="put records back as they were")
    parser.add_argument("id", help="the import's id, as hearth import said it")
    parser.add_argument(
        "--organisation", required=True, help="the id or code of whose records they are"
    )
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Put every record back as it was before the import, or none."""
    from app.core.db import make_engine, open_session
    from app.core.errors import AppError, NotFoundError
    from app.core.settings import Settings
    from app.exchange import service

    engine = make_engine(Settings())
    try:
        actor = acting_for(engine, options.organisation)
        with looking_for_garbage_rarely(), open_session(engine, actor) as session:
            service.undo(session, actor, options.id, _tell)
            session.commit()
        print("Every record is as it was before this import.", flush=True)
    except BadInputError:
        return BAD_INPUT
    except service.TouchedSinceError as refused:
        say("Nothing was taken back. Changed since, or written about:")
        for name in refused.names[:FEW_NAMES]:
            say(f"  {name}")
        if (more := len(refused.names) - FEW_NAMES) > 0:
            say(f"  and {more:,} more")
        return BAD_INPUT
    except NotFoundError:
        say("There is no import of that id.")
        return BAD_INPUT
    except AppError as refused:
        say(f"{refused.detail or refused.title}.")
        return BAD_INPUT
    finally:
        engine.dispose()
    return DONE


def _tell(done: int) -> None:
    say(f"{done:,} put back, kept once all are")
