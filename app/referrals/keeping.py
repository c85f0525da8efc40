"""Keeping a referral, new or changed, and saying that it is still true."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from app.audit.service import Detail, record
from app.changes.service import tell
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now, today
from app.core.errors import ConflictError, FieldError, InvalidError, NotPermittedError
from app.core.permissions import Permission, require
from app.core.records import CONFIRMED
from app.referrals.changing import (
    IS_CLOSED,
    count_on,
    is_closed,
    seen_by,
    shared_with,
    shares_of,
    tell_all,
    tell_people,
    to_change,
)
from app.referrals.checking import as_kept, name_siblings
from app.referrals.confirming import confirm as confirm_parts
from app.referrals.confirming import old_parts
from app.referrals.history import differences, whole
from app.referrals.models import LIVE, Referral, YoungPerson
from app.referrals.repository import ReferralRepository
from app.referrals.schemas import YoungPersonWrite


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
    kept = as_kept(session, actor, young_people, share_with)
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
        shares=shares_of(own, share_with),
    )
    repository = ReferralRepository(session)
    repository.add(referral)
    name_siblings(people)
    entry = record(session, actor, "referral.created", "referral", referral.id)
    tell(session, actor, entry, seen_by(session, actor, shared_with(referral)))
    tell_people(session, actor, referral, shared_with(referral))
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
    referral = to_change(session, actor, referral_id, version)
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
    kept, was = as_kept(session, actor, young_people, share_with), whole(referral)
    for person, given, facts in zip(
        referral.young_people, young_people, kept, strict=True
    ):
        person.sharing_name, person.voice = given.sharing_name, given.voice
        person.record = facts
    name_siblings(referral.young_people)
    there, before = {s.agency_id: s for s in referral.shares}, shared_with(referral)
    referral.shares = [
        there.get(share.agency_id, share)
        for share in shares_of(actor.organisation_id, share_with)
    ]
    count_on(referral)
    detail: Detail = {
        "version": referral.version,
        **({"because": because} if because else {}),
        **differences(was, referral),
    }
    entry = record(session, actor, "referral.changed", "referral", referral.id, detail)
    tell_all(session, actor, entry, referral, before)
    tell_people(session, actor, referral, shared_with(referral) - before)
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
    referral = to_change(session, actor, referral_id, version)
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
    count_on(referral)
    detail: Detail = {"version": referral.version, **parts}
    entry = record(session, actor, "referral.changed", "referral", referral.id, detail)
    tell(session, actor, entry, seen_by(session, actor, shared_with(referral)))
    return referral
