"""PostgreSQL stopped and started again in mid-request, while people write."""

import random
import signal
import time
from typing import Any

from faults.installation import Installation, until_ready
from faults.writing import counted, people_write

PAUSE = (0.5, 2.0)
"""Seconds of work between one restart and the next."""
AWAY = (0.0, 1.0)
"""Seconds the server is not there."""
HOW = {
    "as an administrator does": signal.SIGINT,
    "as in a crash": signal.SIGQUIT,
}
"""Of the server's two quick ways to stop, the second leaves the log to be replayed."""


def restarts(
    here: Installation, count: int, seconds: float, seed: int = 1
) -> dict[str, Any]:
    """Restart the server ``count`` times under load, or as often as there is time for.

    No process of Hearth is started again.
    """
    random.seed(seed)
    done = 0
    with people_write(here) as work:
        began = time.monotonic()
        for number in range(count):
            if time.monotonic() - began > seconds:
                break
            time.sleep(random.uniform(*PAUSE))  # noqa: S311
            how = list(HOW.values())[number % len(HOW)]
            here.restart(how, random.uniform(*AWAY))  # noqa: S311
            done += 1
            for address in work.addresses:
                until_ready(address)
        took = time.monotonic() - began
        ended = [
            name
            for name, processes in (("web", work.webs), ("worker", work.workers))
            for process in processes
            if process.poll() is not None
        ]
    return counted(here, work.wrote) | {
        "restarts": done,
        "seconds": round(took),
        "processes that ended": ended,
    }
