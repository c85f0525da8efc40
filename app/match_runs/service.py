"""What can be done with match runs."""

import hashlib
import json
import zlib
from collections.abc import Iterable, Set
from typing import Any

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now, today
from app.core.columns import new_id
from app.core.db import SystemSession
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.households import service as households
from app.jobs.engine import enqueue
from app.jobs.models import JobState
from app.jobs.repository import Tally
from app.match_runs.models import JOB, MatchHome, MatchResult, MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.seen import (
    OLDER,
    Counts,
    Seen,
    of_choices,
    of_cost,
    of_counts,
    of_plan,
    of_result,
)
from app.referrals import service as referrals
from matching.policy import load_policy, shipped


def page(session: Session, actor: Actor, number: int) -> Page[MatchRun]:
    """Return one page of the organisation's runs."""
    require(actor, Permission.READ_MATCH_RUNS)
    return MatchRunRepository(session).page(number)


def get(session: Session, actor: Actor, run_id: str) -> MatchRun:
    """Return one run."""
    require(actor, Permission.READ_MATCH_RUNS)
    found = MatchRunRepository(session).get(run_id)
    if found is None:
        raise NotFoundError
    return found


def finished(session: Session, actor: Actor, run_id: str) -> MatchRun:
    """Return one run with what it found; that it was read goes on record."""
    require(actor, Permission.READ_MATCH_RUNS)
    found = MatchRunRepository(session).whole(run_id)
    if found is None:
        raise NotFoundError
    record(session, actor, "run.read", "match_run", found.id)
    return found


def frozen(session: Session, actor: Actor, run_id: str) -> bytes:
    """Return the case a finished run looked at, as JSON."""
    require(actor, Permission.START_MATCH_RUNS)
    found = MatchRunRepository(session).whole(run_id)
    if found is None:
        raise NotFoundError
    if found.state != JobState.DONE or found.frozen is None:
        raise ConflictError("This run has not found anything to start from.")
    return zlib.decompress(found.frozen)


def newest(session: Session, actor: Actor) -> MatchRun | None:
    """Return the newest run that found something."""
    require(actor, Permission.READ_MATCH_RUNS)
    return MatchRunRepository(session).newest_done()


def under_way(session: Session, actor: Actor) -> MatchRun | None:
    """Return a run that is waiting or running, if there is one."""
    require(actor, Permission.READ_MATCH_RUNS)
    return MatchRunRepository(session).under_way()


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


def tallies(system: SystemSession) -> list[Tally]:
    """Return how many there are in each state, of every organisation's."""
    return MatchRunRepository(system).tallies()


def stop(session: Session, actor: Actor, run_id: str) -> MatchRun:
    """Stop a run: at once while it waits; else its job ends it within seconds."""
    require(actor, Permission.START_MATCH_RUNS)
    run = MatchRunRepository(session).held(run_id)
    if run is None:
        raise NotFoundError
    if run.stop(now()):
        session.flush()
        record(session, actor, f"run.{run.state}", "match_run", run.id)
    return run


def is_under_way(run: MatchRun) -> bool:
    """Tell whether the run has not ended yet."""
    return run.under_way


def counts(session: Session, actor: Actor, run: MatchRun) -> dict[str, Counts]:
    """Return how many options each young person has, by id."""
    require(actor, Permission.READ_MATCH_RUNS)
    repository = MatchRunRepository(session)
    found = {
        row.young_person_id: Counts(row.options, row.open_options, row.near)
        for row in repository.results(run.id)
    }
    withdrawn = _homes(run).keys() - seen(session, actor, run).homes
    if not withdrawn:
        return found
    homes = [_opened(home) for home in repository.homes(run.id, sorted(withdrawn))]
    return {key: of_counts(key, counted, homes) for key, counted in found.items()}


def options_when_looked(
    session: Session, actor: Actor, young_people: Iterable[str]
) -> dict[str, int]:
    """Return how many options there were when the organisation last looked, by id.

    Those nobody has looked at are left out.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    last = audit.last_of(session, actor, ("result.read",), young_people)
    seen_in = {key: entry.detail["run"] for key, entry in last.items()}
    there = MatchRunRepository(session).options_in(sorted(set(seen_in.values())))
    return {key: there.get((run, key), 0) for key, run in seen_in.items()}


def result(
    session: Session, actor: Actor, run: MatchRun, young_person_id: str
) -> dict[str, Any]:
    """Return what a run found for one young person; the reading goes on record."""
    content = found(session, actor, run, young_person_id)
    if content is None:
        raise NotFoundError
    return content


def found(
    session: Session, actor: Actor, run: MatchRun, young_person_id: str
) -> dict[str, Any] | None:
    """Return what a run found for one young person, who may not have been part of it.

    Raises
    ------
    NotFoundError
        When the young person is not shared with the actor.
    """
    # Someone no longer shared is no longer shown, whatever an earlier run found.
    referrals.young_person(session, actor, young_person_id)
    require(actor, Permission.READ_MATCH_RUNS)
    kept = MatchRunRepository(session).result(run.id, young_person_id)
    if kept is None:
        return None
    record(
        session, actor, "result.read", "young_person", young_person_id, {"run": run.id}
    )
    content = of_result(_opened(kept), seen(session, actor, run))
    if actor.organisation_kind is OrganisationKind.AGENCY:
        _without_details(content)
    return content


def optional_for(
    session: Session, actor: Actor, run: MatchRun, household_ids: Iterable[str]
) -> dict[str, set[str]]:
    """Return the young people each of these homes is an option for, by home."""
    require(actor, Permission.READ_MATCH_RUNS)
    shared = seen(session, actor, run)
    wanted = sorted(shared.homes & set(household_ids))
    return {
        home.household_id: {one["id"] for one in _opened(home)["young_people"]}
        & shared.young_people
        for home in MatchRunRepository(session).homes(run.id, wanted)
    }


def results_about(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what each of the organisation's runs found for one young person."""
    require(actor, Permission.READ_MATCH_RUNS)
    repository = MatchRunRepository(session)
    return [
        {
            "run": found.run_id,
            "found": of_result(
                _opened(found), seen(session, actor, get(session, actor, found.run_id))
            ),
        }
        for found in repository.results_about(young_person_id)
    ]


def seen(session: Session, actor: Actor, run: MatchRun) -> Seen:
    """Return those of a run who are still shared with the actor, and which homes."""
    people, homes = _people(run).keys(), _homes(run).keys()
    people_now = referrals.still_seen(session, actor, people)
    homes_now = households.still_seen(session, actor) & homes
    all_there = people_now >= people and homes_now >= homes
    return Seen(people_now, homes_now, all_there and run.emptied_at is None)


def why_older(session: Session, actor: Actor, run: MatchRun) -> str | None:
    """Return why nothing is worked out from a run any more, if so."""
    return None if seen(session, actor, run).whole else OLDER


def must_be_whole(session: Session, actor: Actor, run: MatchRun) -> None:
    """Refuse to work anything out of a run that looked at what is withdrawn now.

    Raises
    ------
    ConflictError
        What came of it would tell of those who are no longer shared.
    """
    why = why_older(session, actor, run)
    if why is not None:
        raise ConflictError(why)


def _people(run: MatchRun) -> dict[str, str]:
    found: dict[str, str] = (run.names or {}).get("young_people", {})
    return found


def _homes(run: MatchRun) -> dict[str, str]:
    found: dict[str, str] = (run.names or {}).get("homes", {})
    return found


def _opened(kept: MatchResult | MatchHome) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(zlib.decompress(kept.content))
    if isinstance(kept, MatchResult):
        # Runs of earlier versions looked for none.
        content.setdefault("openings", [])
    return content


def names(session: Session, actor: Actor, run: MatchRun) -> dict[str, dict[str, str]]:
    """Return what those of a run are called who are still shared with the actor."""
    shared = seen(session, actor, run)
    return {
        **(run.names or {}),
        "young_people": _only(_people(run), shared.young_people),
        "homes": _only(_homes(run), shared.homes),
    }


def _only(names: dict[str, str], shared: Set[str]) -> dict[str, str]:
    return {key: name for key, name in names.items() if key in shared}


def plan(session: Session, actor: Actor, run: MatchRun) -> dict[str, Any] | None:
    """Return the plan of a run, without whom and what is no longer shared."""
    made: dict[str, Any] | None = (run.summary or {}).get("plan")
    if made is None:
        return None
    return of_plan(made, seen(session, actor, run))


def choices(session: Session, actor: Actor, run: MatchRun) -> dict[str, Any] | None:
    """Return who could be offered which homes, without those no longer shared."""
    found: dict[str, Any] | None = (run.summary or {}).get("choices")
    if found is None:
        return None
    return of_choices(found, seen(session, actor, run))


def place_in_plan(
    session: Session, actor: Actor, run: MatchRun, young_person_id: str
) -> dict[str, Any]:
    """Return where the plan of a run places somebody, or why it does not.

    Nothing where the home is not shared any more.
    """
    return _place(plan(session, actor, run), young_person_id)


def _place(plan: dict[str, Any] | None, young_person_id: str) -> dict[str, Any]:
    rows = [*plan["assignments"], *plan["unplaced"]] if plan else []
    return next((row for row in rows if row["young_person"] == young_person_id), {})


def suited(
    session: Session, actor: Actor, run: MatchRun, household_id: str
) -> dict[str, Any] | None:
    """Return whom a household is an option for and whom it is near for, with names.

    None where it was not part of the run. Those no longer shared are left out; the
    reading goes on record.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    names = {p.id: p.name for p in referrals.everyone_waiting(session, actor)}
    shared = seen(session, actor, run)
    made = plan(session, actor, run)
    kept = MatchRunRepository(session).home(run.id, household_id)
    if kept is None:
        return None
    found = _opened(kept)
    rows = [
        {
            **one,
            "name": names[one["id"]],
            **_planned(made, one["id"], household_id),
            "cost_to_others": None
            if actor.organisation_kind is OrganisationKind.AGENCY
            else of_cost(one["cost_to_others"], shared),
        }
        for one in found["young_people"]
        if one["id"] in names
    ]
    near = [
        {**one, "name": names[one["id"]]} for one in found["near"] if one["id"] in names
    ]
    if actor.organisation_kind is OrganisationKind.AGENCY:
        _without_reasons(near)
    if not shared.whole:
        counted = counts(session, actor, run)
        for row in rows:
            row |= {"rank": None, "options": counted[row["id"]].options}
    near.sort(key=lambda row: (len(row["failed"]), row["name"]))
    detail = {"run": run.id, "household": household_id}
    for key in sorted({row["id"] for row in (*rows, *near)}):
        record(session, actor, "result.read", "young_person", key, detail)
    return {
        "young_people": rows,
        "near": near,
        "retained_until": found["retained_until"],
    }


def _planned(
    plan: dict[str, Any] | None, young_person_id: str, household_id: str
) -> dict[str, bool]:
    """Tell whether the plan puts somebody in this home, or in another."""
    home = _place(plan, young_person_id).get("household")
    return {
        "here": home == household_id,
        "elsewhere": home not in (None, household_id),
    }


AGENCY_SIDE = {"agency", "carers"}


def _without_details(content: dict[str, Any]) -> None:
    """Leave out what only the young person's own side may read.

    An agency sees the openings that are its own or its carers' to make.
    """
    content["openings"] = [
        opening
        for opening in content["openings"]
        if all(AGENCY_SIDE.issuperset(*c["lifted_by"]) for c in opening["changes"])
    ]
    for opening in content["openings"]:
        for change in opening["changes"]:
            change["reason"] = change["source"] = None
    _ask_the_authority((content.get("sureness") or {}).get("ask_first", []))
    for option in content["options"]:
        option["cost_to_others"] = None
        _ask_the_authority(option["questions"])
        for line in option["verdicts"]:
            line["detail"] = None
    _without_reasons(content["excluded"])


def _ask_the_authority(questions: Iterable[dict[str, Any]]) -> None:
    """Name nobody of the other side to ask: who said what there is theirs to tell."""
    for question in questions:
        if question["ask"] not in AGENCY_SIDE:
            question["ask"] = "authority"


def _without_reasons(excluded: Iterable[dict[str, Any]]) -> None:
    for one in excluded:
        for reason in one["failed"]:
            reason["detail"] = None


def by_chance(drawn_for: str, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return options in an order by chance: the same at every look, and not by rank."""

    def drawn(option: dict[str, Any]) -> str:
        return hashlib.sha256(f"{drawn_for}:{option['household']}".encode()).hexdigest()

    return sorted(options, key=drawn)


def policies() -> list[dict[str, str]]:
    """Return the policies a run can use."""
    found = [load_policy(name) for name in shipped()]
    return [
        {"name": p.name, "version": p.version, "title": p.title, "summary": p.summary}
        for p in found
    ]
