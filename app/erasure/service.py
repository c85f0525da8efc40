"""From when a closed referral is to be erased, and whether it may be."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import ConflictError, NotFoundError
from app.core.paging import PER_PAGE, Page
from app.core.permissions import Permission, require
from app.erasure.choosing import check_because, rules_of
from app.erasure.drafts import draft_kept_until as draft_kept_until
from app.erasure.everything import erase as erase
from app.erasure.everything import erase_again as erase_again
from app.erasure.everything import every as every
from app.erasure.parts import part_kept_until as part_kept_until
from app.erasure.rules import REFERRAL, Rule
from app.referrals import service as referrals


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
    rules = rules_of(session, actor, REFERRAL)
    ended = [
        (rules[one.because].due(one.closed_at), one)
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
                rules[one.because],
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
    rule = rules_of(session, actor, REFERRAL)[referral.closed_because]
    return rule.due(referral.closed_at)


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
    check_because(because, until)
