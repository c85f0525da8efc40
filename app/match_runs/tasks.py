"""The job of a match run. It can be run again from the start at any time."""

import json
import zlib
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind, Role
from app.core.clock import now
from app.core.columns import new_id
from app.core.db import open_session, open_system_session
from app.jobs.engine import Job
from app.match_runs.freeze import freeze
from app.match_runs.models import (
    ENDED,
    UNDER_WAY,
    MatchResult,
    MatchRun,
    RunState,
)
from app.match_runs.repository import MatchRunRepository
from app.match_runs.solving import BrokenError, Outcome, StoppedError, solve
from app.referrals.service import today

log = structlog.get_logger()
STARTERS = frozenset(Role)


def job(engine: Engine) -> Callable[[str], None]:
    """Return the job, bound to a database."""

    def match_run(run_id: str) -> None:
        Attempt(engine, run_id).go()

    return match_run


def work(engine: Engine) -> Job:
    """Return all a worker needs to know about match runs, bound to a database."""

    def unfinished() -> list[str]:
        with open_system_session(engine) as session:
            return MatchRunRepository(session).all_under_way()

    def give_up(run_id: str) -> None:
        Attempt(engine, run_id).give_up()

    return Job(do=job(engine), unfinished=unfinished, give_up=give_up)


class OverError(Exception):
    """The run has ended already."""


class Attempt:
    """One attempt at a run, by whichever worker took it.

    A worker thought to be lost may still be at work while another has taken its run
    up. Both work from the same frozen case; whichever ends the run first has ended it.
    """

    def __init__(self, engine: Engine, run_id: str) -> None:
        self.engine, self.run_id = engine, run_id
        with open_system_session(engine) as session:
            run = MatchRunRepository(session).get(run_id)
            if run is None:
                raise LookupError("the run is gone")
            # The run reads as the one who started it; roles were checked then.
            self.actor = Actor(
                person_id=run.started_by,
                organisation_id=run.organisation_id,
                organisation_kind=OrganisationKind(run.kind),
                roles=STARTERS,
            )
            self.policy = run.policy

    def go(self) -> None:
        """Run it and write what came of it, whatever that is."""
        with suppress(OverError):
            self._try()

    def _try(self) -> None:
        try:
            self._begin()
            case = self._freeze()
            self._keep(solve(case, self._progress, self._asked_to_stop))
        except (OverError, OperationalError):
            # Over already; or the database is away, and nothing can be written now.
            raise
        except StoppedError:
            self._end(RunState.STOPPED)
        except BrokenError as failed:
            self._fail(failed.reason)
        except Exception as failed:
            self._fail(f"an unexpected {type(failed).__name__}")

    def give_up(self) -> None:
        """End it for good: whoever tried it never came to the end."""
        with suppress(OverError):
            self._fail("its job ended before it did")

    def _open(self) -> Session:
        return open_session(self.engine, self.actor)

    def _held(self, session: Session) -> MatchRun:
        """Return the run, if it is not over by now, held until it is written."""
        run = MatchRunRepository(session).held(self.run_id)
        if run is None:
            raise LookupError("the run is gone")
        if run.state not in UNDER_WAY:
            raise OverError
        return run

    def _begin(self) -> None:
        with self._open() as session:
            run = self._held(session)
            if run.state == RunState.STOPPING:
                raise StoppedError
            run.state, run.stage = RunState.RUNNING, "Taking a copy of the records"
            session.commit()

    def _freeze(self) -> bytes:
        with self._open() as session:
            run = self._held(session)
            if run.frozen is None:
                case, names = freeze(session, self.actor, self.policy, today())
                run.frozen, run.names = zlib.compress(case), names
                session.commit()
            return zlib.decompress(run.frozen or b"")

    def _progress(self, stage: str, done: int, total: int) -> None:
        with self._open() as session:
            run = MatchRunRepository(session).get(self.run_id)
            if run is not None and run.state == RunState.RUNNING:
                run.stage, run.done, run.total = stage, done, total
                session.commit()

    def _asked_to_stop(self) -> bool:
        with self._open() as session:
            state = MatchRunRepository(session).state(self.run_id)
        return state != RunState.RUNNING

    def _keep(self, outcome: Outcome) -> None:
        report = json.loads(outcome.report)
        if outcome.wrong:
            # The plan did not pass its check: neither it nor who is placed in it is
            # shown. Options are kept.
            report["plan"] = report["fairness"] = None
        with self._open() as session:
            repository = MatchRunRepository(session)
            run = self._held(session)
            repository.forget_results(self.run_id)
            for result in report.pop("young_people"):
                repository.add(_result(self.run_id, self.actor, result))
            run.summary = report
            run.case_hash = report["case"]
            run.checked = not outcome.wrong
            run.state, run.stage = RunState.DONE, ENDED[RunState.DONE]
            run.finished_at = now()
            # The run before the record of it, in the order a stop takes them.
            session.flush()
            detail = {"checked": run.checked}
            record(session, self.actor, "run.finished", "match_run", run.id, detail)
            session.commit()
        if outcome.wrong:
            log.error(
                "match_run_check_failed", job=self.run_id, count=len(outcome.wrong)
            )

    def _end(self, state: RunState, reference: str | None = None) -> None:
        with self._open() as session:
            run = self._held(session)
            run.state, run.stage = state, ENDED[state]
            run.finished_at, run.reference = now(), reference
            session.flush()
            record(session, self.actor, f"run.{state}", "match_run", run.id)
            session.commit()

    def _fail(self, reason: str) -> None:
        reference = new_id()
        self._end(RunState.FAILED, reference)
        log.error(
            "match_run_failed", job=self.run_id, reference=reference, error=reason
        )


def _result(run_id: str, actor: Actor, result: dict[str, Any]) -> MatchResult:
    standings = result["standings"]
    return MatchResult(
        run_id=run_id,
        organisation_id=actor.organisation_id,
        young_person_id=result["id"],
        options=standings["open"] + standings["open_with_questions"],
        open_options=standings["open"],
        near=standings["near"],
        content=zlib.compress(json.dumps(result).encode()),
    )
