"""What goes of what-ifs when everything about a young person is erased."""

from collections.abc import Sequence

from app.core.clock import now
from app.core.db import SystemSession
from app.jobs.models import JobState
from app.what_ifs.repository import WhatIfRepository


def erase(system: SystemSession, young_person_id: str, run_ids: Sequence[str]) -> None:
    """Remove what was tried for a young person; empty what looked at the same runs."""
    repository = WhatIfRepository(system)
    for tried in repository.of_runs(run_ids):
        if any(said["young_person"] == young_person_id for said in tried.said):
            repository.remove(tried)
            continue
        if tried.under_way:
            tried.end(JobState.STOPPED, now())
        tried.difference = None
