"""What goes of match runs: when somebody is erased, and when their time runs out.

A run looks at everyone at once, so what it found for others tells of them too. All it
found goes, and figures that name nobody stay.
"""

from datetime import datetime
from typing import Any

from app.core.clock import now
from app.core.db import SystemSession
from app.jobs.models import JobState
from app.match_runs.models import MatchResult, MatchRun
from app.match_runs.repository import MatchRunRepository


def erase(
    system: SystemSession, *, young_person: str = "", home: str = ""
) -> list[str]:
    """Empty every run that looked at a young person or a home; return their ids.

    One that is under way is stopped: whatever its worker brings later is not kept.
    """
    repository = MatchRunRepository(system)
    repository.hold_under_way()
    emptied = []
    for run in repository.with_contents(young_person=young_person, home=home):
        names = run.names or {}
        in_it = young_person in names.get("young_people", {})
        if not in_it and home not in names.get("homes", {}):
            continue
        if run.under_way:
            run.end(JobState.STOPPED, now())
        _empty(repository, run)
        emptied.append(run.id)
    return emptied


def empty_old(
    system: SystemSession, organisation_id: str, before: datetime
) -> list[str]:
    """Empty an organisation's runs that ended before a moment; return their ids."""
    repository = MatchRunRepository(system)
    found = repository.ended_before(organisation_id, before)
    for run in found:
        _empty(repository, run)
    return [run.id for run in found]


def _empty(repository: MatchRunRepository, run: MatchRun) -> None:
    run.summary = {"figures": _figures(run, repository.results(run.id))}
    run.frozen = run.names = None
    run.emptied_at = now()
    repository.forget_results(run.id)


def _figures(run: MatchRun, results: list[MatchResult]) -> dict[str, Any]:
    names = run.names or {}
    plan = (run.summary or {}).get("plan") or {}
    return {
        "young_people": len(names.get("young_people", {})),
        "homes": len(names.get("homes", {})),
        "with_an_open_option": sum(row.open_options > 0 for row in results),
        "with_an_option": sum(row.options > 0 for row in results),
        "with_a_home_in_the_plan": len(plan.get("assignments", [])),
    }
