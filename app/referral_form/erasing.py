"""What goes of the referral form when a young person is erased, or it is never sent."""

from datetime import datetime

from app.core.db import SystemSession
from app.referral_form.repository import DraftRepository


def erase(system: SystemSession, young_person_id: str) -> list[str]:
    """Remove what was typed about a young person; return the ids of what goes.

    Where theirs is the form that brothers and sisters share, it stays, empty, until
    the last of them is erased.
    """
    repository = DraftRepository(system)
    gone = []
    for change in repository.changes_of([young_person_id]):
        # A change that was being written is of brothers and sisters together.
        first = change.lead or change
        gone += [one.id for one in first.together]
        repository.remove(first)
    draft = repository.of_young_person(young_person_id)
    if draft is None:
        return gone
    key = draft.id
    if draft.siblings:
        draft.young_person_id = None
        # Their own referral goes, if they had left the others' before.
        draft.referral_id = draft.siblings[0].referral_id
        draft.answers, draft.importance, draft.done = {}, {}, []
        system.flush()
    else:
        lead = draft.lead
        repository.remove(draft)
        if lead is not None and lead.young_person_id is None:
            system.refresh(lead)
            if not lead.siblings:
                repository.remove(lead)
    return [*gone, key]


def erase_not_sent(
    system: SystemSession, organisation_id: str, before: datetime
) -> list[str]:
    """Remove an organisation's drafts not sent, nor changed since; return their ids."""
    repository = DraftRepository(system)
    gone = []
    for draft in repository.leading_not_sent(organisation_id, before):
        if all(one.updated_at < before for one in draft.together):
            gone += [one.id for one in draft.together]
            repository.remove(draft)
    return gone
