"""Looking at referrals: one, a list, and what a match run needs of them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.service import record_read
from app.core.actor import Actor, OrganisationKind
from app.core.errors import or_not_found
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.identity import service as identity
from app.referrals.models import Referral, YoungPerson
from app.referrals.repository import Ended, ReferralRepository, Referred


@dataclass(frozen=True, slots=True)
class Waiting:
    """A young person as a match run needs them."""

    id: str
    authority: str
    sibling_group: str | None
    name: str
    record: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Area:
    """Where an authority lies."""

    id: str
    name: str
    adjoining: list[str]
    places: list[str]


def page(session: Session, actor: Actor, number: int) -> Page[Referral]:
    """Return one page of the referrals the actor may see."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).page(number, shared=_sees_only_shared(actor))


def waiting(session: Session, actor: Actor, number: int) -> Page[YoungPerson]:
    """Return one page of the young people waiting whom the actor may see."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).waiting(number, shared=_sees_only_shared(actor))


def _sees_only_shared(actor: Actor) -> bool:
    return actor.organisation_kind is OrganisationKind.AGENCY


READ = ("young_person.read", "referral.read")


def unread(session: Session, actor: Actor, most: int) -> Sequence[YoungPerson]:
    """Return the newest of those who wait whom nobody of the actor's has looked at."""
    require(actor, Permission.READ_REFERRALS)
    never = audit.never(actor, READ, YoungPerson.id, YoungPerson.referral_id)
    return ReferralRepository(session).newest(never, most)


def own_waiting(session: Session, actor: Actor) -> Sequence[YoungPerson]:
    """Return every young person of the actor's own who waits, for a list."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).own_waiting(actor.organisation_id)


def closed(session: Session, actor: Actor, number: int) -> Page[YoungPerson]:
    """Return one page of those whose referrals the actor's own authority closed."""
    require(actor, Permission.WRITE_REFERRALS)
    return ReferralRepository(session).closed(actor.organisation_id, number)


def ended(session: Session, actor: Actor) -> Sequence[Ended]:
    """Return whom the actor's own closed referrals were for, the first closed first."""
    require(actor, Permission.ERASE_RECORDS)
    return ReferralRepository(session).ended(actor.organisation_id)


def get(session: Session, actor: Actor, referral_id: str) -> Referral:
    """Return one referral; that it was read goes on record."""
    require(actor, Permission.READ_REFERRALS)
    found = or_not_found(ReferralRepository(session).get(referral_id))
    record_read(session, actor, "referral.read", "referral", found.id)
    return found


def young_person(session: Session, actor: Actor, young_person_id: str) -> YoungPerson:
    """Return one young person; that they were read goes on record."""
    require(actor, Permission.READ_REFERRALS)
    found = or_not_found(ReferralRepository(session).young_person(young_person_id))
    record_read(session, actor, "young_person.read", "young_person", found.id)
    return found


def people(
    session: Session, actor: Actor, ids: Iterable[str]
) -> dict[str, YoungPerson]:
    """Return those of these young people the actor may see, by id, for a list."""
    require(actor, Permission.READ_REFERRALS)
    wanted = sorted(set(ids))
    found = ReferralRepository(session).young_people(wanted)
    return {person.id: person for person in found}


def seen_also_by(
    session: Session, actor: Actor, other: Actor, ids: Iterable[str]
) -> set[str]:
    """Return which of these that the actor sees another sees too."""
    require(actor, Permission.READ_REFERRALS)
    wanted = sorted(set(ids))
    return set(ReferralRepository(session).seen_also_by(other, wanted))


def changed_since(
    session: Session, actor: Actor, ids: Iterable[str], moment: datetime
) -> int:
    """Count the referrals of these young people that were changed since then."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).changed_since(sorted(set(ids)), moment)


def referred(session: Session, actor: Actor) -> dict[str, Referred]:
    """Return when each of one's own was referred, by id: figures, and nobody's name."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).referred(actor.organisation_id)


def waiting_since(
    session: Session, actor: Actor, ids: Iterable[str]
) -> dict[str, date]:
    """Return when those the actor may see who wait still were referred, by id."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).waiting_since(sorted(set(ids)))


def still_seen(session: Session, actor: Actor, ids: Iterable[str]) -> set[str]:
    """Return which of these young people the actor may see now."""
    require(actor, Permission.READ_REFERRALS)
    return set(ReferralRepository(session).seen(sorted(set(ids))))


def own_people(
    session: Session, actor: Actor
) -> Iterator[tuple[Referral, YoungPerson]]:
    """Yield one's own young people, live and closed, as referred; for exports alone.

    Whoever asks puts on record whom they read.
    """
    require(actor, Permission.EXPORT_RECORDS)
    for referral in ReferralRepository(session).own(actor.organisation_id):
        for person in referral.young_people:
            yield referral, person


def records_of(session: Session, actor: Actor, person: YoungPerson) -> frozenset[str]:
    """Return the ids under which the record tells of one's own young person.

    Beside their own it is their referral's, and that of the one they left.
    """
    require(actor, Permission.READ_REFERRALS)
    closed = ("referral.closed",)
    left = audit.of_record(session, actor, person.referral_id, closed, 1).rows
    before = {str(entry.detail["of"]) for entry in left if "of" in entry.detail}
    return frozenset({person.id, person.referral_id, *before})


def everyone_waiting(session: Session, actor: Actor) -> list[Waiting]:
    """Return every young person the actor may match, as a run needs them."""
    require(actor, Permission.START_MATCH_RUNS)
    return [
        Waiting(
            person.id,
            person.organisation_id,
            referral.id if len(referral.young_people) > 1 else None,
            person.sharing_name,
            person.record,
        )
        for referral in ReferralRepository(session).live()
        for person in referral.young_people
    ]


def areas(session: Session) -> list[Area]:
    """Return every authority, and where it lies if that is recorded: open to all."""
    recorded = {one.organisation_id: one for one in ReferralRepository(session).areas()}
    return [
        Area(one.id, area.name, area.adjoining, area.places)
        if (area := recorded.get(one.id))
        else Area(one.id, one.name, [], [])
        for one in identity.list_organisations(session)
        if one.kind is OrganisationKind.AUTHORITY
    ]
