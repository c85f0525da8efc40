"""Work shared by two processes, for a region's worth of it."""

import gc
import os
import signal
import sys
import threading
import warnings
from collections import deque
from collections.abc import Callable, Generator, Sequence
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


def worked_out(
    work: Callable[[Item], Found], items: Sequence[Item], *, two: bool
) -> Generator[tuple[int, Found]]:
    """Yield the place and outcome of every item, in no particular order.

    With ``two``, and where the machine lets us, the second half is worked out in a
    process split off from this one, which has everything this one has read. What it
    does not finish, this one does. Close the generator to end both.
    """
    if not (two and _possible()):
        yield from ((place, work(item)) for place, item in enumerate(items))
        return
    half = (len(items) + 1) // 2
    mine, theirs = deque(range(half)), deque(range(half, len(items)))
    child, pipe = _split_off(work, items, tuple(theirs))
    try:
        while mine or theirs:
            if theirs and (not mine or pipe.poll()):
                try:
                    found = pipe.recv()
                except (EOFError, OSError):
                    # Ended before its time, by the system or by what it met: whatever
                    # that was, it is met here in the open.
                    mine += theirs
                    theirs.clear()
                else:
                    yield theirs.popleft(), found
            else:
                place = mine.popleft()
                yield place, work(items[place])
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        pipe.close()


def _possible() -> bool:
    """Tell whether a second core is ours, and a process can be split off safely."""
    # Elsewhere than on Linux, and beside other threads, what a split process finds of
    # the system's libraries may be half changed.
    return (
        sys.platform == "linux"
        and len(os.sched_getaffinity(0)) > 1
        and threading.active_count() == 1
    )


def _split_off(
    work: Callable[[Item], Found], items: Sequence[Item], places: Sequence[int]
) -> tuple[int, Connection]:
    ours, theirs = Pipe(duplex=False)
    with warnings.catch_warnings():
        # NumPy's own threads wait for work, and come to terms with a split themselves.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        theirs.close()
        return child, ours
    try:
        # Everything read is shared until it is written to, and a look for garbage
        # writes to all of it.
        gc.disable()
        # With no reader left but the first process, sending fails once that has ended.
        ours.close()
        for place in places:
            theirs.send(work(items[place]))
        theirs.close()
    finally:
        # Nothing of the first process is to be done twice, whatever happened.
        os._exit(0)
