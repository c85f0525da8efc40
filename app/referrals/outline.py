"""How much of a referral its reader sees before the authority releases more."""

import json
from datetime import date
from typing import Any

from app.core.actor import Actor, OrganisationKind
from app.core.clock import today
from app.core.records import only, without_source
from app.core.sealed_fields import remembered
from app.referrals.models import Referral, YoungPerson
from app.referrals.schemas import ReferralRead, YoungPersonRead
from matching.case import YoungPersonFacts
from matching.criteria.asking import completed_years

OUTLINE = ("gender", "priority", "needed_by", "placement_type", "support_offered")
OUTLINE_FACTS = ("languages", "faith", "cultures", "adaptations", "interests")
OUTLINE_OF_NEED = ("criterion", "strength")
WHY = ("reason", "source", "confirmed_on")
"""What others see of a young person's record before their authority releases it.

Of facts it is the value and its date; of needs what is asked, and why only for the
forum; of behaviours the level, which is what homes are judged by. Whatever else is
recorded, or will be one day, is not shown.
"""


def is_own(actor: Actor, row: Referral | YoungPerson) -> bool:
    """Tell whether it is the actor's own organisation's."""
    return row.organisation_id == actor.organisation_id


def shown(actor: Actor, person: YoungPerson) -> dict[str, Any]:
    """Return as much of the record as the actor may see before release."""
    record = person.record
    if is_own(actor, person):
        return record
    forum = actor.organisation_kind is OrganisationKind.FORUM
    outline = only(record, OUTLINE)
    outline |= {k: without_source(v) for k, v in only(record, OUTLINE_FACTS).items()}
    if "behaviours" in record:
        outline["behaviours"] = {
            code: only(said, ("level",)) for code, said in record["behaviours"].items()
        }
    if "needs" in record:
        outline["needs"] = [_need(need, why=forum) for need in record["needs"]]
    return outline


def as_read(actor: Actor, referral: Referral) -> ReferralRead:
    """Return a referral as this actor may see it."""
    own = is_own(actor, referral)
    return ReferralRead(
        id=referral.id,
        authority=referral.organisation_id,
        state=referral.state,
        young_people=[
            YoungPersonRead(
                id=person.id,
                sharing_name=person.sharing_name,
                voice=person.voice,
                age=age_of(person),
                record=shown(actor, person),
            )
            for person in referral.young_people
        ],
        share_with=[share.agency_id for share in referral.shares] if own else [],
        version=referral.version,
        created_at=referral.created_at,
        updated_at=referral.updated_at,
        closed_at=referral.closed_at,
        closed_because=referral.closed_because if own else None,
    )


def _need(need: dict[str, Any], *, why: bool) -> dict[str, Any]:
    """Return a need that does not say where the school or the family is."""
    seen = only(need, (*OUTLINE_OF_NEED, *(WHY if why else ())))
    asked = {k: v for k, v in need.get("parameters", {}).items() if k != "place"}
    return seen | ({"parameters": asked} if asked else {})


def facts_of(person: YoungPerson) -> YoungPersonFacts:
    """Return the record as the engine's own model."""
    return YoungPersonFacts.model_validate_json(json.dumps(person.record))


def age_of(person: YoungPerson) -> int:
    """Return completed years today."""
    return completed_years(date.fromisoformat(person.record["born"]), today())


@remembered("record")
def needed_by(person: YoungPerson) -> date:
    """Return the day somebody needs a home by."""
    return date.fromisoformat(person.record["needed_by"])
