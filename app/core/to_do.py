"""What waits for somebody: each feature says it of its own records.

A feature's `waiting.py` has `waiting(session, actor)`, which returns what waits for the
actor in as many queries for a thousand records as for one, and nothing where the actor
may not do anything about it. `app/your_work/` puts it all in order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

MOST = 10
"""How many of a kind are told one by one."""


@dataclass(frozen=True, slots=True)
class ToDo:
    """One thing that waits for somebody, or ``count`` of a kind.

    ``sentence`` is the text of a link to ``href``. ``by`` is the day it is to be done
    by, if there is one, and ``said`` what that day is: "Needed by".
    """

    sentence: str
    href: str
    by: date | None = None
    said: str = ""
    count: int = 1


def in_order(found: Sequence[ToDo]) -> list[ToDo]:
    """Return the soonest first; what has no day comes last."""
    return sorted(found, key=lambda one: (one.by or date.max, one.count, one.sentence))


def soonest(
    found: Sequence[ToDo], others: Callable[[int], str], href: str
) -> list[ToDo]:
    """Return the soonest of a kind one by one, and how many others there are as one."""
    ordered = in_order(found)
    left = ordered[MOST:]
    if len(left) < 2:
        return ordered
    rest = ToDo(others(len(left)), href, left[0].by, left[0].said, len(left))
    return [*ordered[:MOST], rest]
