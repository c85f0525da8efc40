"""Erasing everything about a young person, in every organisation's copies.

UK GDPR article 17 and article 5(1)(e). What stays is the record of who did what (ids
and codes), figures of match runs that name nobody, and the id of who was erased, by
which a restored backup is told what to erase again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.changes import erasing as changes
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.db import SystemSession
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.paging import PER_PAGE, Page
from app.core.permissions import Permission, require
from app.decisions import erasing as decisions
from app.erasure.models import Erased
from app.erasure.repository import ErasedRepository
from app.erasure.rules import BECAUSE, IN_TIME, Rule, rules
from app.exchange import erasing as imports
from app.external_ids import erasing as external_ids
from app.forum import erasing as forum
from app.match_runs import erasing as runs
from app.notifications import erasing as notifications
from app.referral_form import erasing as form
from app.referrals import erasing
from app.referrals import service as referrals
from app.requests import erasing as requests
from app.webhooks import erasing as webhooks
from app.what_ifs import erasing as what_ifs


@dataclass(frozen=True, slots=True)
class Kept:
    """A young person whose referral is closed, and from when they are to be erased."""

    id: str
    name: str
    closed_because: str
    closed_on: date
    due: date
    rule: Rule

    @property
    def is_due(self) -> bool:
        """Tell whether the time they are kept has run out."""
        return self.due <= today()


def kept(session: Session, actor: Actor, number: int) -> Page[Kept]:
    """Return one page of whom closed referrals were for, the first due first."""
    require(actor, Permission.ERASE_RECORDS)
    ended = [
        (rules()[one.because].due(one.closed_at), one)
        for one in referrals.ended(session, actor)
    ]
    ended.sort(key=lambda pair: (pair[0], pair[1].young_person_id))
    rows = ended[(number - 1) * PER_PAGE :][:PER_PAGE]
    people = referrals.people(session, actor, (one.young_person_id for _, one in rows))
    return Page(
        [
            Kept(
                one.young_person_id,
                people[one.young_person_id].sharing_name,
                one.because,
                one.closed_at.date(),
                due,
                rules()[one.because],
            )
            for due, one in rows
        ],
        number,
        len(ended),
    )


def about(session: Session, actor: Actor, young_person_id: str) -> Any:
    """Return a young person of one's own authority; another's is not there."""
    require(actor, Permission.ERASE_RECORDS)
    person = referrals.young_person(session, actor, young_person_id)
    if not referrals.is_own(actor, person):
        raise NotFoundError
    return person


def due(session: Session, actor: Actor, referral_id: str) -> date | None:
    """Return from when a referral is to be erased; None while it is live."""
    referral = referrals.get(session, actor, referral_id)
    if referral.closed_at is None or referral.closed_because is None:
        return None
    return rules()[referral.closed_because].due(referral.closed_at)


def may_be_erased(
    session: Session, actor: Actor, young_person_id: str, because: str
) -> None:
    """Refuse what must not be erased, or not for this reason.

    Raises
    ------
    NotFoundError
        When there is no such young person, or another authority keeps the record.
    ConflictError
        While the referral is live: somebody may be finding them a home.
    InvalidError
        When no reason is given, or their time has not run out.
    """
    person = about(session, actor, young_person_id)
    until = due(session, actor, person.referral_id)
    if until is None:
        raise ConflictError("The referral is live. Close it first.")
    said = None
    if because not in BECAUSE:
        said = "Select why everything about them is erased"
    elif because == IN_TIME and until > today():
        day = f"{until.day} {until:%B %Y}"
        said = f"The time they are kept runs until {day}. Select another reason"
    if said:
        raise InvalidError(errors=[FieldError(pointer="/because", detail=said)])


def erase(
    system: SystemSession, actor: Actor, young_person_id: str, because: str
) -> Erased:
    """Erase everything about a young person, which `may_be_erased` has allowed.

    It takes a system session: other organisations' match runs, forums and decisions
    tell of them too.
    """
    require(actor, Permission.ERASE_RECORDS)
    row = Erased(
        id=young_person_id,
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
    key = row.id
    forum.erase(system, key)
    decisions.erase(system, key)
    what_ifs.erase(system, key, runs.erase(system, key))
    asked = requests.erase(system, key)
    records = [key, *asked, *form.erase(system, key), *erasing.erase(system, key)]
    imports.erase(system, records)
    external_ids.erase(system, records)
    changes.erase(system, records)
    webhooks.erase(system, records)
    notifications.erase(system, records)
    ErasedRepository(system).add(row)
    record(
        system,
        actor,
        "young_person.erased",
        "young_person",
        key,
        {"because": row.because, "again": again},
    )
