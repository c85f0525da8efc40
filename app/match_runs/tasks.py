"""The job of a match run. It can be run again from the start at any time."""

import json
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import today
from app.jobs.attempt import Attempt
from app.jobs.engine import Job
from app.jobs.models import JobState
from app.match_runs.freeze import freeze
from app.match_runs.models import MatchHome, MatchResult, MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.solving import Outcome, solve
from app.notifications import service as notifications

log = structlog.get_logger()


def job(engine: Engine) -> Callable[[str], None]:
    """Return the job, bound to a database."""
    return work(engine).do


def work(engine: Engine) -> Job:
    """Return all a worker needs to know about match runs, bound to a database."""
    return MatchRunAttempt.job(engine)


class MatchRunAttempt(Attempt[MatchRun]):
    """One attempt at a run: everyone is judged, ranked and planned, and it is kept."""

    failed = "match_run_failed"
    first_stage = "Taking a copy of the records"
    repository = MatchRunRepository

    def work(self) -> None:
        """Solve the frozen case and keep the report."""
        self._keep(self.solved(self._freeze()))

    def solved(self, case: bytes) -> Outcome:
        """Solve a case in a process of its own, which can be ended at any moment."""
        return solve(case, self.progress, self.asked_to_stop)

    def note(self, session: Session, undertaking: MatchRun) -> None:
        """Put on record that the run ended."""
        done = undertaking.state == JobState.DONE
        detail = {"checked": undertaking.checked} if done else None
        what = "finished" if done else undertaking.state
        key = undertaking.id
        record(session, self.actor, f"run.{what}", "match_run", key, detail)
        if what in ("finished", JobState.FAILED):
            notifications.tell(
                session,
                self.actor,
                f"run.{what}",
                key,
                [self.actor.organisation_id],
                person_id=undertaking.started_by,
            )

    def _freeze(self) -> bytes:
        with self.open() as session:
            run = self.held(session)
            if run.frozen is None:
                case, names = freeze(session, self.actor, run.policy, today())
                run.frozen, run.names = zlib.compress(case), names
                session.commit()
            return zlib.decompress(run.frozen or b"")

    def _keep(self, outcome: Outcome) -> None:
        report = json.loads(outcome.report)
        if outcome.wrong:
            # The plan did not pass its check: neither it nor who is placed in it is
            # shown. Options are kept.
            report["plan"] = report["fairness"] = report["choices"] = None
            for result in report["young_people"]:
                for option in result["options"]:
                    option["cost_to_others"] = None
        with self.open() as session:
            repository = MatchRunRepository(session)
            run = self.held(session)
            repository.forget_results(run.id)
            people = report.pop("young_people")
            for result in people:
                repository.add(_result(run.id, self.actor, result))
            for home in by_household(people, report.pop("households"), run.names):
                repository.add(_home(run.id, self.actor, home))
            run.summary = report
            run.case_hash = report["case"]
            run.checked = not outcome.wrong
            self.end(session, run, JobState.DONE)
        if outcome.wrong:
            log.error(
                "match_run_check_failed", job=self.subject_id, count=len(outcome.wrong)
            )


def by_household(
    people: Sequence[dict[str, Any]],
    suited: Sequence[dict[str, Any]],
    names: dict[str, Any] | None,
) -> Iterable[dict[str, Any]]:
    """Turn results round: for every household whom it suits, and whom nearly."""
    homes: dict[str, dict[str, Any]] = {
        key: {"id": key, "young_people": [], "near": [], "retained_until": None}
        for key in (names or {}).get("homes", ())
    }
    costs = {
        (person["id"], option["household"]): option["cost_to_others"]
        for person in people
        for option in person["options"]
    }
    for home in suited:
        key = home["id"]
        homes[key]["retained_until"] = home["retained_until"]
        homes[key]["young_people"] = [
            {**one, "cost_to_others": costs.get((one["id"], key))}
            for one in home["young_people"]
        ]
    for person in people:
        for out in person["excluded"]:
            if out["standing"] == "near":
                near = {"id": person["id"], "failed": out["failed"]}
                homes[out["household"]]["near"].append(near)
    return homes.values()


def _home(run_id: str, actor: Actor, home: dict[str, Any]) -> MatchHome:
    return MatchHome(
        run_id=run_id,
        organisation_id=actor.organisation_id,
        household_id=home["id"],
        content=zlib.compress(json.dumps(home).encode()),
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
