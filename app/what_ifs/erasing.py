"""What goes of what-ifs when somebody is erased, or a run's time has run out."""

from collections.abc import Sequence

from app.core.clock import now
from app.core.db import SystemSession
from app.jobs.models import JobState
from app.what_ifs.repository import WhatIfRepository


def erase(system: SystemSession, key: str, run_ids: Sequence[str]) -> None:
    """Remove what was tried for or with somebody; empty what looked at the same runs.

    ``key`` is a young person's or a home's.
    """
    repository = WhatIfRepository(system)
    for tried in repository.of_runs(run_ids):
        if any(key in said.values() for said in tried.said):
            repository.remove(tried)
            continue
        if tried.under_way:
            tried.end(JobState.STOPPED, now())
        tried.difference = None


def remove(system: SystemSession, run_ids: Sequence[str]) -> None:
    """Remove all that was tried with these runs; what was adopted is in its record."""
    repository = WhatIfRepository(system)
    for tried in repository.of_runs(run_ids):
        repository.remove(tried)
