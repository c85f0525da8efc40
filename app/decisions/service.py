"""What can be done with decisions."""

import hashlib
import json
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.db import SystemSession
from app.core.errors import ConflictError, InvalidError
from app.core.permissions import Permission, require
from app.decisions.checks import errors_in
from app.decisions.models import Decision
from app.decisions.repository import DecisionRepository
from app.decisions.schemas import DecisionMade, DecisionWrite
from app.decisions.words import HELD_ELSEWHERE, SECOND_THOUGHTS
from app.households import holds
from app.match_runs import service as runs
from app.notes import service as notes
from app.notifications import service as notifications
from app.referrals import service as referrals

MOST_SHOWN = 10
"""Options that are kept with a decision as what those who decided were shown."""


@dataclass(frozen=True, slots=True)
class InForce:
    """What a match run is to hold to.

    ``fixed`` and ``ruled_out`` are pairs of a young person and a home; ``held`` counts
    the places of a home that are held for somebody else, with the last day.
    """

    fixed: Sequence[tuple[str, str]]
    ruled_out: Sequence[tuple[str, str]]
    held: dict[str, tuple[int, date]]


@dataclass(frozen=True, slots=True)
class Held:
    """What a decision holds, for whom, and whose the home is; all by id."""

    decision_id: str
    organisation_id: str
    young_person_id: str
    household_id: str
    agency_id: str


def about(session: Session, actor: Actor, young_person_id: str) -> Sequence[Decision]:
    """Return every decision about a young person, the newest first.

    That they were read goes on record.
    """
    require(actor, Permission.READ_DECISIONS)
    person = referrals.young_person(session, actor, young_person_id)
    record(session, actor, "decision.read", "young_person", person.id)
    return DecisionRepository(session).about(person.id)


def homes_decided(session: Session, actor: Actor, young_person_id: str) -> list[str]:
    """Return the homes somebody decided to explore for one's own, the newest first.

    No more of the decisions: whoever keeps the authority's records has to know which
    homes there were, and not why.
    """
    require(actor, Permission.WRITE_REFERRALS)
    record(session, actor, "decision.read", "young_person", young_person_id)
    made = DecisionRepository(session).about(young_person_id)
    # Where none of the options was chosen, a decision names no home.
    return list(dict.fromkeys(one.household_id for one in made if one.household_id))


def get(
    session: Session, actor: Actor, young_person_id: str, decision_id: str
) -> Decision:
    """Return one decision about a young person."""
    found = about(session, actor, young_person_id)
    return next(one for one in found if one.id == decision_id)


def decide(
    session: Session, actor: Actor, young_person_id: str, wanted: DecisionWrite
) -> Decision:
    """Record what was decided, and hold the place of the home to explore first.

    Raises
    ------
    InvalidError
        With everything there is to put right.
    ConflictError
        When somebody decided meanwhile, or the place is promised to someone else.
        Nothing is recorded then.
    """
    require(actor, Permission.RECORD_DECISIONS)
    person = referrals.young_person(session, actor, young_person_id)
    run = runs.finished(session, actor, wanted.run)
    if referrals.is_closed(referrals.get(session, actor, person.referral_id)):
        raise ConflictError(referrals.IS_CLOSED)
    options = runs.result(session, actor, run, person.id)["options"]
    homes = runs.names(session, actor, run)["homes"]
    wrong = errors_in(wanted, options, homes.keys())
    if wrong:
        raise InvalidError(errors=wrong)
    before = _before(session, actor, person.id, wanted.after)
    shown = {
        "case": run.case_hash,
        "looked_from": run.looked_from,
        "policy": run.policy,
        **_shown(options, homes),
    }
    decision = _made(actor, person.id, wanted, shown)
    decision.content["known"] = notes.to_keep(session, actor, person.id)
    if before is not None:
        # A home that is not offered now was left out for a reason that still holds.
        earlier = before.content["rule_out"]
        hidden = [home for home in earlier if home not in homes]
        decision.content["rule_out"] += hidden
    decision.authority_id = person.organisation_id
    with session.begin_nested():
        if not DecisionRepository(session).add(decision):
            raise ConflictError(SECOND_THOUGHTS)
        if before is not None:
            holds.let_go(session, actor, before.id)
        agency = None
        if decision.household_id is not None:
            agency = holds.take(
                session,
                actor,
                decision.household_id,
                decision.id,
                until=today() + timedelta(days=wanted.hold_days),
                whole=_wants_home_alone(person.record),
                beside=_of_siblings(session, actor, person.referral_id, person.id),
            )
        entry = record(
            session,
            actor,
            "decision.recorded",
            "young_person",
            person.id,
            {"number": decision.number, "said": said_hash(decision)},
        )
        tell(session, actor, entry, [person.organisation_id])
        whose = {person.organisation_id} - {actor.organisation_id}
        notifications.tell(session, actor, "decision.recorded", person.id, whose)
        if agency is not None:
            home = decision.household_id
            hear = holds.hearing_of(session, agency)
            tell(session, actor, entry, hear, what="hold.taken", household=home)
            notifications.tell(session, actor, "hold.taken", str(home), [agency])
    return decision


def newest(session: Session, actor: Actor) -> dict[str, Decision]:
    """Return the newest decision about each young person, by id, for a list."""
    require(actor, Permission.READ_DECISIONS)
    found = DecisionRepository(session).in_force()
    return {decision.young_person_id: decision for decision in found}


def made_on(session: Session, actor: Actor, run_id: str) -> dict[str, Decision]:
    """Return the newest decision about each young person that was made on a run."""
    require(actor, Permission.READ_DECISIONS)
    found = DecisionRepository(session).made_on(run_id)
    return {decision.young_person_id: decision for decision in found}


def first_explored(session: Session, actor: Actor) -> dict[str, datetime]:
    """Return when a home was first to be explored, by young person: figures alone."""
    require(actor, Permission.READ_DECISIONS)
    return DecisionRepository(session).first_explored()


def decided_on(
    session: Session, actor: Actor, run_ids: Iterable[str]
) -> set[tuple[str, str]]:
    """Return the run and the young person of every decision made on these runs."""
    require(actor, Permission.READ_DECISIONS)
    return DecisionRepository(session).decided_on(sorted(set(run_ids)))


def let_go(session: Session, actor: Actor, young_person_id: str) -> None:
    """Let the place go that the decision in force holds; the decision stays."""
    require(actor, Permission.RECORD_DECISIONS)
    decided = about(session, actor, young_person_id)
    if not decided or not holds.let_go(session, actor, decided[0].id):
        raise ConflictError("No place is held for them.")


def end_hold(session: Session, actor: Actor, young_person_id: str) -> None:
    """Let go what one's own organisation still holds for a young person, if anything.

    What a forum holds is the forum's: it ends on its last day.
    """
    for one in DecisionRepository(session).about(young_person_id):
        if one.organisation_id == actor.organisation_id:
            holds.let_go(session, actor, one.id)


def held_until_soon(system: SystemSession, last: date) -> list[Held]:
    """Return what decisions of every organisation hold until a day, or earlier."""
    until = {
        place.decision_id: place.household_id
        for place in holds.standing(system)
        if place.until <= last
    }
    agencies = holds.agencies(system, until.values())
    return [
        Held(
            one.id,
            one.organisation_id,
            one.young_person_id,
            until[one.id],
            agencies[until[one.id]],
        )
        for one in DecisionRepository(system).some(list(until))
    ]


def held_until(session: Session, decision: Decision) -> date | None:
    """Return the last day of what a decision holds now."""
    return holds.held_until(session, decision.id)


def in_force(
    session: Session, actor: Actor, homes: Set[str], young_people: Set[str]
) -> InForce:
    """Return the decisions a run of these homes and young people is to hold to."""
    require(actor, Permission.START_MATCH_RUNS)
    standing = holds.standing(session)
    holding = {held.decision_id for held in standing}
    fixed: dict[str, tuple[str, str]] = {}
    ruled_out = []
    for one in DecisionRepository(session).in_force():
        if one.young_person_id not in young_people:
            continue
        if one.id in holding and one.household_id in homes:
            fixed[one.id] = (one.young_person_id, str(one.household_id))
        ruled_out += [
            (one.young_person_id, home)
            for home in one.content["rule_out"]
            if home in homes
        ]
    held: dict[str, tuple[int, date]] = {}
    for place in standing:
        if place.decision_id not in fixed and place.household_id in homes:
            count, until = held.get(place.household_id, (0, place.until))
            held[place.household_id] = (count + 1, max(until, place.until))
    pairs = list(fixed.values())
    return InForce(pairs, [pair for pair in ruled_out if pair not in pairs], held)


def kept_about(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what is kept of the decisions about a young person, to take it out."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    return [
        {
            "number": one.number,
            "outcome": one.outcome,
            "recorded_at": one.recorded_at,
            **one.content,
        }
        for one in DecisionRepository(session).about(young_person_id)
    ]


def made_by_own(session: Session, actor: Actor) -> list[DecisionMade]:
    """Return what one's own organisation decided, the first first; for exports alone.

    Whoever asks puts on record whom they read of.
    """
    require(actor, Permission.EXPORT_RECORDS)
    repository = DecisionRepository(session)
    newest = {one.id for one in repository.in_force()}
    until = {held.decision_id: held.until for held in holds.standing(session)}
    return [
        DecisionMade(
            young_person_id=one.young_person_id,
            number=one.number,
            in_force=one.id in newest,
            outcome=one.outcome,
            household_id=one.household_id,
            held_until=until.get(one.id),
            recorded_by=one.recorded_by,
            recorded_at=one.recorded_at,
            content=one.content,
        )
        for one in repository.own(actor.organisation_id)
    ]


def said_hash(decision: Decision) -> str:
    """Return the SHA-256 of what a decision says, as the audit trail keeps it."""
    said = json.dumps(
        [decision.outcome, decision.household_id, decision.content], sort_keys=True
    )
    return hashlib.sha256(said.encode()).hexdigest()


def _before(
    session: Session, actor: Actor, young_person_id: str, after: int
) -> Decision | None:
    """Return the decision in force, if it is the one that was read."""
    decided = DecisionRepository(session).about(young_person_id)
    before = decided[0] if decided else None
    if (before.number if before else 0) != after:
        raise ConflictError(SECOND_THOUGHTS)
    if before is not None and before.organisation_id != actor.organisation_id:
        until = holds.held_until(session, before.id)
        if until is not None:
            raise ConflictError(HELD_ELSEWHERE.format(day=f"{until.day} {until:%B %Y}"))
    return before


def _made(
    actor: Actor, young_person_id: str, wanted: DecisionWrite, shown: dict[str, Any]
) -> Decision:
    said = wanted.model_dump(mode="json", exclude={"run", "after", "outcome"})
    decision = Decision(
        young_person_id=young_person_id,
        run_id=wanted.run,
        number=wanted.after + 1,
        outcome=wanted.outcome,
        content={**said, "shown": shown},
        recorded_by=actor.person_id,
        recorded_at=now(),
    )
    decision.household_id = wanted.household if decision.explores else None
    return decision


def _shown(options: Sequence[dict[str, Any]], homes: dict[str, str]) -> dict[str, Any]:
    """Return the options those who decided were shown, as they are kept with it."""
    return {
        "of": len(options),
        "options": [
            {
                "household": option["household"],
                "name": homes.get(option["household"], "Home"),
                "rank": option["rank"],
                "standing": option["standing"],
                "fit": option["fit"],
            }
            for option in options[:MOST_SHOWN]
        ],
    }


def _wants_home_alone(record: dict[str, Any]) -> bool:
    return any(
        need["criterion"] == "solo" and need["strength"] == "essential"
        for need in record.get("needs", [])
    )


def _of_siblings(
    session: Session, actor: Actor, referral_id: str, young_person_id: str
) -> set[str]:
    """Return the decisions about brothers and sisters in the same referral."""
    referral = referrals.get(session, actor, referral_id)
    others = {one.id for one in referral.young_people} - {young_person_id}
    return set(DecisionRepository(session).of_any(others))
