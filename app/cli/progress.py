"""What a command does while it works: say how far it is, and heed an interrupt."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from matching.run import Progress


@contextmanager
def interrupts() -> Iterator[list[int]]:
    """Collect interrupts instead of dying of them: the best so far is written."""
    seen: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    try:
        yield seen
    finally:
        signal.signal(signal.SIGINT, before)


def progress() -> Callable[[Progress], None]:
    """Return what says on a terminal how far it is, and nothing elsewhere."""
    if not sys.stderr.isatty():
        return lambda _: None

    def show(step: Progress) -> None:
        line = f"{step.stage}: {step.done} of {step.total}"
        print(f"\r\x1b[2K{line}", end="", file=sys.stderr, flush=True)

    return show


def clear() -> None:
    """Take back what was last said of how far it is."""
    if sys.stderr.isatty():
        print("\r\x1b[2K", end="", file=sys.stderr, flush=True)
