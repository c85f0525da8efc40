"""Which homes a list shows: what people ask for most, in words."""

from collections.abc import Callable
from datetime import date, timedelta

from app.households.confirming import old_facts
from app.households.models import Household
from app.households.summary import facts_of

SOON = timedelta(weeks=8)
HELD = "held"


def _free(home: Household, today: date) -> bool:
    since = facts_of(home.record).available_from.value
    return since is not None and since <= today


def _free_soon(home: Household, today: date) -> bool:
    since = facts_of(home.record).available_from.value
    return since is not None and today < since <= today + SOON


def _old(home: Household, today: date) -> bool:
    return old_facts(home, today) is not None


FILTERS: dict[str, Callable[[Household, date], bool]] = {
    "free": _free,
    "soon": _free_soon,
    "old": _old,
}
LABELS = {
    "": "All homes",
    "free": "Free now",
    "soon": "Free within 8 weeks",
    HELD: "Held for a young person",
    "old": "With facts to confirm",
}
OWN_ONLY = {"old"}
"""What only those who keep a home may ask of it."""
