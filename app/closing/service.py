"""Closing a referral: one change to everything that goes by its being live."""

from sqlalchemy.orm import Session

from app.closing.words import BECAUSE
from app.core.actor import Actor
from app.core.errors import FieldError, InvalidError
from app.decisions import service as decisions
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
    if because not in BECAUSE:
        said = "Select why the referral is closed"
        raise InvalidError(errors=[FieldError(pointer="/because", detail=said)])
    closed = referrals.close(session, actor, referral_id, version, because)
    for person in closed.young_people:
        decisions.end_hold(session, actor, person.id)
