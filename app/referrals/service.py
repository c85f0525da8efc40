"""What can be done with referrals."""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from app.audit import service as audit
from app.audit.service import Detail, record
from app.changes.service import Entry, tell
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    NotPermittedError,
    PreconditionFailedError,
)
from app.core.paging import Page
from app.core.permissions import Permission, require
from app.core.records import CONFIRMED, checked, only, without_source
from app.identity import service as identity
from app.notifications import service as notifications
from app.referrals.confirming import Old as Old
from app.referrals.confirming import confirm as confirm_parts
from app.referrals.confirming import old_parts as old_parts
from app.referrals.history import differences, whole
from app.referrals.history import told as told
from app.referrals.leaving import leave
from app.referrals.models import (
    CLOSED,
    LIVE,
    Referral,
    ReferralShare,
    YoungPerson,
)
from app.referrals.repository import Ended, ReferralRepository
from app.referrals.schemas import (
    ReferralRead,
    YoungPersonRead,
    YoungPersonWrite,
)
from matching.case import Need, YoungPersonFacts
from matching.case_checks import need_errors
from matching.criteria.asking import completed_years

OUTLINE = ("gender", "priority", "needed_by", "placement_type", "support_offered")
OUTLINE_FACTS = ("languages", "faith", "cultures", "adaptations", "interests")
OUTLINE_OF_NEED = ("criterion", "strength")
WHY = ("reason", "source", "confirmed_on")
"""What others see of a young person's record before their authority releases it.

Of facts it is the value and its date; of needs what is asked, and why only for the
forum; of behaviours the level, which is what homes are judged by. Whatever else is
recorded, or will be one day, is not shown.
"""


IS_CLOSED = "This referral is closed. Open it again first."


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


def today() -> date:
    """Return today's date in London."""
    return now().astimezone(ZoneInfo("Europe/London")).date()


def page(session: Session, actor: Actor, number: int) -> Page[Referral]:
    """Return one page of the referrals the actor may see."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).page(number)


def waiting(session: Session, actor: Actor, number: int) -> Page[YoungPerson]:
    """Return one page of the young people waiting whom the actor may see."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).waiting(number)


def all_waiting(session: Session, actor: Actor) -> Sequence[YoungPerson]:
    """Return every young person waiting whom the actor may see, for a list."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).all_waiting()


def own_waiting(session: Session, actor: Actor) -> Sequence[YoungPerson]:
    """Return every young person of the actor's own who waits, for a list."""
    require(actor, Permission.READ_REFERRALS)
    return ReferralRepository(session).own_waiting(actor.organisation_id)


def needed_by(person: YoungPerson) -> date:
    """Return the day somebody needs a home by."""
    return date.fromisoformat(person.record["needed_by"])


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
    found = ReferralRepository(session).get(referral_id)
    if found is None:
        raise NotFoundError
    record(session, actor, "referral.read", "referral", found.id)
    return found


def young_person(session: Session, actor: Actor, young_person_id: str) -> YoungPerson:
    """Return one young person; that they were read goes on record."""
    require(actor, Permission.READ_REFERRALS)
    found = ReferralRepository(session).young_person(young_person_id)
    if found is None:
        raise NotFoundError
    record(session, actor, "young_person.read", "young_person", found.id)
    return found


def people(
    session: Session, actor: Actor, ids: Iterable[str]
) -> dict[str, YoungPerson]:
    """Return those of these young people the actor may see, by id, for a list."""
    require(actor, Permission.READ_REFERRALS)
    wanted = sorted(set(ids))
    found = ReferralRepository(session).young_people(wanted)
    return {person.id: person for person in found}


def still_seen(session: Session, actor: Actor, ids: Iterable[str]) -> set[str]:
    """Return which of these young people the actor may see now."""
    require(actor, Permission.READ_REFERRALS)
    return set(ReferralRepository(session).seen(sorted(set(ids))))


def create(
    session: Session,
    actor: Actor,
    young_people: list[YoungPersonWrite],
    share_with: list[str],
) -> Referral:
    """Keep a new referral of the actor's authority."""
    require(actor, Permission.WRITE_REFERRALS)
    if actor.organisation_kind is not OrganisationKind.AUTHORITY:
        raise NotPermittedError("Only a local authority refers young people.")
    own = actor.organisation_id
    kept = _kept(session, young_people, share_with)
    people = [
        YoungPerson(
            organisation_id=own,
            sharing_name=given.sharing_name,
            voice=given.voice,
            record=facts,
        )
        for given, facts in zip(young_people, kept, strict=True)
    ]
    moment = now()
    referral = Referral(
        state=LIVE,
        version=1,
        created_at=moment,
        updated_at=moment,
        young_people=people,
        shares=_shares(own, share_with),
    )
    repository = ReferralRepository(session)
    repository.add(referral)
    _name_siblings(people)
    entry = record(session, actor, "referral.created", "referral", referral.id)
    tell(session, actor, entry, _shared(referral))
    _tell_people(session, actor, referral, _shared(referral))
    return referral


def update(
    session: Session,
    actor: Actor,
    referral_id: str,
    version: int,
    young_people: list[YoungPersonWrite],
    share_with: list[str],
    *,
    because: str | None = None,
) -> Referral:
    """Change a referral that nobody has changed since ``version``.

    The young people stay the same ones, in the same order. ``because`` is a code of
    `words.CHANGED_BECAUSE`.
    """
    referral = _to_change(session, actor, referral_id, version)
    if is_closed(referral):
        raise ConflictError(IS_CLOSED)
    if len(young_people) != len(referral.young_people):
        raise InvalidError(
            errors=[
                FieldError(
                    pointer="/young_people",
                    detail=f"must name the {len(referral.young_people)} young people "
                    "of this referral",
                )
            ]
        )
    kept, was = _kept(session, young_people, share_with), whole(referral)
    for person, given, facts in zip(
        referral.young_people, young_people, kept, strict=True
    ):
        person.sharing_name, person.voice = given.sharing_name, given.voice
        person.record = facts
    _name_siblings(referral.young_people)
    there, before = {s.agency_id: s for s in referral.shares}, _shared(referral)
    referral.shares = [
        there.get(share.agency_id, share)
        for share in _shares(actor.organisation_id, share_with)
    ]
    _count_on(referral)
    detail: Detail = {
        "version": referral.version,
        **({"because": because} if because else {}),
        **differences(was, referral),
    }
    entry = record(session, actor, "referral.changed", "referral", referral.id, detail)
    _tell(session, actor, entry, referral, before)
    _tell_people(session, actor, referral, _shared(referral) - before)
    return referral


def confirm(
    session: Session,
    actor: Actor,
    referral_id: str,
    version: int,
    keys: Collection[str],
) -> Referral:
    """Say that what is old of a referral is still true: these parts, and no others.

    Raises
    ------
    PreconditionFailedError
        When somebody changed the referral after ``version``.
    InvalidError
        When none of it is old.
    """
    referral = _to_change(session, actor, referral_id, version)
    if is_closed(referral):
        raise ConflictError(IS_CLOSED)
    old = [one for one in old_parts(referral, today()) if one.key in keys]
    if not old:
        said = "Select what is still true"
        raise InvalidError(errors=[FieldError(pointer="/still", detail=said)])
    several = len(referral.young_people) > 1
    parts = {
        f"{place}.{part}" if several else part: CONFIRMED
        for place, person in enumerate(referral.young_people, 1)
        for part in sorted(confirm_parts(person, old, today()))
    }
    _count_on(referral)
    detail: Detail = {"version": referral.version, **parts}
    entry = record(session, actor, "referral.changed", "referral", referral.id, detail)
    tell(session, actor, entry, _shared(referral))
    return referral


def close(
    session: Session, actor: Actor, referral_id: str, version: int, because: str
) -> Referral:
    """End a referral: from now on it is in no run, and no agency is shown it."""
    referral = _to_change(session, actor, referral_id, version)
    if is_closed(referral):
        raise ConflictError(IS_CLOSED)
    before = _shared(referral)
    referral.state, referral.shares = CLOSED, []
    referral.closed_at, referral.closed_because = now(), because
    _count_on(referral)
    entry = record(
        session,
        actor,
        "referral.closed",
        "referral",
        referral.id,
        {"version": referral.version, "because": because},
    )
    _tell(session, actor, entry, referral, before)
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
    referral = _to_change(session, actor, referral_id, version)
    if is_closed(referral):
        raise ConflictError(IS_CLOSED)
    person = next((p for p in referral.young_people if p.id == young_person_id), None)
    if person is None:
        raise NotFoundError
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
    _count_on(referral)
    detail: Detail = {"version": 1, "because": because, "of": referral.id}
    record(session, actor, "referral.closed", "referral", alone.id, detail)
    detail = {"version": referral.version, "left": person.id}
    entry = record(session, actor, "referral.changed", "referral", referral.id, detail)
    tell(session, actor, entry, _shared(referral))
    return alone


def records_of(session: Session, actor: Actor, person: YoungPerson) -> frozenset[str]:
    """Return the ids under which the record tells of one's own young person.

    Beside their own it is their referral's, and that of the one they left.
    """
    require(actor, Permission.READ_REFERRALS)
    closed = ("referral.closed",)
    left = audit.of_record(session, actor, person.referral_id, closed, 1).rows
    before = {str(entry.detail["of"]) for entry in left if "of" in entry.detail}
    return frozenset({person.id, person.referral_id, *before})


def reopen(session: Session, actor: Actor, referral_id: str, version: int) -> Referral:
    """Let a closed referral be live again; whom to share it with is said anew."""
    referral = _to_change(session, actor, referral_id, version)
    if not is_closed(referral):
        raise ConflictError("This referral is not closed.")
    referral.state = LIVE
    referral.closed_at = referral.closed_because = None
    _count_on(referral)
    detail = {"version": referral.version}
    record(session, actor, "referral.reopened", "referral", referral.id, detail)
    return referral


def own_held(session: Session, actor: Actor, referral_id: str) -> Referral | None:
    """Return one's own referral as it is now, held until the transaction ends."""
    require(actor, Permission.WRITE_REFERRALS)
    found = ReferralRepository(session).held(referral_id)
    return found if found is not None and is_own(actor, found) else None


def is_same(
    referral: Referral, young_people: list[YoungPersonWrite], share_with: list[str]
) -> bool:
    """Tell whether keeping what was sent would change nothing."""
    people = referral.young_people
    shared = _shared(referral) == set(share_with)
    if not shared or len(people) != len(young_people):
        return False
    with suppress(InvalidError):
        return all(
            (person.sharing_name, person.voice) == (given.sharing_name, given.voice)
            and person.record
            == _named(checked(YoungPersonFacts, given.record, "/record"), people)
            for person, given in zip(people, young_people, strict=True)
        )
    return False


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


def _tell_people(
    session: Session, actor: Actor, referral: Referral, agencies: set[str]
) -> None:
    """Tell the people of agencies that the referral is shared with them now."""
    first = referral.young_people[0].id
    notifications.tell(session, actor, "referral.shared", first, agencies)


def _to_change(
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


def _count_on(referral: Referral) -> None:
    referral.version, referral.updated_at = referral.version + 1, now()


def is_own(actor: Actor, row: Referral | YoungPerson) -> bool:
    """Tell whether it is the actor's own organisation's."""
    return row.organisation_id == actor.organisation_id


def facts_of(person: YoungPerson) -> YoungPersonFacts:
    """Return the record as the engine's own model."""
    return YoungPersonFacts.model_validate_json(json.dumps(person.record))


def age_of(person: YoungPerson) -> int:
    """Return completed years today."""
    return completed_years(date.fromisoformat(person.record["born"]), today())


def shown(actor: Actor, person: YoungPerson) -> dict[str, Any]:
    """Return as much of the record as the actor may see before release."""
    record = person.record
    if is_own(actor, person):
        return record
    forum = actor.organisation_kind is OrganisationKind.FORUM
    outline = only(record, OUTLINE)
    outline |= {k: without_source(v) for k, v in only(record, OUTLINE_FACTS).items()}
    if "behaviours" in record:
        outline["behaviours"] = {
            code: only(said, ("level",)) for code, said in record["behaviours"].items()
        }
    if "needs" in record:
        outline["needs"] = [_need(need, why=forum) for need in record["needs"]]
    return outline


def as_read(actor: Actor, referral: Referral) -> ReferralRead:
    """Return a referral as this actor may see it."""
    own = is_own(actor, referral)
    return ReferralRead(
        id=referral.id,
        authority=referral.organisation_id,
        state=referral.state,
        young_people=[
            YoungPersonRead(
                id=person.id,
                sharing_name=person.sharing_name,
                voice=person.voice,
                age=age_of(person),
                record=shown(actor, person),
            )
            for person in referral.young_people
        ],
        share_with=[share.agency_id for share in referral.shares] if own else [],
        version=referral.version,
        created_at=referral.created_at,
        updated_at=referral.updated_at,
        closed_at=referral.closed_at,
        closed_because=referral.closed_because if own else None,
    )


def _need(need: dict[str, Any], *, why: bool) -> dict[str, Any]:
    """Return a need that does not say where the school or the family is."""
    seen = only(need, (*OUTLINE_OF_NEED, *(WHY if why else ())))
    asked = {k: v for k, v in need.get("parameters", {}).items() if k != "place"}
    return seen | ({"parameters": asked} if asked else {})


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
    """Return where every authority lies: reference data, open to all."""
    return [
        Area(area.organisation_id, area.name, area.adjoining, area.places)
        for area in ReferralRepository(session).areas()
    ]


def _kept(
    session: Session, young_people: list[YoungPersonWrite], share_with: list[str]
) -> list[dict[str, Any]]:
    """Return the records as they will be kept, or raise InvalidError with every error.

    Who it is shared with is looked at too, so that all there is to put right is said
    at once.
    """
    kept: list[dict[str, Any]] = []
    wrong: list[FieldError] = []
    for place, given in enumerate(young_people):
        at = f"/young_people/{place}/record"
        try:
            facts = checked(YoungPersonFacts, given.record, at)
        except InvalidError as failed:
            wrong += failed.errors
            continue
        wrong += _at_odds(facts, at)
        kept.append(facts)
    wrong += _unknown_agencies(session, share_with)
    if wrong:
        raise InvalidError(errors=wrong)
    return kept


def _at_odds(facts: dict[str, Any], at: str) -> list[FieldError]:
    """Return what each field allows and the whole does not."""
    wrong = [
        FieldError(pointer=pointer, detail=detail)
        for number, need in enumerate(facts.get("needs", []))
        if need["criterion"] != "siblings_together"
        for pointer, detail in need_errors(
            Need.model_validate_json(json.dumps(need)), f"{at}/needs/{number}"
        )
    ]
    if date.fromisoformat(facts["born"]) > today():
        wrong.append(FieldError(pointer=f"{at}/born", detail="must be in the past"))
    return wrong


def _name_siblings(people: list[YoungPerson]) -> None:
    """Put ids where a need for brothers and sisters named them by their place."""
    for person in people:
        person.record = _named(person.record, people)


def _named(facts: dict[str, Any], people: list[YoungPerson]) -> dict[str, Any]:
    ids = {place: person.id for place, person in enumerate(people, 1)}
    kept: dict[str, Any] = json.loads(json.dumps(facts))
    if kept.get("cannot_live_with"):
        places = {str(place): key for place, key in ids.items()}
        kept["cannot_live_with"] = [
            places.get(one, one) for one in kept["cannot_live_with"]
        ]
    for need in kept.get("needs", []):
        parts = need.get("parameters", {}).get("sub_groups")
        if need["criterion"] == "siblings_together" and parts:
            need["parameters"]["sub_groups"] = [
                [ids.get(one, one) for one in part] for part in parts
            ]
    return kept


def _unknown_agencies(session: Session, ids: list[str]) -> list[FieldError]:
    known = {
        organisation.id
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AGENCY
    }
    return [
        FieldError(pointer=f"/share_with/{place}", detail="is not an agency known here")
        for place, given in enumerate(ids)
        if given not in known
    ]


def _shared(referral: Referral) -> set[str]:
    return {share.agency_id for share in referral.shares}


def _tell(
    session: Session, actor: Actor, entry: Entry, referral: Referral, before: set[str]
) -> None:
    """Let those who see it hear that it changed, and who no longer sees it."""
    seen = _shared(referral)
    tell(session, actor, entry, seen)
    tell(session, actor, entry, before - seen, what="referral.withdrawn")


def _shares(own: str, agencies: list[str]) -> list[ReferralShare]:
    return [
        ReferralShare(agency_id=agency, organisation_id=own)
        for agency in dict.fromkeys(agencies)
    ]
