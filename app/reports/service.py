"""From referral to move, and why moves ended: figures, and nobody by name."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import LONDON
from app.core.permissions import Permission, require
from app.decisions import service as decisions
from app.match_runs import service as runs
from app.moves import service as moves
from app.moves.words import ENDED
from app.referrals import service as referrals

FEW = 5
"""What is fewer is not said of outcomes, and makes no median."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step from referral to move: how many reached it, after how many days.

    ``days`` is the median from the referral on; None where too few reached it, or it
    is no step in time.
    """

    name: str
    count: int
    days: int | None


@dataclass(frozen=True, slots=True)
class Ending:
    """Why moves ended, and how many; None is fewer than FEW."""

    why: str
    count: int | None


def steps(session: Session, actor: Actor) -> list[Step]:
    """Return how far the authority's young people came, and after how long."""
    require(actor, Permission.READ_FAIRNESS)
    referred = referrals.referred(session, actor)
    since = {key: one.on for key, one in referred.items()}
    newest = runs.newest(session, actor)
    found = runs.counts(session, actor, newest) if newest else {}
    explored = {
        key: at.astimezone(LONDON).date()
        for key, at in decisions.first_explored(session, actor).items()
    }
    moved = moves.first_days(session, actor)
    waiting = {key for key, one in referred.items() if one.waits}
    options = {key for key in waiting if key in found and found[key].options}
    return [
        Step("Referred", len(referred), None),
        Step("A home explored", *_reached(since, explored)),
        Step("Moved to a home", *_reached(since, moved)),
        Step("Waiting now", len(waiting), None),
        Step("Waiting, with an option in the last match run", len(options), None),
    ]


def endings(session: Session, actor: Actor) -> tuple[int, list[Ending]]:
    """Return how many moves ended, and why: the most frequent reasons first.

    Those of an authority's young people, or into an agency's homes.
    """
    require(actor, Permission.READ_FAIRNESS)
    why = moves.why_ended(session, actor)
    return len(why), told(why)


def told(why: Iterable[str]) -> list[Ending]:
    """Count why moves ended, the most frequent first; few of one are not counted."""
    return [
        Ending(ENDED.get(code, "Not recorded"), count if count >= FEW else None)
        for code, count in Counter(why).most_common()
    ]


def _reached(
    since: Mapping[str, date], days: Mapping[str, date]
) -> tuple[int, int | None]:
    there = [(days[key] - since[key]).days for key in days if key in since]
    return len(there), median_of(there)


def median_of(days: Iterable[int]) -> int | None:
    """Return the median in whole days; None of fewer than FEW."""
    known = [max(one, 0) for one in days]
    return round(median(known)) if len(known) >= FEW else None
