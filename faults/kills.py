"""Web and worker processes killed with -9 while people write."""

import random
import time
from typing import Any

from faults.installation import Installation, until_ready
from faults.writing import counted, people_write

PAUSE = (0.1, 0.6)
"""Seconds between one kill and the next."""
AT_WORK = 4
"""Seconds after which a worker has started and taken a job."""


def kills(
    here: Installation, count: int, seconds: float, seed: int = 1
) -> dict[str, Any]:
    """Kill processes ``count`` times under load, or as often as there is time for."""
    random.seed(seed)
    killed = 0
    with people_write(here) as work:
        began = time.monotonic()
        since = [began] * len(work.workers)
        for number in range(count):
            if time.monotonic() - began > seconds:
                break
            killed += 1
            time.sleep(random.uniform(*PAUSE))  # noqa: S311
            turn = (number // 2) % 2
            if number % 2:
                time.sleep(max(0, since[turn] + AT_WORK - time.monotonic()))
                work.workers[turn].kill()
                work.workers[turn].wait()
                work.workers[turn] = here.processes.start("worker")
                since[turn] = time.monotonic()
            else:
                # It is killed at work, not while it starts, and the other is there.
                for address in work.addresses:
                    until_ready(address)
                work.webs[turn].kill()
                work.webs[turn].wait()
                work.webs[turn] = here.web(work.addresses[turn])
        took = time.monotonic() - began
    return counted(here, work.wrote) | {"kills": killed, "seconds": round(took)}
