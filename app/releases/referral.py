"""Release a young person's referral in full to the agency of the home explored.

It is read while the decision to explore the home holds a place there: a decision that
takes its place, a place let go or one whose day is over ends the reading too.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import ConflictError, NotFoundError, or_not_found
from app.core.permissions import Permission, may, require
from app.decisions import service as decisions
from app.households import holds
from app.households import service as households
from app.identity import service as identity
from app.notifications import service as notifications
from app.referral_form import service as form
from app.referrals import service as referrals
from app.releases.models import ReferralRelease
from app.releases.repository import ReleaseRepository

NOTHING_HELD = "No place is held for them. Record a decision to explore a home first."
NOT_OFFERED = "The home is not offered to your authority any more."
NOT_SHARED = (
    "The referral is not shared by name with the agency of this home. Share it with "
    "them first."
)


@dataclass(frozen=True, slots=True)
class Explored:
    """One's own young person, and the home that is explored for them.

    ``content`` is what would be read, beside the real name. The rest is None while no
    place is held; ``until`` is the last day it is, ``refused`` why it cannot be
    released now.
    """

    person: Any
    version: int
    content: dict[str, Any]
    refused: str | None
    decision_id: str | None = None
    share_id: str | None = None
    home: Any = None
    agency: str | None = None
    until: date | None = None
    release: ReferralRelease | None = None


def explored(session: Session, actor: Actor, young_person_id: str) -> Explored:
    """Return what may be released about one's own young person, or was.

    Raises
    ------
    NotFoundError
        When there is no such young person, or another authority keeps the record.
    """
    require(actor, Permission.RELEASE_REFERRALS)
    person = referrals.young_person(session, actor, young_person_id)
    if not referrals.is_own(actor, person):
        raise NotFoundError
    whole = form.on_one_page(session, actor, person.referral_id)
    summary = next(one for one in whole.people if one.id == person.id)
    content = {"born": person.record["born"], **asdict(summary)}
    # What is old is for the authority to confirm.
    del content["old"]
    of = (person, whole.referral.version, content)
    decided = decisions.about(session, actor, person.id)
    until = decisions.held_until(session, decided[0]) if decided else None
    if until is None or decided[0].household_id is None:
        return Explored(*of, NOTHING_HELD)
    try:
        home = households.get(session, actor, decided[0].household_id)
    except NotFoundError:
        return Explored(*of, NOT_OFFERED)
    shares = whole.referral.shares
    share = next((s.id for s in shares if s.agency_id == home.organisation_id), None)
    there = ReleaseRepository(session).of_young_person(person.id)
    return Explored(
        *of,
        None if share else NOT_SHARED,
        decided[0].id,
        share,
        home,
        _names(session)[home.organisation_id],
        until,
        next((one for one in there if one.decision_id == decided[0].id), None),
    )


def release(
    session: Session,
    actor: Actor,
    young_person_id: str,
    real_name: str,
    agreed_on: date,
) -> None:
    """Let the agency of the home that is explored read it as it is now.

    Releasing it again replaces what was released before.

    Raises
    ------
    ConflictError
        When no place is held, or the referral is not shared with the agency.
    """
    require(actor, Permission.RELEASE_REFERRALS)
    referrals.hold_of(session, actor, young_person_id)
    found = explored(session, actor, young_person_id)
    if found.refused:
        raise ConflictError(found.refused)
    repository = ReleaseRepository(session)
    if found.release is not None:
        repository.remove(found.release)
    agency = found.home.organisation_id
    repository.add(
        ReferralRelease(
            share_id=found.share_id,
            decision_id=found.decision_id,
            young_person_id=young_person_id,
            household_id=found.home.id,
            agency_id=agency,
            content={"real_name": real_name, **found.content},
            version=found.version,
            agreed_on=agreed_on,
            released_at=now(),
            released_by=actor.person_id,
        )
    )
    detail: Detail = {
        "to": agency,
        "young_person": young_person_id,
        "home": found.home.id,
        "version": found.version,
        "agreed_on": agreed_on.isoformat(),
    }
    key = found.person.referral_id
    entry = record(session, actor, "referral.released", "referral", key, detail)
    tell(session, actor, entry, [agency])
    about = young_person_id
    notifications.tell(session, actor, "referral.released", about, [agency])


def take_back(session: Session, actor: Actor, young_person_id: str) -> None:
    """Let no agency read it in full any more, from this moment."""
    require(actor, Permission.RELEASE_REFERRALS)
    referrals.hold_of(session, actor, young_person_id)
    person = referrals.young_person(session, actor, young_person_id)
    if not referrals.is_own(actor, person):
        raise NotFoundError
    repository = ReleaseRepository(session)
    for one in repository.of_young_person(person.id):
        repository.remove(one)
        detail = {"to": one.agency_id, "young_person": person.id}
        key = person.referral_id
        entry = record(session, actor, "referral.taken_back", "referral", key, detail)
        tell(session, actor, entry, [one.agency_id])


@dataclass(frozen=True, slots=True)
class Released:
    """What an agency may read, for which of its homes, and until when.

    ``is_older`` tells that the referral was changed since it was released.
    """

    content: dict[str, Any]
    home: Any
    until: date
    at: datetime
    is_older: bool


def read_referral(session: Session, actor: Actor, young_person_id: str) -> Released:
    """Return a referral that was released to the agency; reading it goes on record.

    Raises
    ------
    NotFoundError
        When there is none, or none for them, or no place is held any more.
    """
    require(actor, Permission.READ_REFERRALS)
    person = referrals.young_person(session, actor, young_person_id)
    found = or_not_found(_standing(session, actor, person.id))
    one, until = found
    referral = referrals.get(session, actor, person.referral_id)
    home = households.get(session, actor, one.household_id)
    detail: Detail = {"home": home.id, "version": one.version}
    record(session, actor, "referral.read_in_full", "young_person", person.id, detail)
    is_older = referral.version != one.version
    return Released(one.content, home, until, one.released_at, is_older)


def may_read_referral(session: Session, actor: Actor, young_person_id: str) -> bool:
    """Tell whether a referral was released to the actor's agency, and still is."""
    require(actor, Permission.READ_REFERRALS)
    return _standing(session, actor, young_person_id) is not None


def may_release_referral(actor: Actor, person: Any) -> bool:
    """Tell whether the actor can release a young person's referral."""
    return may(actor, Permission.RELEASE_REFERRALS) and referrals.is_own(actor, person)


def released_about(
    session: Session, actor: Actor, young_person_id: str
) -> list[dict[str, Any]]:
    """Return what of a young person is released to whom, to take it out."""
    require(actor, Permission.TAKE_OUT_RECORDS)
    names = _names(session)
    return [
        {
            "to": names[one.agency_id],
            "released_at": one.released_at,
            "carers_said_so_on": one.agreed_on,
            **one.content,
        }
        for one in ReleaseRepository(session).of_young_person(young_person_id)
    ]


def _standing(
    session: Session, actor: Actor, young_person_id: str
) -> tuple[ReferralRelease, date] | None:
    """Return what the actor's agency may read now, and until when."""
    for one in ReleaseRepository(session).of_young_person(young_person_id):
        until = holds.held_until(session, one.decision_id)
        if until and one.agency_id == actor.organisation_id:
            return one, until
    return None


def _names(session: Session) -> dict[str, str]:
    return {one.id: one.name for one in identity.list_organisations(session)}
