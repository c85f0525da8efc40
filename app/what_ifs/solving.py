"""Working a what-if out in a process of its own (see app.jobs.apart)."""

from collections.abc import Callable

from app.jobs.apart import Tell, apart


def compare(
    case: bytes, changes: bytes, progress: Tell, stop: Callable[[], bool]
) -> bytes:
    """Return the difference these changes to a case would make, as JSON."""
    return apart(_compare, (case, changes), progress, stop)


def _compare(given: tuple[bytes, bytes], tell: Tell) -> bytes:
    # The solver is large, and the worker itself has no use for it.
    from matching.case_file import read_case
    from matching.changes import read_changes
    from matching.difference import to_json
    from matching.what_if import what_if

    case, changes = given
    found = what_if(
        read_case(case),
        read_changes(changes),
        progress=lambda step: tell(step.stage, step.done, step.total),
    )
    return to_json(found)
