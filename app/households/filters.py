"""Which homes a list shows: what people ask for most, in words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.households.confirming import old_facts
from app.households.models import Household
from app.households.summary import facts_of
from matching.case.codes import ApprovalStatus

SOON = timedelta(weeks=8)


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list is asked for; ``own_only`` is for those who keep a home.

    ``shows`` is given a home, today, and whether one of its places is held.
    """

    label: str
    shows: Callable[[Household, date, bool], bool]
    own_only: bool = False


def _free(home: Household, today: date, held: bool) -> bool:
    since = _free_since(home)
    return not held and since is not None and since <= today


def _free_soon(home: Household, today: date, _held: bool) -> bool:
    since = _free_since(home)
    return since is not None and today < since <= today + SOON


def _held(_home: Household, _today: date, held: bool) -> bool:
    return held


def _old(home: Household, today: date, _held: bool) -> bool:
    return old_facts(home, today) is not None


def _free_since(home: Household) -> date | None:
    """Return since when a home has a place, if its approval does not forbid it."""
    facts = facts_of(home.record)
    if facts.status.value not in (None, ApprovalStatus.APPROVED):
        return None
    return facts.available_from.value


FILTERS = {
    "free": Filter("Free now", _free),
    "soon": Filter("Free within 8 weeks", _free_soon),
    "held": Filter("Held for a young person", _held),
    "old": Filter("With facts to confirm", _old, own_only=True),
}
