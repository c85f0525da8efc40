"""Holding a place in a home, so that it is promised once."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.errors import ConflictError, or_not_found
from app.core.permissions import Permission, require
from app.frameworks import service as frameworks
from app.households.models import Hold
from app.households.repository import HoldRepository, HouseholdRepository
from app.households.summary import facts_of
from app.notifications import service as notifications
from app.web.templates import moment
from matching.capacity import NO_LIMIT, places_left
from matching.case import ApprovalStatus, HouseholdFacts, TakesAlone

TRIES = 10


class PlaceTakenError(ConflictError):
    """Somebody else holds the place."""

    code = "place_taken"
    title = "This place is promised to someone else"


@dataclass(frozen=True, slots=True)
class HeldPlace:
    """One place of a home that is held now; ``until`` is the last day."""

    household_id: str
    decision_id: str
    until: date


def take(
    session: Session,
    actor: Actor,
    household_id: str,
    decision_id: str,
    *,
    until: date,
    whole: bool,
    beside: Set[str],
) -> str:
    """Hold one place of a home, or with ``whole`` all left; return the home's agency.

    ``beside`` are the decisions of brothers and sisters: they hold places for the same
    household of young people and are in nobody's way.

    Raises
    ------
    PlaceTakenError
        When no place is left, or the home has been taken for somebody alone.
    ConflictError
        When the home is not approved any more.
    """
    require(actor, Permission.RECORD_DECISIONS)
    repository = HoldRepository(session)
    for _ in range(TRIES):
        room = _room(session, household_id)
        there = repository.of_home(household_id)
        wanted = _free(there, room.places, whole or room.alone, beside)
        holds = [
            Hold(
                household_id=household_id,
                place=place,
                turn=1 + max((h.turn for h in there if h.place == place), default=0),
                whole=whole or room.alone,
                decision_id=decision_id,
                until=until,
                created_at=now(),
            )
            for place in wanted
        ]
        if repository.add(holds):
            break
    else:
        raise _taken(repository.of_home(household_id))
    # The home may have been changed by its agency since it was read above. Whatever is
    # changed from here on finds the hold.
    room = _room(session, household_id)
    if any(hold.place > room.places for hold in holds):
        raise _taken(there)
    return _agency(session, household_id)


def let_go(session: Session, actor: Actor, decision_id: str) -> bool:
    """End what a decision holds; tell whether it held anything."""
    require(actor, Permission.RECORD_DECISIONS)
    held = [
        hold
        for hold in HoldRepository(session).of_decision(decision_id)
        if hold.stands(today()) and hold.organisation_id == actor.organisation_id
    ]
    for hold in held:
        hold.ended_at = now()
    if held:
        detail = {"decision": decision_id}
        home = held[0].household_id
        entry = record(session, actor, "hold.ended", "household", home, detail)
        agency = _agency(session, home)
        tell(session, actor, entry, hearing_of(session, agency))
        notifications.tell(session, actor, "hold.ended", home, [agency])
    return bool(held)


def hearing_of(session: Session, agency_id: str) -> set[str]:
    """Return who hears of places held in an agency's homes: itself and its groups."""
    return {agency_id, *frameworks.lists(session).groups_of(agency_id)}


def held_until(session: Session, decision_id: str) -> date | None:
    """Return the last day of what a decision holds now."""
    holds = HoldRepository(session).of_decision(decision_id)
    return max((hold.until for hold in holds if hold.stands(today())), default=None)


def held_in(session: Session, household_id: str) -> list[date]:
    """Return the last day of every hold of a home that stands."""
    holds = HoldRepository(session).of_home(household_id)
    return sorted(hold.until for hold in holds if hold.stands(today()))


def kept_of(session: Session, actor: Actor, household_id: str) -> list[dict[str, Any]]:
    """Return when places of a home were held, to take it out."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    return [
        {"since": one.created_at, "until": one.until, "ended_at": one.ended_at}
        for one in HoldRepository(session).of_home(household_id)
    ]


def standing(session: Session) -> list[HeldPlace]:
    """Return every place held now, in the homes the session's actor may see."""
    return [
        HeldPlace(hold.household_id, hold.decision_id, hold.until)
        for hold in HoldRepository(session).standing(today())
    ]


def agencies(session: Session, household_ids: Iterable[str]) -> dict[str, str]:
    """Return whose these homes are, by the home."""
    return HouseholdRepository(session).owners(sorted(set(household_ids)))


@dataclass(frozen=True, slots=True)
class Room:
    """How many places a home has left; ``alone`` where it only ever takes one."""

    places: int
    alone: bool


def room_in(facts: HouseholdFacts) -> Room:
    """Return the room a home has, as it is recorded.

    A home of which nobody says how many it may take can be explored for one. Where the
    terms of approval set no limit, the free bedrooms do.
    """
    left = places_left(facts)
    if left is None or left == NO_LIMIT:
        left = max(1, facts.bedrooms_free.value or 1)
    return Room(left, facts.takes_alone.value is TakesAlone.ONLY)


def without_held(record: dict[str, Any], count: int, until: date) -> dict[str, Any]:
    """Return a home's record as it is for others while some of its places are held.

    With places left it has fewer; else it is free on the day after.
    """
    facts = facts_of(record)
    terms = facts.terms.value
    if terms and terms.places is not None and count < room_in(facts).places:
        left = terms.model_copy(update={"places": terms.places - count})
        return record | {"terms": left.model_dump(mode="json", exclude_none=True)}
    free = max(until + timedelta(days=1), facts.available_from.value or until)
    return record | {"available_from": free.isoformat()}


def _agency(session: Session, household_id: str) -> str:
    home = or_not_found(HouseholdRepository(session).as_it_is(household_id))
    return home.organisation_id


def _room(session: Session, household_id: str) -> Room:
    home = or_not_found(HouseholdRepository(session).as_it_is(household_id))
    facts = facts_of(home.record)
    if facts.status.value not in (None, ApprovalStatus.APPROVED):
        raise ConflictError(
            "This home is not approved any more. Nothing was decided. Choose another "
            "option."
        )
    return room_in(facts)


def _free(
    there: Sequence[Hold], places: int, whole: bool, beside: Set[str]
) -> list[int]:
    """Return the numbers of the places to take; none where they have the home already.

    Raises PlaceTakenError where somebody else is in the way.
    """
    held = [hold for hold in there if hold.stands(today())]
    others = [hold for hold in held if hold.decision_id not in beside]
    if others and (whole or any(hold.whole for hold in others)):
        raise _taken(others)
    taken = {hold.place for hold in held}
    free = [place for place in range(1, places + 1) if place not in taken]
    if any(hold.whole for hold in held):
        return []
    if not free:
        raise _taken(held)
    return free if whole else free[:1]


def _taken(held: Sequence[Hold]) -> PlaceTakenError:
    newest = max((hold.created_at for hold in held), default=None)
    at = f" on {moment(newest)}" if newest else ""
    return PlaceTakenError(
        f"This place was promised to someone else{at}. Choose another option."
    )
