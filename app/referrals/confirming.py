"""What a referral says that is old, and saying in one press that it is still true."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.core.fresh import confirmed_fact, is_old
from app.referrals.models import Referral, YoungPerson

FACTS = (
    "home",
    "school",
    "languages",
    "faith",
    "cultures",
    "adaptations",
    "interests",
)
NONE_KNOWN = "none known"


@dataclass(frozen=True, slots=True)
class Old:
    """Something recorded of a young person that is to be confirmed."""

    key: str
    """Whose it is, which part of the record, and which of several: "id.needs.0"."""
    person_id: str
    part: str
    which: str
    on: date
    """When it was last confirmed, or first recorded, if nobody said."""
    dated: bool


def old_parts(referral: Referral, today: date) -> list[Old]:
    """Return what is old of a referral; what has no date is as old as the referral."""
    found = []
    for person in referral.young_people:
        for part, which, fact in _parts(person.record):
            said = fact.get("confirmed_on") if isinstance(fact, dict) else None
            on = date.fromisoformat(said) if said else referral.created_at.date()
            if is_old(on, today):
                key = ".".join(one for one in (person.id, part, which) if one)
                found.append(Old(key, person.id, part, which, on, bool(said)))
    return found


def confirm(person: YoungPerson, old: Collection[Old], today: date) -> set[str]:
    """Put today's date to what is old of a young person; return which parts it is."""
    mine = [one for one in old if one.person_id == person.id]
    record: dict[str, Any] = json.loads(json.dumps(person.record))
    for one in mine:
        if one.part in FACTS:
            record[one.part] = confirmed_fact(record[one.part], today)
        elif one.part == "behaviours":
            record[one.part][one.which]["confirmed_on"] = today.isoformat()
        else:
            record[one.part][int(one.which)]["confirmed_on"] = today.isoformat()
    if mine:
        person.record = record
    return {one.part for one in mine}


def _parts(record: dict[str, Any]) -> Iterator[tuple[str, str, Any]]:
    for name in FACTS:
        if name in record:
            yield name, "", record[name]
    for code, about in record.get("behaviours", {}).items():
        if about["level"] != NONE_KNOWN:
            yield "behaviours", code, about
    for part in ("needs", "avoid_places"):
        for place, one in enumerate(record.get(part, [])):
            yield part, str(place), one
