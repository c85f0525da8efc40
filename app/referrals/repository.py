"""Queries for referrals; the session adds who may see which."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import LONDON
from app.core.paging import Page, shown
from app.core.sharing import AuthorityArea
from app.referrals.models import CLOSED, LIVE, Referral, ReferralShare, YoungPerson


class Referred(NamedTuple):
    """When a young person was referred, and whether a home is sought still."""

    on: date
    waits: bool


class Ended(NamedTuple):
    """A young person whose referral was closed, and why: a code."""

    young_person_id: str
    closed_at: datetime
    because: str


def _where(**referral: str) -> ColumnElement[bool]:
    """Say of a young person that their referral is so; each is asked of alone."""
    return (
        exists()
        .where(Referral.id == YoungPerson.referral_id)
        .where(*(getattr(Referral, name) == value for name, value in referral.items()))
    )


def _shared() -> Select[str]:
    """Select the referrals there is a share of that the actor may see."""
    return select(ReferralShare.referral_id)


class ReferralRepository:
    """Referrals the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, referral_id: str) -> Referral | None:
        """Return one referral."""
        found = select(Referral).where(Referral.id == referral_id)
        return self.session.scalars(found).one_or_none()

    def held(self, referral_id: str) -> Referral | None:
        """Return one referral as it is now, held until the transaction ends."""
        found = select(Referral).where(Referral.id == referral_id)
        held = found.with_for_update().execution_options(populate_existing=True)
        return self.session.scalars(held).one_or_none()

    def young_person(self, young_person_id: str) -> YoungPerson | None:
        """Return one young person."""
        found = select(YoungPerson).where(YoungPerson.id == young_person_id)
        return self.session.scalars(found).one_or_none()

    def referred(self, own: str) -> dict[str, Referred]:
        """Return when each of an authority's own was referred, by young person."""
        wanted = (
            select(YoungPerson.id, Referral.created_at, Referral.state)
            .join(Referral, Referral.id == YoungPerson.referral_id)
            .where(YoungPerson.organisation_id == own)
        )
        return {
            key: Referred(at.astimezone(LONDON).date(), state == LIVE)
            for key, at, state in self.session.execute(wanted)
        }

    def waiting_since(self, ids: Sequence[str]) -> dict[str, date]:
        """Return when those of these who wait still were referred, by young person."""
        wanted = (
            select(YoungPerson.id, Referral.created_at)
            .join(Referral, Referral.id == YoungPerson.referral_id)
            .where(YoungPerson.id.in_(ids), Referral.state == LIVE)
        )
        return {
            key: at.astimezone(LONDON).date()
            for key, at in self.session.execute(wanted)
        }

    def to_review(self, until: date) -> Sequence[YoungPerson]:
        """Return those looked for whom somebody is to look again for by a day."""
        wanted = (
            select(YoungPerson)
            .join(Referral, Referral.id == YoungPerson.referral_id)
            .where(Referral.state == LIVE, YoungPerson.review_on <= until)
            .order_by(YoungPerson.review_on, YoungPerson.id)
        )
        return self.session.scalars(wanted).all()

    def young_people(self, ids: Sequence[str]) -> Sequence[YoungPerson]:
        """Return those of these young people the actor may see."""
        wanted = select(YoungPerson).where(YoungPerson.id.in_(ids))
        return self.session.scalars(wanted).all()

    def seen(self, ids: Sequence[str]) -> Sequence[str]:
        """Return which of these young people the actor may see."""
        wanted = select(YoungPerson.id).where(YoungPerson.id.in_(ids))
        return self.session.scalars(wanted).all()

    def seen_also_by(self, other: Actor, ids: Sequence[str]) -> Sequence[str]:
        """Return which of these young people another actor sees too."""
        wanted = select(YoungPerson.id).where(
            YoungPerson.id.in_(ids), YoungPerson.visible_to(other)
        )
        return self.session.scalars(wanted).all()

    def changed_since(self, ids: Sequence[str], moment: datetime) -> int:
        """Count the referrals of these young people that were changed since then."""
        about = select(YoungPerson.referral_id).where(YoungPerson.id.in_(ids))
        wanted = select(func.count(Referral.id)).where(
            Referral.id.in_(about), Referral.updated_at > moment
        )
        return self.session.scalars(wanted).one()

    def page(self, number: int, *, shared: bool = False) -> Page[Referral]:
        """Return one page of live referrals, the oldest first.

        With ``shared`` only those that are shared: for who sees no others, it is
        quicker to begin with the shares than to ask of every referral if there is one.
        """
        live = select(Referral).where(Referral.state == LIVE)
        if shared:
            live = live.where(Referral.id.in_(_shared()))
        # One look for how many there are and which are on the page, without records.
        ordered = live.with_only_columns(Referral.id).order_by(
            Referral.created_at, Referral.id
        )
        keys = self.session.scalars(ordered).all()
        wanted = select(Referral).where(Referral.id.in_(shown(keys, number)))
        rows = self.session.scalars(wanted.order_by(Referral.created_at, Referral.id))
        return Page(rows.all(), number, len(keys))

    def waiting(self, number: int, *, shared: bool = False) -> Page[YoungPerson]:
        """Return one page of the young people waiting, the newest first; see `page`."""
        live = _where(state=LIVE)
        if shared:
            live &= YoungPerson.referral_id.in_(_shared())
        return self._page(live, number)

    def newest(self, which: ColumnElement[bool], most: int) -> Sequence[YoungPerson]:
        """Return the newest of some of the young people waiting, at most so many."""
        wanted = select(YoungPerson).where(_where(state=LIVE), which)
        return self.session.scalars(
            wanted.order_by(YoungPerson.id.desc()).limit(most)
        ).all()

    def own_waiting(self, organisation_id: str) -> Sequence[YoungPerson]:
        """Return an authority's own young people who wait, by id."""
        live = _where(state=LIVE, organisation_id=organisation_id)
        wanted = select(YoungPerson).where(live)
        return self.session.scalars(wanted.order_by(YoungPerson.id)).all()

    def closed(self, organisation_id: str, number: int) -> Page[YoungPerson]:
        """Return one page of those whose referrals an authority closed."""
        closed = _where(state=CLOSED, organisation_id=organisation_id)
        return self._page(closed, number)

    def _page(self, which: ColumnElement[bool], number: int) -> Page[YoungPerson]:
        """Return one page of some young people, the newest first."""
        newest = YoungPerson.id.desc()
        ordered = select(YoungPerson.id).where(which).order_by(newest)
        keys = self.session.scalars(ordered).all()
        wanted = select(YoungPerson).where(YoungPerson.id.in_(shown(keys, number)))
        rows = self.session.scalars(wanted.order_by(newest)).all()
        return Page(rows, number, len(keys))

    def live(self) -> Sequence[Referral]:
        """Return every live referral, by id."""
        wanted = select(Referral).where(Referral.state == LIVE).order_by(Referral.id)
        return self.session.scalars(wanted).all()

    def own(self, organisation_id: str) -> Sequence[Referral]:
        """Return an authority's own referrals, live and closed, the oldest first."""
        own = select(Referral).where(Referral.organisation_id == organisation_id)
        ordered = own.order_by(Referral.created_at, Referral.id)
        return self.session.scalars(ordered).all()

    def areas(self) -> Sequence[AuthorityArea]:
        """Return where every authority lies."""
        wanted = select(AuthorityArea).order_by(AuthorityArea.organisation_id)
        return self.session.scalars(wanted).all()

    def ended(self, organisation_id: str) -> Sequence[Ended]:
        """Return whom an authority's closed referrals were for, and when and why."""
        wanted = (
            select(YoungPerson.id, Referral.closed_at, Referral.closed_because)
            .join(Referral, YoungPerson.referral_id == Referral.id)
            .where(
                Referral.state == CLOSED, Referral.organisation_id == organisation_id
            )
            .order_by(Referral.closed_at, YoungPerson.id)
        )
        return [
            Ended(key, closed_at, because)
            for key, closed_at, because in self.session.execute(wanted)
            if closed_at and because
        ]

    def remove(self, row: Referral | YoungPerson) -> None:
        """Remove a referral with everybody in it, or a young person."""
        self.session.delete(row)
        self.session.flush()

    def add(self, referral: Referral) -> None:
        """Add a referral."""
        self.session.add(referral)
        self.session.flush()
