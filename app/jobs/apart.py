"""Work in a process of its own, which can be ended at any moment.

The native solver holds memory and cannot be asked to stop everywhere; a process can be
ended. The child dies with its parent, so that nothing is left over when a worker is
killed.
"""

import ctypes
import gc
import os
import signal
from collections.abc import Callable
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, TypeVar

POLL_SECONDS = 0.3
PR_SET_PDEATHSIG = 1
NICER = 10
"""People who wait for a page come first where they share a processor."""

Given = TypeVar("Given")
Found = TypeVar("Found")
Tell = Callable[[str, int, int], None]
"""Takes how far it is: a stage in words, and how many of how many are done."""


class StoppedError(Exception):
    """Somebody asked for it to stop."""


class BrokenError(Exception):
    """It could not be finished; ``reason`` says where, without personal data."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def apart(
    work: Callable[[Given, Tell], Found],
    given: Given,
    progress: Tell,
    stop: Callable[[], bool],
) -> Found:
    """Do work in a process of its own: a function of a module, on what it is given.

    Raises
    ------
    StoppedError
        When ``stop`` answered true before it was done.
    BrokenError
        When it raised one, or anything else, or its process ended.
    """
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    child = context.Process(
        target=_child, args=(theirs, work, given, os.getpid()), daemon=True
    )
    _start(child)
    theirs.close()
    try:
        found: Found = _follow(child, mine, progress, stop)
        return found
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        mine.close()


def _start(child: BaseProcess) -> None:
    # A signal to the whole group is the worker's to act on: the child ends with it.
    # Python's tracker has to be there already, or starting it would let them through.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        child.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _follow(
    child: BaseProcess, pipe: Connection, progress: Tell, stop: Callable[[], bool]
) -> Any:
    while True:
        if stop():
            raise StoppedError
        if not pipe.poll(POLL_SECONDS):
            if not child.is_alive():
                raise BrokenError(f"the solving process ended ({child.exitcode})")
            continue
        try:
            kind, *content = pipe.recv()
        except EOFError:
            child.join(1)
            raise BrokenError(f"the solving process ended ({child.exitcode})") from None
        if kind == "progress":
            progress(*content)
        elif kind == "broken":
            raise BrokenError(content[0])
        else:
            return content[0]


def _child(
    pipe: Connection, work: Callable[[Any, Tell], Any], given: Any, parent: int
) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It died before it could take this process with it.
        return
    os.nice(NICER)
    # As in hearth match: nothing is let go before the process ends.
    gc.disable()
    try:
        found = work(given, lambda *step: pipe.send(("progress", *step)))
        pipe.send(("done", found))
    except BrokenError as failed:
        pipe.send(("broken", failed.reason))
    except Exception as failed:
        pipe.send(("broken", f"an unexpected {type(failed).__name__}"))
