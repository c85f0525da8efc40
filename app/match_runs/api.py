"""Match runs through the API."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.core.actor import OrganisationKind
from app.core.errors import (
    ConflictError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    NotSignedInError,
    or_not_found,
    problem_responses,
)
from app.core.paging import PER_PAGE
from app.core.permissions import Permission, requires
from app.households import service as households
from app.identity.dependencies import ApiActor, ApiSession
from app.match_runs import service
from app.match_runs.models import MatchRun
from app.match_runs.schemas import (
    ChangesRead,
    Exclusions,
    FairnessRead,
    MatchRunList,
    MatchRunRead,
    MatchRunStart,
    Openings,
    Options,
    PersonThen,
    PlanRead,
    RecruitmentRead,
    Suits,
)
from app.repeats.schemas import IdempotencyKey
from app.repeats.service import once

router = APIRouter(prefix="/match-runs", tags=["Match runs"])
READ = [requires(Permission.READ_MATCH_RUNS)]
START = [requires(Permission.START_MATCH_RUNS)]
OVERSEE = [requires(Permission.READ_FAIRNESS, Permission.READ_MATCH_RUNS)]
# What a run found tells of both.
FOUND = [
    requires(
        Permission.READ_MATCH_RUNS,
        Permission.READ_REFERRALS,
        Permission.READ_HOUSEHOLDS,
    )
]
ANY = (NotSignedInError, NotPermittedError, InvalidError, NotFoundError)
PageNumber = Annotated[int, Query(ge=1, le=100_000)]


@router.get("", dependencies=READ, responses=problem_responses(*ANY))
def list_match_runs(
    session: ApiSession, actor: ApiActor, page: PageNumber = 1
) -> MatchRunList:
    """List your organisation's runs, the newest first."""
    found = service.page(session, actor, page)
    return MatchRunList(
        items=[_read(run) for run in found.rows],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.post(
    "",
    status_code=202,
    dependencies=START,
    responses=problem_responses(*ANY, ConflictError),
)
def start_match_run(
    session: ApiSession,
    actor: ApiActor,
    wanted: MatchRunStart,
    idempotency_key: IdempotencyKey = None,
) -> MatchRunRead:
    """Start a run. Ask for it again to follow its progress."""
    started = once(
        session,
        actor,
        idempotency_key,
        ("match-runs", wanted),
        make=lambda: service.start(session, actor, wanted.policy),
        read=lambda key: service.get(session, actor, key),
    )
    return _read(started)


@router.get("/{run_id}", dependencies=READ, responses=problem_responses(*ANY))
def read_match_run(session: ApiSession, actor: ApiActor, run_id: str) -> MatchRunRead:
    """Say where a run is."""
    return _read(service.get(session, actor, run_id))


@router.post("/{run_id}/stop", dependencies=START, responses=problem_responses(*ANY))
def stop_match_run(session: ApiSession, actor: ApiActor, run_id: str) -> MatchRunRead:
    """Stop a run: one that waits at once, one under way within seconds."""
    return _read(service.stop(session, actor, run_id))


@router.get("/{run_id}/plan", dependencies=FOUND, responses=problem_responses(*ANY))
def read_plan(session: ApiSession, actor: ApiActor, run_id: str) -> PlanRead:
    """Read the joint plan of a run."""
    run = service.finished(session, actor, run_id)
    return PlanRead(
        plan=service.plan(session, actor, run),
        choices=service.choices(session, actor, run),
    )


@router.get("/{run_id}/changes", dependencies=FOUND, responses=problem_responses(*ANY))
def read_changes(
    session: ApiSession, actor: ApiActor, run_id: str, page: PageNumber = 1
) -> ChangesRead:
    """Read what changed since your organisation's last run before this one."""
    run = service.finished(session, actor, run_id)
    since = service.since(session, actor, run, page)
    if since is None:
        return ChangesRead(
            before=None, homes_changed={}, items=[], page=page, pages=1, total=0
        )
    return ChangesRead(
        before=since.earlier.id,
        homes_changed=since.facts,
        items=[
            PersonThen.model_validate({**asdict(person.found), "asked": person.asked})
            for person in since.page.rows
        ],
        page=page,
        pages=since.page.count,
        total=since.page.total,
    )


@router.get(
    "/{run_id}/recruitment", dependencies=READ, responses=problem_responses(*ANY)
)
def read_recruitment(
    session: ApiSession, actor: ApiActor, run_id: str
) -> RecruitmentRead:
    """Read which kinds of home would help most, the best first."""
    run = service.finished(session, actor, run_id)
    found = run.summary or {}
    better = found.get("upskilling") or {}
    own = actor.organisation_kind is OrganisationKind.AGENCY
    return RecruitmentRead(
        items=found.get("recruitment", []),
        one_change=[_without_homes(change) for change in better.get("by_change", [])],
        in_your_homes=better.get("by_household", []) if own else [],
    )


@router.get(
    "/{run_id}/fairness", dependencies=OVERSEE, responses=problem_responses(*ANY)
)
def read_fairness(session: ApiSession, actor: ApiActor, run_id: str) -> FairnessRead:
    """Read who has an option and a home in the plan, by group."""
    run = service.finished(session, actor, run_id)
    return FairnessRead(fairness=(run.summary or {}).get("fairness"))


@router.get(
    "/{run_id}/young-people/{young_person_id}/options",
    dependencies=FOUND,
    responses=problem_responses(*ANY),
)
def read_options(
    session: ApiSession,
    actor: ApiActor,
    run_id: str,
    young_person_id: str,
    page: PageNumber = 1,
) -> Options:
    """Read the ranked options of one young person, with reasons."""
    run = service.get(session, actor, run_id)
    found = service.result(session, actor, run, young_person_id)
    rows, pages = _slice(found["options"], page)
    return Options(
        young_person=young_person_id,
        considered=found["considered"],
        standings=found["standings"],
        sureness=found.get("sureness"),
        items=rows,
        page=page,
        pages=pages,
        total=len(found["options"]),
    )


@router.get(
    "/{run_id}/young-people/{young_person_id}/exclusions",
    dependencies=FOUND,
    responses=problem_responses(*ANY),
)
def read_exclusions(
    session: ApiSession,
    actor: ApiActor,
    run_id: str,
    young_person_id: str,
    page: PageNumber = 1,
) -> Exclusions:
    """Read why every other household is not an option."""
    run = service.get(session, actor, run_id)
    found = service.result(session, actor, run, young_person_id)
    rows, pages = _slice(found["excluded"], page)
    return Exclusions(
        young_person=young_person_id,
        considered=found["considered"],
        excluded_by=found["excluded_by"],
        excluded_by_alone=found["excluded_by_alone"],
        items=rows,
        page=page,
        pages=pages,
        total=len(found["excluded"]),
    )


@router.get(
    "/{run_id}/young-people/{young_person_id}/openings",
    dependencies=FOUND,
    responses=problem_responses(*ANY),
)
def read_openings(
    session: ApiSession, actor: ApiActor, run_id: str, young_person_id: str
) -> Openings:
    """Read the smallest changes that would open a home for one young person."""
    run = service.get(session, actor, run_id)
    found = service.result(session, actor, run, young_person_id)
    return Openings(young_person=young_person_id, items=found["openings"])


@router.get(
    "/{run_id}/households/{household_id}/young-people",
    dependencies=FOUND,
    responses=problem_responses(*ANY),
)
def read_suited(
    session: ApiSession, actor: ApiActor, run_id: str, household_id: str
) -> Suits:
    """Read whom a household could welcome, open first, and for whom it is near."""
    households.get(session, actor, household_id)
    run = service.finished(session, actor, run_id)
    found = or_not_found(service.suited(session, actor, run, household_id))
    return Suits(household=household_id, **found)


def _without_homes(change: dict[str, Any]) -> dict[str, Any]:
    """Leave out which homes lack something: that is for their agency."""
    return {k: v for k, v in change.items() if k not in ("homes", "changes")}


def _slice(rows: list[dict[str, Any]], page: int) -> tuple[list[dict[str, Any]], int]:
    start = (page - 1) * PER_PAGE
    return rows[start : start + PER_PAGE], max(1, -(-len(rows) // PER_PAGE))


def _read(run: MatchRun) -> MatchRunRead:
    return MatchRunRead(
        id=run.id,
        state=run.state,
        stage=run.stage,
        done=run.done,
        total=run.total,
        policy=run.policy,
        case=run.case_hash,
        checked=run.checked,
        reference=run.reference,
        created_at=run.created_at,
        finished_at=run.finished_at,
    )
