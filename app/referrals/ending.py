"""How a referral ends, for all of them or for one of several, and begins again."""

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, or_not_found
from app.referrals.changing import (
    IS_CLOSED,
    count_on,
    is_closed,
    seen_by,
    shared_with,
    tell_all,
    to_change,
)
from app.referrals.leaving import leave
from app.referrals.models import CLOSED, LIVE, Referral
from app.referrals.repository import ReferralRepository


def close(
    session: Session, actor: Actor, referral_id: str, version: int, because: str
) -> Referral:
    """End a referral: from now on it is in no run, and no agency is shown it."""
    referral = to_change(session, actor, referral_id, version)
    if is_closed(referral):
        raise ConflictError(IS_CLOSED)
    before = shared_with(referral)
    referral.state, referral.shares = CLOSED, []
    referral.closed_at, referral.closed_because = now(), because
    count_on(referral)
    entry = record(
        session,
        actor,
        "referral.closed",
        "referral",
        referral.id,
        {"version": referral.version, "because": because},
    )
    tell_all(session, actor, entry, referral, before)
    return referral


def close_one(
    session: Session,
    actor: Actor,
    referral_id: str,
    version: int,
    young_person_id: str,
    because: str,
) -> Referral:
    """End it for one of several brothers and sisters; for the others it goes on.

    Who leaves has a closed referral of their own from then on, which is returned.
    """
    referral = to_change(session, actor, referral_id, version)
    if is_closed(referral):
        raise ConflictError(IS_CLOSED)
    person = or_not_found(
        next((p for p in referral.young_people if p.id == young_person_id), None)
    )
    if len(referral.young_people) == 1:
        return close(session, actor, referral_id, version, because)
    moment = now()
    alone = Referral(
        state=CLOSED,
        version=1,
        created_at=referral.created_at,
        updated_at=moment,
        closed_at=moment,
        closed_because=because,
    )
    ReferralRepository(session).add(alone)
    person.referral_id = alone.id
    session.flush()
    session.refresh(referral)
    session.refresh(alone)
    leave(referral.young_people, person.id)
    count_on(referral)
    detail: Detail = {"version": 1, "because": because, "of": referral.id}
    record(session, actor, "referral.closed", "referral", alone.id, detail)
    detail = {"version": referral.version, "left": person.id}
    entry = record(session, actor, "referral.changed", "referral", referral.id, detail)
    tell(session, actor, entry, seen_by(session, actor, shared_with(referral)))
    return alone


def reopen(session: Session, actor: Actor, referral_id: str, version: int) -> Referral:
    """Let a closed referral be live again; whom to share it with is said anew."""
    referral = to_change(session, actor, referral_id, version)
    if not is_closed(referral):
        raise ConflictError("This referral is not closed.")
    referral.state = LIVE
    referral.closed_at = referral.closed_because = None
    count_on(referral)
    detail = {"version": referral.version}
    record(session, actor, "referral.reopened", "referral", referral.id, detail)
    return referral
