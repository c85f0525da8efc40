"""What goes of referrals when everything about a young person is erased."""

import json

from app.core.db import SystemSession
from app.referrals.repository import ReferralRepository


def erase(system: SystemSession, young_person_id: str) -> list[str]:
    """Remove a young person, and the referral with the last of them; return its id.

    Brothers and sisters who stay are no more asked to live with them.
    """
    repository = ReferralRepository(system)
    person = repository.young_person(young_person_id)
    if person is None:
        return []
    referral = repository.get(person.referral_id)
    if referral is None or len(referral.young_people) == 1:
        repository.remove(referral or person)
        return [person.referral_id]
    referral.young_people.remove(person)
    for other in referral.young_people:
        # A copy: what is sealed is written when it is another value.
        kept = json.loads(json.dumps(other.record))
        if apart := kept.pop("cannot_live_with", None):
            kept["cannot_live_with"] = [key for key in apart if key != person.id]
        for need in kept.get("needs", []):
            parts = need.get("parameters", {}).get("sub_groups")
            if parts:
                left = [[key for key in part if key != person.id] for part in parts]
                need["parameters"]["sub_groups"] = [part for part in left if part]
        other.record = kept
    system.flush()
    return []
