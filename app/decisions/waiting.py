"""What waits to be decided: whom a home is sought for, and places held until soon."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.decisions import service
from app.decisions.models import Decision, Outcome
from app.households import holds
from app.match_runs import service as runs
from app.referrals import service as referrals

SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of one's own young people, by id."""

    found: Mapping[str, Any]
    looked_at: Mapping[str, int]
    decided: Mapping[str, Decision]
    held: Mapping[str, date]


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return whom something is to be done for next, and places held until soon."""
    if not may(actor, Permission.READ_DECISIONS):
        return []
    decided = service.newest(session, actor)
    held: dict[str, date] = {}
    for place in holds.standing(session):
        until = held.get(place.decision_id, place.until)
        held[place.decision_id] = max(until, place.until)
    found = _ending(session, actor, decided, held)
    if actor.organisation_kind is OrganisationKind.AUTHORITY:
        found += _undecided(session, actor, decided, held)
    return found


def _ending(
    session: Session,
    actor: Actor,
    decided: Mapping[str, Decision],
    held: Mapping[str, date],
) -> list[ToDo]:
    """Return the places one's own organisation holds whose days run out soon."""
    last = today() + SOON
    until = {
        key: held[one.id]
        for key, one in decided.items()
        if one.organisation_id == actor.organisation_id
        and held.get(one.id, date.max) <= last
    }
    return [
        ToDo(
            f"The place held for {person.sharing_name} will be free for others",
            f"/young-people/{key}/decisions",
            until[key],
            "Held until",
        )
        for key, person in referrals.people(session, actor, until).items()
    ]


def _undecided(
    session: Session,
    actor: Actor,
    decided: Mapping[str, Decision],
    held: Mapping[str, date],
) -> list[ToDo]:
    people = referrals.own_waiting(session, actor)
    run = runs.newest(session, actor)
    known = _Known(
        runs.counts(session, actor, run) if run else {},
        runs.options_when_looked(session, actor, [person.id for person in people]),
        decided,
        held,
    )
    sought = [person for person in people if not _is_held_for(person.id, known)]
    unknown = [person for person in sought if person.id not in known.found]
    told = [_next_for(actor, p, known) for p in sought if p.id in known.found]
    return [
        *_not_looked_for(actor, unknown),
        *soonest(told, _others, "/young-people"),
    ]


def _is_held_for(key: str, known: _Known) -> bool:
    return key in known.decided and known.decided[key].id in known.held


def _not_looked_for(actor: Actor, people: list[Any]) -> list[ToDo]:
    if not people:
        return []
    count = len(people)
    who = f"{count:,} young people" if count > 1 else people[0].sharing_name
    looks = may(actor, Permission.START_MATCH_RUNS)
    said = "Look for homes for" if looks else "No match run yet has looked for"
    href = "/runs/new" if looks else "/young-people"
    needed = min(referrals.needed_by(person) for person in people)
    return [ToDo(f"{said} {who}", href, needed, "Needed by", count)]


def _next_for(actor: Actor, person: Any, known: _Known) -> ToDo:
    """Return what is next for somebody a run looked for and no place is held for."""
    name, at = person.sharing_name, f"/young-people/{person.id}"
    options = known.found[person.id].options
    decision = known.decided.get(person.id)
    homes = f"{options:,} {'home' if options == 1 else 'homes'}"
    if not options:
        said, href = f"No option yet for {name}", f"{at}/openings"
    elif person.id not in known.looked_at:
        said, href = f"Look at what was found for {name}: {homes}", f"{at}/options"
    elif options > known.looked_at[person.id]:
        said, href = f"There are new options for {name}: {homes}", f"{at}/options"
    elif decision is not None and decision.explores:
        said, href = f"No place is held for {name} any more", f"{at}/decisions"
    elif decision is not None and decision.outcome == Outcome.NONE:
        said, href = f"None of the options was right for {name}", f"{at}/openings"
    elif may(actor, Permission.RECORD_DECISIONS):
        said, href = f"Decide for {name}: {homes}", f"{at}/decision"
    else:
        said, href = f"Nothing is decided for {name} yet: {homes}", f"{at}/options"
    return ToDo(said, href, referrals.needed_by(person), "Needed by")


def _others(count: int) -> str:
    return f"{count:,} more young people are waiting"
