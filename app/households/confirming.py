"""Old facts of the agency's homes, confirmed in one go."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.fresh import confirmed_fact, is_old
from app.core.fresh import days_fresh as days_fresh
from app.core.records import only
from app.core.sealed_fields import remembered
from app.households.models import Household
from app.households.summary import NOT_RECORDED, facts_of, summary

STANDING = ("available_from", "bedrooms_free", "children", "animals")
SAID = ("free", "bedrooms", "children", "animals")
"""The same facts as they are called in a summary."""
STILL, CHANGED, LATER = "still", "changed", "later"


@dataclass(frozen=True, slots=True)
class Old:
    """A home with facts to be confirmed; ``oldest`` is None where one has no date."""

    home: Household
    oldest: date | None

    @property
    def sentence(self) -> str:
        """What is to be confirmed, in words."""
        said = summary(self.home.record)
        return " · ".join(said[name] for name in SAID if said[name] != NOT_RECORDED)


def old_facts(home: Household, today: date) -> Old | None:
    """Return what is to be confirmed of a home, if anything is old."""
    standing = _standing(home)
    if standing is None or not is_old(standing.oldest, today):
        return None
    return Old(home, standing.oldest)


@dataclass(frozen=True, slots=True)
class _Standing:
    """The day the oldest standing fact was confirmed; None where one has no date."""

    oldest: date | None


@remembered("record")
def _standing(home: Household) -> _Standing | None:
    """Return how old the standing facts are; None where none is known.

    These alone are read, once: an agency's first page asks it of all its homes.
    """
    kept = only(home.record, STANDING)
    facts = facts_of(kept)
    known = [
        fact for name in STANDING if (fact := getattr(facts, name)).value is not None
    ]
    if not known:
        return None
    dates = [fact.confirmed_on for fact in known]
    return _Standing(None if None in dates else min(on for on in dates if on))


def confirmed(home: Household, source: str, today: date) -> dict[str, Any]:
    """Return the standing facts of a home as they are, confirmed today."""
    facts = facts_of(home.record)
    return {
        name: confirmed_fact(home.record[name], today, source)
        for name in STANDING
        if getattr(facts, name).value is not None
    }
