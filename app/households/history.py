"""What became different of a home: as codes for the record, and in words.

The record of who did what keeps which facts changed, and never what they say: an entry
can never be taken back.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.core.actor import Actor
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.core.records import BECAME, CHANGED, CONFIRMED, became, plain
from app.households.models import Household
from app.households.outline import shown_of
from app.households.words import FACTS, OF_A_CARER
from app.identity import service as identity
from app.web.templates import listed

ACTIONS = {
    "household.created": "Added this home",
    "household.changed": "Saved this home",
    "household.restored": "Put this home back as it was before an import",
}
"""What is told of where the entry does not say which facts."""


@dataclass(frozen=True, slots=True)
class Told:
    """Who did something to a home, when, and what."""

    at: datetime
    person: str
    did: list[str]


def whole(home: Household) -> dict[str, Any]:
    """Return all that can change of a home by one name each."""
    offered_to = sorted(offer.authority_id for offer in home.offers)
    return {**home.record, "label": home.label, "offered_to": offered_to}


def differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """Return which facts became different, and how, as codes."""
    found = became(_but_carers(before), _but_carers(after))
    was, now = (plain(one.get("carers")) or [] for one in (before, after))
    if len(was) != len(now):
        return found | {"carers": CHANGED}
    for number, (one, other) in enumerate(zip(was, now, strict=True), 1):
        found |= {f"carers.{number}.{k}": v for k, v in became(one, other).items()}
    return found


def told(session: Session, actor: Actor, home: Household, number: int) -> Page[Told]:
    """Return one page of what the agency did to a home of its own, the last first."""
    require(actor, Permission.WRITE_HOUSEHOLDS)
    found = audit.of_record(session, actor, home.id, tuple(ACTIONS), number)
    names = identity.names_of(session, {entry.person_id for entry in found.rows})
    rows = [
        Told(
            entry.recorded_at,
            names.get(entry.person_id, "Someone who has left"),
            _in_words(entry.detail) or [ACTIONS[entry.action]],
        )
        for entry in found.rows
    ]
    return Page(rows, found.number, found.total)


def changed_facts(
    actor: Actor, home: Household, before: dict[str, Any], after: dict[str, Any]
) -> list[str]:
    """Return what facts are called that say something else, of those the actor sees.

    One that was only confirmed says the same.
    """
    was, now = (shown_of(actor, home, record) for record in (before, after))
    found = differences(was, now)
    return [_called(name) for name, how in found.items() if how != CONFIRMED]


def _but_carers(home: Mapping[str, Any]) -> dict[str, Any]:
    return {name: fact for name, fact in home.items() if name != "carers"}


def _in_words(detail: Mapping[str, Any]) -> list[str]:
    return [
        f"{text}: {listed([_called(name) for name in names])}"
        for code, text in BECAME.items()
        if (names := [name for name, said in detail.items() if said == code])
    ]


def _called(name: str) -> str:
    _, number, fact = name.split(".") if name.count(".") == 2 else ("", "", name)
    if number:
        return f"{OF_A_CARER.get(fact, fact)} of carer {number}"
    return FACTS.get(fact, fact)
