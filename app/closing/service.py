"""Closing a referral: one change to everything that goes by its being live."""

from sqlalchemy.orm import Session

from app.closing.words import BECAUSE
from app.core.actor import Actor
from app.core.errors import FieldError, InvalidError
from app.decisions import service as decisions
from app.referral_form import service as form
from app.referrals import service as referrals


def close(
    session: Session, actor: Actor, referral_id: str, version: int, because: str
) -> None:
    """End a referral and let the places go that its authority holds.

    Raises
    ------
    InvalidError
        When the reason is not one of the list.
    ConflictError
        When it is closed already.
    """
    _check(because)
    closed = referrals.close(session, actor, referral_id, version, because)
    for person in closed.young_people:
        decisions.end_hold(session, actor, person.id)


def close_one(
    session: Session,
    actor: Actor,
    referral_id: str,
    version: int,
    young_person_id: str,
    because: str,
) -> None:
    """End a referral for one of several brothers and sisters; the others go on.

    Raises
    ------
    InvalidError
        When the reason is not one of the list.
    NotFoundError
        When there is no such young person in it.
    ConflictError
        When it is closed already.
    """
    _check(because)
    alone = referrals.close_one(
        session, actor, referral_id, version, young_person_id, because
    )
    form.follow(session, actor, young_person_id, alone.id)
    decisions.end_hold(session, actor, young_person_id)


def _check(because: str) -> None:
    if because not in BECAUSE:
        said = "Select why the referral is closed"
        raise InvalidError(errors=[FieldError(pointer="/because", detail=said)])
