"""A run's work in a process of its own, which can be ended at any moment.

The native solver holds memory and cannot be asked to stop everywhere; a process can be
ended. The child dies with its parent, so that nothing is left over when a worker is
killed.
"""

import ctypes
import gc
import json
import os
import re
import signal
from collections.abc import Callable
from dataclasses import dataclass, replace
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

POLL_SECONDS = 0.3
PR_SET_PDEATHSIG = 1
RECORD = re.compile(r"/(authorities|households|young_people)/\d+")


class StoppedError(Exception):
    """Somebody asked for the run to stop."""


class BrokenError(Exception):
    """The run could not be finished; ``reason`` says where, without personal data."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report as JSON, and what the independent check found wrong."""

    report: bytes
    wrong: list[str]


def solve(
    case: bytes,
    progress: Callable[[str, int, int], None],
    stop: Callable[[], bool],
) -> Outcome:
    """Run a case in a process of its own."""
    context = get_context("spawn")
    mine, theirs = context.Pipe()
    child = context.Process(
        target=_child, args=(theirs, case, os.getpid()), daemon=True
    )
    _start(child)
    theirs.close()
    try:
        return _follow(child, mine, progress, stop)
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
    child: BaseProcess,
    pipe: Connection,
    progress: Callable[[str, int, int], None],
    stop: Callable[[], bool],
) -> Outcome:
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
            return Outcome(*content)


def _child(pipe: Connection, text: bytes, parent: int) -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        # It died before it could take this process with it.
        return
    # As in hearth match: nothing is let go before the process ends.
    gc.disable()
    # The solver is large, and the worker itself has no use for it.
    from matching.case_file import read_case
    from matching.check import check
    from matching.input_errors import CaseError
    from matching.recruitment import recruit
    from matching.report import to_json
    from matching.run import Ask, Progress, run

    try:
        pipe.send(("progress", "Reading the copy", 0, 1))
        case = read_case(text)

        def tell(step: Progress) -> None:
            pipe.send(("progress", step.stage, step.done, step.total))

        full = run(case, Ask(detail="full"), tell)
        pipe.send(("progress", "Pricing homes to recruit", 0, 1))
        report = to_json(replace(full, recruitment=recruit(case)))
        pipe.send(("progress", "Checking the plan independently", 0, 1))
        wrong = check(case, json.loads(report))
        pipe.send(("done", report, wrong))
    except CaseError as failed:
        # Messages may quote what is recorded, and so may the end of a pointer.
        places = {found[0] for e in failed.errors if (found := RECORD.match(e.pointer))}
        said = ", ".join(sorted(places)[:20]) or "the top"
        pipe.send(("broken", f"the records contradict each other at {said}"))
    except Exception as failed:
        pipe.send(("broken", f"an unexpected {type(failed).__name__}"))
