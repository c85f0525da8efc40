"""Queries for profiles, and for what is released."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.releases.models import Profile, ReferralRelease, Release


class ReleaseRepository:
    """The profiles and releases the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def profile(self, household_id: str) -> Profile | None:
        """Return the profile of a home."""
        wanted = select(Profile).where(Profile.household_id == household_id)
        return self._session.scalars(wanted).one_or_none()

    def releases(self, household_id: str) -> Sequence[Release]:
        """Return to whom it is released, the first first."""
        wanted = select(Release).where(Release.household_id == household_id)
        return self._session.scalars(wanted.order_by(Release.id)).all()

    def released_to(
        self, authority_id: str, household_ids: Collection[str]
    ) -> Sequence[str]:
        """Return which of these homes an authority reads the profile of."""
        wanted = select(Release.household_id).where(
            Release.authority_id == authority_id,
            Release.household_id.in_(household_ids),
        )
        return self._session.scalars(wanted).all()

    def of_young_person(self, young_person_id: str) -> Sequence[ReferralRelease]:
        """Return every release of a young person's referral, the newest first."""
        wanted = select(ReferralRelease).where(
            ReferralRelease.young_person_id == young_person_id
        )
        return self._session.scalars(wanted.order_by(ReferralRelease.id.desc())).all()

    def add(self, *rows: Profile | Release | ReferralRelease) -> None:
        """Write rows within the transaction."""
        self._session.add_all(rows)
        self._session.flush()

    def remove(self, release: Release | ReferralRelease) -> None:
        """Take a release back."""
        self._session.delete(release)
        self._session.flush()
