"""Logs as JSON lines, from which personal data is kept out by naming what may go in."""

import logging

import structlog
from structlog.types import EventDict, WrappedLogger

# A key that is not here is dropped: nobody can log a name by accident.
ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "reference",
        "error",
        "frames",
        "method",
        "person",
        "route",
        "status",
        "job",
        "stage",
        "count",
        "seconds",
        "revision",
    }
)


def configure_logging() -> None:
    """Write structured logs to standard output."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _allowed_only,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )


def _allowed_only(_: WrappedLogger, __: str, entry: EventDict) -> EventDict:
    return {key: value for key, value in entry.items() if key in ALLOWED}
