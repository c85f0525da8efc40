"""Holding a referral to change it, counting its versions, and who hears of it."""

from collections.abc import Iterable

from sqlalchemy.orm import Session

from app.changes.service import Entry, tell
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.errors import NotFoundError, PreconditionFailedError
from app.core.permissions import Permission, require
from app.frameworks import service as frameworks
from app.notifications import service as notifications
from app.referrals.models import CLOSED, Referral, ReferralShare
from app.referrals.outline import is_own
from app.referrals.repository import ReferralRepository

IS_CLOSED = "This referral is closed. Open it again first."


def own_held(session: Session, actor: Actor, referral_id: str) -> Referral | None:
    """Return one's own referral as it is now, held until the transaction ends."""
    require(actor, Permission.WRITE_REFERRALS)
    found = ReferralRepository(session).held(referral_id)
    return found if found is not None and is_own(actor, found) else None


def hold_of(session: Session, actor: Actor, young_person_id: str) -> None:
    """Hold a young person's referral until the transaction ends.

    Whoever reads it to change it holds it first: that it was read goes on record, and
    everybody else holds the referral before they write to the record.
    """
    require(actor, Permission.WRITE_REFERRALS)
    repository = ReferralRepository(session)
    if person := repository.young_person(young_person_id):
        repository.held(person.referral_id)


def is_closed(referral: Referral) -> bool:
    """Tell whether a referral has ended."""
    return referral.state == CLOSED


def to_change(
    session: Session, actor: Actor, referral_id: str, version: int
) -> Referral:
    """Return one's own referral as it was read, to change it."""
    require(actor, Permission.WRITE_REFERRALS)
    referral = ReferralRepository(session).held(referral_id)
    if referral is None or not is_own(actor, referral):
        raise NotFoundError
    if referral.version != version:
        raise PreconditionFailedError
    return referral


def count_on(referral: Referral) -> None:
    """Give a referral that changed its next version."""
    referral.version, referral.updated_at = referral.version + 1, now()


def shared_with(referral: Referral) -> set[str]:
    """Return the agencies and frameworks a referral is shared with, by id."""
    return {share.agency_id for share in referral.shares}


def seen_by(session: Session, actor: Actor, shared: Iterable[str]) -> set[str]:
    """Return the agencies that what the actor shares with these reaches, by id."""
    on, own = frameworks.lists(session), actor.organisation_id
    return on.reached(shared, own, OrganisationKind.AGENCY)


def shares_of(own: str, agencies: list[str]) -> list[ReferralShare]:
    """Return what shares a referral with these agencies, each once."""
    return [
        ReferralShare(agency_id=agency, organisation_id=own)
        for agency in dict.fromkeys(agencies)
    ]


def tell_all(
    session: Session, actor: Actor, entry: Entry, referral: Referral, before: set[str]
) -> None:
    """Let those who see it hear that it changed, and who no longer sees it."""
    seen = seen_by(session, actor, shared_with(referral))
    tell(session, actor, entry, seen)
    gone = seen_by(session, actor, before) - seen
    tell(session, actor, entry, gone, what="referral.withdrawn")


def tell_people(
    session: Session, actor: Actor, referral: Referral, agencies: set[str]
) -> None:
    """Tell the people of agencies that the referral is shared with them now."""
    first = referral.young_people[0].id
    whom = seen_by(session, actor, agencies)
    notifications.tell(session, actor, "referral.shared", first, whom)
