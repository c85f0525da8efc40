"""hearth worker: runs jobs, sends to webhooks and by e-mail, erases what is overdue."""

import argparse
import os
import signal
import sys
import threading
from typing import Any

from app.cli.files import DONE

LAST_SECONDS = 2.0
"""How long to wait for messages that are just being sent."""


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser(
        "worker", help="run jobs, such as match runs, send to webhooks and by e-mail"
    )
    parser.set_defaults(run=run)


def run(_: argparse.Namespace) -> int:
    """Work until told to stop."""
    from app.core.db import make_engine
    from app.core.log import configure_logging
    from app.core.settings import Settings
    from app.erasure.tasks import work as erasing
    from app.exchange.models import JOB as IMPORT
    from app.exchange.tasks import work as imports
    from app.forum.models import JOB as PACKS
    from app.forum.tasks import work as packs
    from app.jobs.engine import work
    from app.match_runs.models import JOB as MATCH_RUN
    from app.match_runs.tasks import work as match_runs
    from app.notifications.tasks import work as notifications
    from app.webhooks.sending import Sender
    from app.what_ifs.models import JOB as WHAT_IF
    from app.what_ifs.tasks import work as what_ifs

    configure_logging()
    settings = Settings()
    engine = make_engine(settings)
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    jobs = {
        MATCH_RUN: match_runs(engine),
        WHAT_IF: what_ifs(engine),
        IMPORT: imports(engine),
        PACKS: packs(engine),
    }
    sender = Sender(engine, settings)
    sender.start()
    mails = threading.Thread(target=notifications, args=(engine, settings, stop))
    mails.daemon = True
    mails.start()
    threading.Thread(target=erasing, args=(engine, stop), daemon=True).start()
    work(engine, jobs, stop, settings.worker_lost_after)
    sender.end(LAST_SECONDS)
    mails.join(LAST_SECONDS)
    sys.stdout.flush()
    # A job under way is the next worker's; its thread must neither hold this process
    # up nor see its solving process end.
    os._exit(DONE)
