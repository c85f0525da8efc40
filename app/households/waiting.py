"""What waits for an agency: homes to check, and places held in them."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.permissions import Permission, may
from app.core.to_do import ToDo, soonest
from app.households import holds, service
from app.households.confirming import days_fresh, old_facts
from app.households.models import Household


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return which of the agency's own homes are to be checked, and which are held."""
    if not may(actor, Permission.WRITE_HOUSEHOLDS):
        return []
    homes = service.own_homes(session, actor)
    return [*_to_check(homes), *_held(session, homes)]


def _to_check(homes: Sequence[Household]) -> list[ToDo]:
    old = [found for home in homes if (found := old_facts(home, today()))]
    if not old:
        return []
    count = len(old)
    said = "One of your homes to check" if count == 1 else f"{count:,} homes to check"
    fresh = timedelta(days=days_fresh())
    since = min(one.oldest + fresh if one.oldest else today() for one in old)
    return [ToDo(said, "/households/check", since, "Old since", count)]


def _held(session: Session, homes: Sequence[Household]) -> list[ToDo]:
    own = {home.id: home.label for home in homes}
    until: dict[str, date] = {}
    for place in holds.standing(session):
        if place.household_id in own:
            there = until.get(place.household_id, place.until)
            until[place.household_id] = max(there, place.until)
    held = [
        ToDo(
            f"{own[key]}: a place is held for a young person",
            f"/households/{key}",
            day,
            "Held until",
        )
        for key, day in until.items()
    ]
    return soonest(held, _others, "/households")


def _others(count: int) -> str:
    return f"In {count:,} more homes a place is held"
