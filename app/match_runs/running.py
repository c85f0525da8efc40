"""Starting and stopping a match run."""

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.columns import new_id
from app.core.db import SystemSession
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    or_not_found,
)
from app.core.permissions import Permission, require
from app.jobs.engine import enqueue
from app.jobs.models import JobState
from app.jobs.repository import Tally
from app.match_runs.models import JOB, MatchRun
from app.match_runs.repository import MatchRunRepository
from matching.policy import load_policy, shipped


def start(session: Session, actor: Actor, policy: str) -> MatchRun:
    """Start a run of everyone the actor may match; a job does the work."""
    require(actor, Permission.START_MATCH_RUNS)
    if policy not in shipped():
        names = " or ".join(shipped())
        raise InvalidError(
            errors=[FieldError(pointer="/policy", detail=f"must be {names}")]
        )
    key = new_id()
    # An organisation's record is written one at a time: two asked for at the same
    # moment see one another here.
    record(session, actor, "run.started", "match_run", key, {"policy": policy})
    repository = MatchRunRepository(session)
    if repository.under_way() is not None:
        raise ConflictError("A run is already under way. Wait for it, or stop it.")
    run = MatchRun(
        id=key,
        started_by=actor.person_id,
        kind=actor.organisation_kind,
        state=JobState.WAITING,
        stage="Waiting to start",
        policy=policy,
        looked_from=today().isoformat(),
        created_at=now(),
    )
    repository.add(run)
    session.flush()
    enqueue(session, JOB, run.id)
    return run


def stop(session: Session, actor: Actor, run_id: str) -> MatchRun:
    """Stop a run: at once while it waits; else its job ends it within seconds."""
    require(actor, Permission.START_MATCH_RUNS)
    run = or_not_found(MatchRunRepository(session).held(run_id))
    if run.stop(now()):
        session.flush()
        record(session, actor, f"run.{run.state}", "match_run", run.id)
    return run


def tallies(system: SystemSession) -> list[Tally]:
    """Return how many there are in each state, of every organisation's."""
    return MatchRunRepository(system).tallies()


def is_under_way(run: MatchRun) -> bool:
    """Tell whether the run has not ended yet."""
    return run.under_way


def under_way(session: Session, actor: Actor) -> MatchRun | None:
    """Return a run that is waiting or running, if there is one."""
    require(actor, Permission.READ_MATCH_RUNS)
    return MatchRunRepository(session).under_way()


def policies() -> list[dict[str, str]]:
    """Return the policies a run can use."""
    found = [load_policy(name) for name in shipped()]
    return [
        {"name": p.name, "version": p.version, "title": p.title, "summary": p.summary}
        for p in found
    ]
