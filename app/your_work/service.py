"""Gather what waits for somebody from every feature, the soonest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from sqlalchemy.orm import Session

from app.audit.waiting import waiting as audit
from app.core.actor import Actor
from app.core.to_do import ToDo, in_order
from app.decisions.waiting import waiting as decisions
from app.erasure.waiting import waiting as erasure
from app.exchange.waiting import waiting as imports
from app.forum.waiting import waiting as forums
from app.households.waiting import waiting as households
from app.identity.waiting import waiting as people
from app.match_runs.waiting import waiting as runs
from app.referral_form.waiting import waiting as drafts
from app.referrals.waiting import waiting as referrals
from app.requests.waiting import waiting as requests

ASKED: tuple[Callable[[Session, Actor], Sequence[ToDo]], ...] = (
    requests,
    decisions,
    forums,
    households,
    referrals,
    runs,
    drafts,
    imports,
    erasure,
    audit,
    people,
)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Group:
    """What waits until about the same time."""

    title: str
    items: Sequence[ToDo]


def waiting(session: Session, actor: Actor) -> list[ToDo]:
    """Return all that waits for the actor, the soonest first."""
    return in_order([one for asked in ASKED for one in asked(session, actor)])


def in_groups(found: Sequence[ToDo], today: date) -> list[Group]:
    """Return what waits by how soon it is; a group nothing is in is left out."""
    groups = groupby(in_order(found), key=lambda one: _when(one.by, today))
    return [Group(title, list(items)) for title, items in groups]


def _when(by: date | None, today: date) -> str:
    if by is None:
        return "When you can"
    if by <= today:
        return "Today"
    return "In the next 7 days" if by <= today + WEEK else "Later"


def count(found: Sequence[ToDo]) -> int:
    """Return how many things wait; some of them are told as one."""
    return sum(one.count for one in found)
