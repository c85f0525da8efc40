"""What is erased by itself: a round of work, again and again."""

import threading

import structlog
from sqlalchemy import Engine

from app.core.db import open_system_session
from app.erasure.drafts import sweep
from app.exchange import service as imports

EVERY_SECONDS = 3600.0
log = structlog.get_logger()


def work(engine: Engine, stop: threading.Event) -> None:
    """Erase what is past its day every hour, from now on until told to stop."""
    while True:
        # Whatever fails here may work the next time.
        try:
            with open_system_session(engine) as system:
                count = sweep(system)
                imports.sweep(system)
                system.commit()
            if count:
                log.info("drafts_erased", count=count)
        except Exception as failed:
            log.warning("erasing_failed", error=type(failed).__name__)
        if stop.wait(EVERY_SECONDS):
            return
