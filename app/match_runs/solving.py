"""A run's work, done in a process of its own (see app.jobs.apart)."""

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.jobs.apart import BrokenError, Tell, apart

CHOICES = 3
"""How many homes each could be offered to choose from."""
OPENINGS = 15
"""How many openings are looked for each; a page shows the first of every kind."""
RECORD = re.compile(r"/(authorities|households|young_people)/\d+")


@dataclass(frozen=True, slots=True)
class Outcome:
    """The report as JSON, and what the independent check found wrong."""

    report: bytes
    wrong: list[str]


def solve(case: bytes, progress: Tell, stop: Callable[[], bool]) -> Outcome:
    """Run a case in a process of its own."""
    return apart(solve_here, case, progress, stop)


def solve_here(text: bytes, tell: Tell) -> Outcome:
    """Run a case in this process."""
    # The solver is large, and the worker itself has no use for it.
    from matching.case_file import read_case
    from matching.check import check
    from matching.input_errors import CaseError
    from matching.recruitment import recruit, upskilling
    from matching.report import to_json
    from matching.run import Ask, run

    tell("Reading the copy", 0, 1)
    try:
        case = read_case(text)
    except CaseError as failed:
        raise _contradicting(error.pointer for error in failed.errors) from None
    full = run(
        case,
        Ask(detail="full", openings=OPENINGS, choices=CHOICES),
        lambda step: tell(step.stage, step.done, step.total),
    )
    tell("Pricing homes to recruit", 0, 1)
    needed, better = recruit(case), upskilling(case)
    report = to_json(replace(full, recruitment=needed, upskilling=better))
    tell("Checking the plan independently", 0, 1)
    return Outcome(report, check(case, json.loads(report)))


def _contradicting(places: Iterable[str]) -> BrokenError:
    """Say where records contradict each other, and nothing of what they say."""
    # Messages may quote what is recorded, and so may the end of a pointer.
    known = {found[0] for at in places if (found := RECORD.match(at))}
    said = ", ".join(sorted(known)[:20]) or "the top"
    return BrokenError(f"the records contradict each other at {said}")
