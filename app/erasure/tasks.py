"""What is erased by itself: a round of work, again and again."""

import threading

import structlog
from sqlalchemy import Engine

from app.core.db import open_system_session
from app.erasure import drafts, parts, runs
from app.exchange import service as imports

EVERY_SECONDS = 3600.0
SWEEPS = {
    "drafts": drafts.sweep,
    "runs": runs.sweep,
    "parts": parts.sweep,
    "imports": imports.sweep,
}
log = structlog.get_logger()


def work(engine: Engine, stop: threading.Event) -> None:
    """Erase what is past its day every hour, from now on until told to stop."""
    while True:
        # Each by itself: what one leaves locked is no other's to wait for.
        for what, sweep in SWEEPS.items():
            # Whatever fails here may work the next time.
            try:
                with open_system_session(engine) as system:
                    count = sweep(system)
                    system.commit()
                if count:
                    log.info("erased_in_time", what=what, count=count)
            except Exception as failed:
                error = type(failed).__name__
                log.warning("erasing_failed", what=what, error=error)
        if stop.wait(EVERY_SECONDS):
            return
