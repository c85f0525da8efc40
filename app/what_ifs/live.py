"""Changes of the engine made to the live record, where it is still as it was."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from pydantic import ValidationError
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.errors import ConflictError
from app.households import service as households
from app.referrals import service as referrals
from app.referrals.schemas import YoungPersonWrite
from matching.case import Change, HouseholdFacts, YoungPersonFacts, changed_record

CHANGED_SINCE = (
    "What this would change has been changed since the records were copied. Nothing "
    "was changed. Look for homes again, and try it anew."
)
IsAsItWas = Callable[[str, str, Any], bool]
"""Tells of a record by id, a part of it by name and what that part is now, whether it
is as when the change was thought of.

A change names its place by number in a list: where the list is another now, it would
change something else.
"""


def change_household(
    session: Session,
    actor: Actor,
    household_id: str,
    version: int,
    changes: Sequence[Change],
    is_as_it_was: IsAsItWas,
) -> None:
    """Make changes to a home of one's own, or raise ConflictError."""
    home = households.get(session, actor, household_id)
    facts = HouseholdFacts.model_validate_json(json.dumps(home.record))
    _must_be_as_it_was(home.id, home.record, changes, is_as_it_was)
    households.update(
        session,
        actor,
        home.id,
        version=version,
        label=home.label,
        facts=_changed(facts, changes),
        offered_to=[offer.authority_id for offer in home.offers],
    )


def change_referral(
    session: Session,
    actor: Actor,
    referral_id: str,
    version: int,
    changes: Sequence[Change],
    is_as_it_was: IsAsItWas,
) -> None:
    """Make changes to young people of one's own referral, or raise ConflictError."""
    referral = referrals.get(session, actor, referral_id)
    written = []
    for person in referral.young_people:
        own = [change for change in changes if change.young_person == person.id]
        _must_be_as_it_was(person.id, person.record, own, is_as_it_was)
        written.append(
            YoungPersonWrite(
                sharing_name=person.sharing_name,
                voice=person.voice,
                record=_changed(referrals.facts_of(person), own),
            )
        )
    agencies = [share.agency_id for share in referral.shares]
    referrals.update(session, actor, referral.id, version, written, agencies)


def _must_be_as_it_was(
    key: str, live: dict[str, Any], changes: Sequence[Change], is_as_it_was: IsAsItWas
) -> None:
    parts = {change.steps[0] for change in changes}
    if not all(is_as_it_was(key, part, live.get(part)) for part in parts):
        raise ConflictError(CHANGED_SINCE)


def _changed(
    facts: YoungPersonFacts | HouseholdFacts, changes: Sequence[Change]
) -> dict[str, Any]:
    try:
        made = changed_record(facts, changes)
    except (LookupError, ValidationError):
        raise ConflictError(CHANGED_SINCE) from None
    kept: dict[str, Any] = json.loads(made.model_dump_json(exclude_defaults=True))
    return kept
