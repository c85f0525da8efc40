"""What became different of a referral: as codes for the record, and in words.

The record of who did what keeps which parts changed, and never what they say: an entry
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
from app.core.records import BECAME, became
from app.identity import service as identity
from app.referrals.models import Referral
from app.referrals.words import CHANGED_BECAUSE, PARTS
from app.web.templates import listed

ACTIONS = {
    "referral.created": "Referred them",
    "referral.changed": "Saved the referral",
    "referral.closed": "Closed the referral",
    "referral.reopened": "Opened the referral again",
}
"""What is told of where the entry does not say which parts."""
LEFT = "Closed it for one of them; for the others it goes on"


@dataclass(frozen=True, slots=True)
class Told:
    """Who did something to a referral, when, what and why."""

    at: datetime
    person: str
    version: int | None
    did: list[str]
    why: str


def whole(referral: Referral) -> dict[str, Any]:
    """Return all that can change of a referral by one name each.

    What is said of the second young person is called "2.needs", and so on.
    """
    found: dict[str, Any] = {
        "shared_with": sorted(s.agency_id for s in referral.shares)
    }
    for place, person in enumerate(referral.young_people, 1):
        of = f"{place}." if len(referral.young_people) > 1 else ""
        said = {"sharing_name": person.sharing_name, "voice": person.voice}
        found |= {of + name: part for name, part in {**said, **person.record}.items()}
    return found


def differences(before: Mapping[str, Any], referral: Referral) -> dict[str, str]:
    """Return which parts of a referral became different, and how, as codes."""
    return became(before, whole(referral))


def told(session: Session, actor: Actor, referral: Referral, number: int) -> Page[Told]:
    """Return one page of what became of one's own referral, the last first."""
    require(actor, Permission.WRITE_REFERRALS)
    found = audit.of_record(session, actor, referral.id, tuple(ACTIONS), number)
    names = identity.names_of(session, {entry.person_id for entry in found.rows})
    called = [person.sharing_name for person in referral.young_people]
    rows = [
        Told(
            entry.recorded_at,
            names.get(entry.person_id, "Someone who has left"),
            _version(entry.detail),
            [LEFT]
            if "left" in entry.detail
            else _in_words(entry.detail, called) or [ACTIONS[entry.action]],
            CHANGED_BECAUSE.get(str(entry.detail.get("because")), ""),
        )
        for entry in found.rows
    ]
    return Page(rows, found.number, found.total)


def _version(detail: Mapping[str, Any]) -> int | None:
    version = detail.get("version")
    return version if isinstance(version, int) else None


def _in_words(detail: Mapping[str, Any], called: list[str]) -> list[str]:
    return [
        f"{text}: {listed([_called(name, called) for name in names])}"
        for code, text in BECAME.items()
        if (names := [name for name, said in detail.items() if said == code])
    ]


def _called(name: str, called: list[str]) -> str:
    number, _, part = name.rpartition(".")
    said = PARTS.get(part, part)
    if number.isdigit() and int(number) <= len(called):
        return f"{said} ({called[int(number) - 1]})"
    return said
