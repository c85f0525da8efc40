"""What a run found for young people and for homes, as its reader may see it."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.errors import or_not_found
from app.core.permissions import Permission, require
from app.match_runs.looking import get, homes_of, names_of, opened, seen
from app.match_runs.models import MatchRun
from app.match_runs.repository import MatchRunRepository
from app.match_runs.seen import (
    Counts,
    of_choices,
    of_cost,
    of_counts,
    of_plan,
    of_result,
)
from app.match_runs.sides import without_details, without_reasons
from app.referrals import service as referrals


def counts(session: Session, actor: Actor, run: MatchRun) -> dict[str, Counts]:
    """Return how many options each young person has, by id."""
    require(actor, Permission.READ_MATCH_RUNS)
    repository = MatchRunRepository(session)
    found = {
        row.young_person_id: Counts(row.options, row.open_options, row.near)
        for row in repository.results(run.id)
    }
    withdrawn = homes_of(run).keys() - seen(session, actor, run).homes
    if not withdrawn:
        return found
    homes = [opened(home) for home in repository.homes(run.id, sorted(withdrawn))]
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
    return or_not_found(found(session, actor, run, young_person_id))


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
    content = of_result(opened(kept), seen(session, actor, run))
    if actor.organisation_kind is OrganisationKind.AGENCY:
        without_details(content)
    return content


def optional_for(
    session: Session, actor: Actor, run: MatchRun, household_ids: Iterable[str]
) -> dict[str, set[str]]:
    """Return the young people each of these homes is an option for, by home."""
    require(actor, Permission.READ_MATCH_RUNS)
    shared = seen(session, actor, run)
    wanted = sorted(shared.homes & set(household_ids))
    return {
        home.household_id: {one["id"] for one in opened(home)["young_people"]}
        & shared.young_people
        for home in MatchRunRepository(session).homes(run.id, wanted)
    }


def new_options(
    session: Session, actor: Actor, run: MatchRun, young_person_id: str
) -> list[str]:
    """Return the homes that are options now and were none in the run before this one.

    Nothing where that did not look for them.
    """
    require(actor, Permission.READ_MATCH_RUNS)
    shared = seen(session, actor, run)
    repository = MatchRunRepository(session)
    before = repository.before(run.id)
    earlier = repository.result(before.id, young_person_id) if before else None
    now_there = repository.result(run.id, young_person_id)
    if earlier is None or now_there is None:
        return []
    were = {option["household"] for option in opened(earlier)["options"]}
    return [
        option["household"]
        for option in opened(now_there)["options"]
        if option["household"] not in were and shared.home(option)
    ]


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
                opened(found), seen(session, actor, get(session, actor, found.run_id))
            ),
        }
        for found in repository.results_about(young_person_id)
    ]


def counts_of_home(
    session: Session, actor: Actor, household_id: str
) -> list[dict[str, Any]]:
    """Return for how many each of the organisation's runs found a home could be."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    repository = MatchRunRepository(session)
    found = [(one.run_id, opened(one)) for one in repository.homes_about(household_id)]
    return [
        {
            "run": run,
            "an_option_for": len(kept["young_people"]),
            "nearly_for": len(kept["near"]),
        }
        for run, kept in found
    ]


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
    shared = seen(session, actor, run)
    names = names_of(run, shared)["young_people"]
    made = plan(session, actor, run)
    kept = MatchRunRepository(session).home(run.id, household_id)
    if kept is None:
        return None
    found = opened(kept)
    there = [one["id"] for one in (*found["young_people"], *found["near"])]
    since = referrals.waiting_since(session, actor, there)
    names = {key: name for key, name in names.items() if key in since}
    rows = [
        {
            **one,
            "name": names[one["id"]],
            "since": since[one["id"]].isoformat(),
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
        without_reasons(near)
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
