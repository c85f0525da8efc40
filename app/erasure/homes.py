"""From when a home and its carers are to be erased, and whether they may be."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import ConflictError
from app.core.paging import PER_PAGE, Page
from app.core.permissions import Permission, require
from app.erasure.choosing import check_because, rules_of
from app.erasure.rules import HOME, Rule
from app.households import holds
from app.households import service as households
from app.moves import service as moves

RESIGNED = "resigned"
APPROVED = "This home is approved. Record first that approval ended."
LIVED_IN = "A young person lives here. Record first that they moved."
HELD = "A place here is held for a young person."


@dataclass(frozen=True, slots=True)
class KeptHome:
    """A home that is not approved, and from when it is to be erased."""

    id: str
    label: str
    reference: str
    since: date
    due: date
    rule: Rule

    @property
    def is_due(self) -> bool:
        """Tell whether the time it is kept has run out."""
        return self.due <= today()


def kept_homes(session: Session, actor: Actor, number: int) -> Page[KeptHome]:
    """Return one page of one's own homes that are not approved, the first due first."""
    found = all_kept(session, actor)
    return Page(found[(number - 1) * PER_PAGE :][:PER_PAGE], number, len(found))


def all_kept(session: Session, actor: Actor) -> list[KeptHome]:
    """Return all of them; they name homes only to their own agency."""
    require(actor, Permission.ERASE_RECORDS)
    rules = rules_of(session, actor, HOME)
    found = [
        one
        for home in households.own_homes(session, actor)
        if (one := _kept(rules, home))
    ]
    return sorted(found, key=lambda one: (one.due, one.id))


def home_due(session: Session, actor: Actor, home: Any) -> date | None:
    """Return from when a home is to be erased; None while no time runs."""
    found = _kept(rules_of(session, actor, HOME), home)
    return found.due if found else None


def refused(session: Session, home: Any) -> str:
    """Say why a home cannot be erased now, or nothing."""
    if _status(home)[0] in ("approved", "on hold", "suspended"):
        return APPROVED
    lived_in = (home.record.get("placements") or {}).get("value")
    if lived_in or moves.is_lived_in(session, home.id):
        return LIVED_IN
    return HELD if holds.held_in(session, home.id) else ""


def home_may_be_erased(
    session: Session, actor: Actor, household_id: str, because: str
) -> None:
    """Refuse what must not be erased, or not for this reason.

    Raises
    ------
    NotFoundError
        When there is no such home, or it is another agency's.
    ConflictError
        While it is approved, somebody lives there, or a place is held.
    InvalidError
        When no reason is given, or its time has not run out.
    """
    require(actor, Permission.ERASE_RECORDS)
    home = households.own(session, actor, household_id)
    if said := refused(session, home):
        raise ConflictError(said)
    check_because(because, home_due(session, actor, home))


def _kept(rules: Mapping[str, Rule], home: Any) -> KeptHome | None:
    status, confirmed = _status(home)
    rule = rules.get(status)
    if rule is None:
        return None
    since = home.updated_at.date()
    if status == RESIGNED:
        ended = home.record.get("approval_ended")
        since = date.fromisoformat(ended) if ended else confirmed or since
    due = rule.due(since)
    return KeptHome(home.id, home.label, home.reference, since, due, rule)


def _status(home: Any) -> tuple[str, date | None]:
    """Return where approval stands, and when that was confirmed."""
    fact = home.record.get("status") or {}
    if not isinstance(fact, dict):
        return str(fact), None
    on = fact.get("confirmed_on")
    return str(fact.get("value") or ""), date.fromisoformat(on) if on else None
