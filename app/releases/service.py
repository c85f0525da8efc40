"""Write a home's profile, release it to an authority, and take it back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.audit.service import record
from app.changes.service import tell
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import (
    ConflictError,
    PreconditionFailedError,
    or_not_found,
)
from app.core.permissions import Permission, require
from app.households import service as households
from app.releases.models import Profile, Release
from app.releases.referral import may_read_referral as may_read_referral
from app.releases.referral import may_release_referral as may_release_referral
from app.releases.referral import released_about as released_about
from app.releases.repository import ReleaseRepository


@dataclass(frozen=True, slots=True)
class Kept:
    """A home's profile as its agency has it.

    ``released`` and ``offered`` are authorities by id with their names: those that read
    it, and those that could.
    """

    profile: Profile | None
    released: Mapping[str, tuple[str, Release]]
    offered: Mapping[str, str]

    @property
    def version(self) -> int:
        """The version to change it from; 0 where there is none yet."""
        return self.profile.version if self.profile else 0


def kept(session: Session, actor: Actor, household_id: str) -> Kept:
    """Return the profile of one of the agency's own homes."""
    home = households.own(session, actor, household_id)
    names = households.authorities(session)
    offers = {one.authority_id for one in home.offers}
    repository = ReleaseRepository(session)
    released = {one.authority_id: one for one in repository.releases(household_id)}
    return Kept(
        repository.profile(household_id),
        {key: (names[key], one) for key, one in released.items()},
        {key: names[key] for key in names if key in offers - released.keys()},
    )


def read(session: Session, actor: Actor, household_id: str) -> Profile:
    """Return a profile that was released to the actor; that it was read is on record.

    Raises
    ------
    NotFoundError
        When there is none, or none for them.
    """
    require(actor, Permission.READ_HOUSEHOLDS)
    found = or_not_found(ReleaseRepository(session).profile(household_id))
    record(session, actor, "profile.read", "household", household_id)
    return found


def may_read(session: Session, actor: Actor, household_id: str) -> bool:
    """Tell whether there is a profile of a home that the actor may read."""
    require(actor, Permission.READ_HOUSEHOLDS)
    return ReleaseRepository(session).profile(household_id) is not None


def postcodes(
    session: Session, actor: Actor, household_ids: Collection[str]
) -> dict[str, str]:
    """Return where those of these homes are that are released to the actor, by id.

    For the return on those who live there, and nothing else.
    """
    released = ReleaseRepository(session).released_to(
        actor.organisation_id, household_ids
    )
    return households.postcodes(session, actor, released)


def keep(
    session: Session,
    actor: Actor,
    household_id: str,
    version: int,
    *,
    names: str,
    about: str,
    agreed_on: date,
) -> None:
    """Keep what the profile says, if nobody has changed it since ``version``."""
    households.hold(session, actor, [household_id])
    before = kept(session, actor, household_id)
    if before.version != version:
        raise PreconditionFailedError
    profile = before.profile or Profile(household_id=household_id)
    profile.names, profile.about, profile.agreed_on = names, about, agreed_on
    profile.version, profile.updated_at = version + 1, now()
    ReleaseRepository(session).add(profile)
    detail = {"version": profile.version}
    entry = record(session, actor, "profile.changed", "household", household_id, detail)
    tell(session, actor, entry, before.released)


def release(
    session: Session, actor: Actor, household_id: str, authority: str, agreed_on: date
) -> None:
    """Let an authority that the home is offered to read its profile.

    Raises
    ------
    ConflictError
        When there is nothing to release yet, or the home is not offered to it.
    """
    require(actor, Permission.RELEASE_PROFILES)
    households.hold(session, actor, [household_id])
    before = kept(session, actor, household_id)
    if authority in before.released:
        return
    if before.profile is None:
        raise ConflictError("There is no profile yet: write it first.")
    home = households.own(session, actor, household_id)
    offer = next((one for one in home.offers if one.authority_id == authority), None)
    if offer is None:
        raise ConflictError("The home is not offered to this authority.")
    made = Release(
        offer_id=offer.id,
        household_id=household_id,
        authority_id=authority,
        agreed_on=agreed_on,
        released_at=now(),
        released_by=actor.person_id,
    )
    ReleaseRepository(session).add(made)
    detail = {"to": authority, "agreed_on": agreed_on.isoformat()}
    entry = record(
        session, actor, "profile.released", "household", household_id, detail
    )
    tell(session, actor, entry, [authority])


def take_back(
    session: Session, actor: Actor, household_id: str, authority: str
) -> None:
    """Let an authority read it no more, from this moment."""
    households.hold(session, actor, [household_id])
    released = kept(session, actor, household_id).released.get(authority)
    if released is None:
        return
    ReleaseRepository(session).remove(released[1])
    detail = {"to": authority}
    entry = record(
        session, actor, "profile.taken_back", "household", household_id, detail
    )
    tell(session, actor, entry, [authority])
