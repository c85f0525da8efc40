"""The day on which an authority looks again for a home for a young person."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import ConflictError, FieldError, InvalidError, NotFoundError
from app.core.permissions import Permission, require
from app.referrals.changing import IS_CLOSED, hold_of, is_closed
from app.referrals.looking import get, young_person
from app.referrals.models import YoungPerson
from app.referrals.outline import is_own
from app.referrals.repository import ReferralRepository

LONGEST = timedelta(days=366)
NOT_A_DAY = "Enter a date, for example 27 3 2027"


def to_review(session: Session, actor: Actor, young_person_id: str) -> YoungPerson:
    """Return one of the authority's own, to say when it looks again for them."""
    require(actor, Permission.WRITE_REFERRALS)
    found = young_person(session, actor, young_person_id)
    if not is_own(actor, found):
        raise NotFoundError
    return found


def set_review(
    session: Session,
    actor: Actor,
    young_person_id: str,
    on: date | None,
    *,
    unread: bool = False,
) -> None:
    """Say when the authority looks again for somebody; None takes the day away.

    Raises
    ------
    InvalidError
        When the day is past or more than a year away, or could not be read.
    ConflictError
        When the referral is closed.
    """
    hold_of(session, actor, young_person_id)
    person = to_review(session, actor, young_person_id)
    if is_closed(get(session, actor, person.referral_id)):
        raise ConflictError(IS_CLOSED)
    said = NOT_A_DAY if unread else _wrong_with(on)
    if said:
        raise InvalidError(errors=[FieldError(pointer="/day", detail=said)])
    person.review_on = on
    action = "review.set" if on else "review.taken_away"
    record(session, actor, action, "young_person", person.id)


def to_look_again(session: Session, until: date) -> Sequence[YoungPerson]:
    """Return whom the authority looks again for by then, the soonest first."""
    return ReferralRepository(session).to_review(until)


def _wrong_with(on: date | None) -> str:
    if on is None:
        return ""
    if on < today():
        return "Date must be today or in the future"
    if on > today() + LONGEST:
        return "Date must be within a year"
    return ""
