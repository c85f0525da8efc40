"""What goes of referrals when everything about a young person is erased."""

from app.core.db import SystemSession
from app.referrals.leaving import leave
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
    leave(referral.young_people, person.id)
    system.flush()
    return []
