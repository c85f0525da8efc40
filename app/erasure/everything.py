"""Erasing everything about somebody, in every organisation's copies.

UK GDPR article 17 and article 5(1)(e). What stays is the record of who did what (ids
and codes), figures of match runs that name nobody, and the id of who was erased, by
which a restored backup is told what to erase again.
"""

from collections.abc import Iterable, Sequence

from app.audit.service import Detail, record
from app.changes import erasing as changes
from app.core.actor import Actor
from app.core.clock import now
from app.core.db import SystemSession
from app.core.permissions import Permission, require
from app.decisions import erasing as decisions
from app.erasure.models import HOUSEHOLD, Erased
from app.erasure.repository import ErasedRepository
from app.exchange import erasing as imports
from app.external_ids import erasing as external_ids
from app.forum import erasing as forum
from app.households import erasing as households
from app.match_runs import erasing as runs
from app.moves import erasing as moves
from app.not_right import erasing as not_right
from app.notes import erasing as notes
from app.notifications import erasing as notifications
from app.referral_form import erasing as form
from app.referrals import erasing as referrals
from app.requests import erasing as requests
from app.webhooks import erasing as webhooks
from app.what_ifs import erasing as what_ifs


def erase(
    system: SystemSession, actor: Actor, what: str, key: str, because: str
) -> Erased:
    """Erase everything about a young person or a home that may be erased.

    It takes a system session: other organisations' match runs, forums and decisions
    tell of them too.
    """
    require(actor, Permission.ERASE_RECORDS)
    row = Erased(
        id=key,
        what=what,
        organisation_id=actor.organisation_id,
        because=because,
        erased_at=now(),
    )
    _erase(system, actor, row, again=False)
    return row


def erase_again(system: SystemSession, actor: Actor, row: Erased) -> bool:
    """Erase who was erased after a backup was made; tell whether it had them."""
    if ErasedRepository(system).get(row.id) is not None:
        return False
    _erase(system, actor, row, again=True)
    return True


def every(system: SystemSession) -> Iterable[Erased]:
    """Return who was erased, the first first."""
    return ErasedRepository(system).every()


def _erase(system: SystemSession, actor: Actor, row: Erased, *, again: bool) -> None:
    work = _erase_home if row.what == HOUSEHOLD else _erase_young_person
    records = work(system, row.id)
    imports.erase(system, records)
    external_ids.erase(system, records)
    changes.erase(system, records)
    webhooks.erase(system, records)
    notifications.erase(system, records)
    ErasedRepository(system).add(row)
    action = "household.erased" if row.what == HOUSEHOLD else "young_person.erased"
    detail: Detail = {"because": row.because, "again": again}
    record(system, actor, action, row.what, row.id, detail)


def _erase_young_person(system: SystemSession, key: str) -> Sequence[str]:
    forum.erase(system, key)
    notes.erase(system, key)
    not_right.erase(system, key)
    moves.erase(system, key)
    decisions.erase(system, key)
    what_ifs.erase(system, key, runs.erase(system, young_person=key))
    asked = requests.erase(system, key)
    return [key, *asked, *form.erase(system, key), *referrals.erase(system, key)]


def _erase_home(system: SystemSession, key: str) -> Sequence[str]:
    what_ifs.erase(system, key, runs.erase(system, home=key))
    decisions.forget_home(system, key)
    moves.forget_home(system, key)
    forum.forget(system, key)
    notes.erase(system, key)
    not_right.erase(system, key)
    asked = requests.erase(system, key)
    households.erase(system, key)
    return [key, *asked]
