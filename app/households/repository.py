"""Queries for households; the session adds who may see which."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from sqlalchemy import delete, func, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute, Session, lazyload

from app.core.actor import Actor
from app.core.db import Base
from app.core.many import Values, add_many, change_many
from app.core.paging import Page, shown
from app.core.sealed_fields import opened
from app.households.models import Hold, Household, HouseholdOffer

AT_ONCE = 500


class HouseholdRepository:
    """Households the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def get(self, household_id: str) -> Household | None:
        """Return one household."""
        found = select(Household).where(Household.id == household_id)
        return self.session.scalars(found).one_or_none()

    def as_it_is(self, household_id: str) -> Household | None:
        """Return one household, read anew: it may have been read before."""
        found = select(Household).where(Household.id == household_id)
        fresh = found.execution_options(populate_existing=True)
        return self.session.scalars(fresh).one_or_none()

    def held(self, household_id: str) -> Household | None:
        """Return one household as it is now, held until the transaction ends."""
        found = select(Household).where(Household.id == household_id)
        held = found.with_for_update().execution_options(populate_existing=True)
        return self.session.scalars(held).one_or_none()

    def hold(self, organisation_id: str, ids: Collection[str]) -> None:
        """Hold an organisation's own households, in one order, to change several."""
        wanted = sorted(ids)
        for start in range(0, len(wanted), AT_ONCE):
            some = select(Household.id).where(
                Household.organisation_id == organisation_id,
                Household.id.in_(wanted[start : start + AT_ONCE]),
            )
            self.session.scalars(some.order_by(Household.id).with_for_update()).all()

    def page(
        self,
        number: int,
        search: str,
        named: str | None,
        among: Sequence[str] | None = None,
        *,
        offered: bool = False,
    ) -> Page[Household]:
        """Return one page, by reference, of all of them or only ``among`` some.

        With ``offered`` only those on offer: for who sees no others, it is quicker to
        begin with the offers than to ask of every home whether there is one.

        ``search`` looks in references, and in the labels of the homes of the
        organisation ``named`` only; None is every home. A label names the carers.
        """
        wanted = select(Household)
        if offered:
            offers = select(HouseholdOffer.household_id)
            wanted = wanted.where(Household.id.in_(offers))
        if among is not None:
            wanted = wanted.where(Household.id.in_(among))
        if search:
            wanted = wanted.where(
                or_(
                    Household.reference.ilike(f"%{search}%"),
                    Household.id.in_(self._labelled(search, named)),
                )
            )
        # One look for how many there are and which are on the page, without records.
        ordered = wanted.with_only_columns(Household.id).order_by(
            Household.reference, Household.id
        )
        keys = self.session.scalars(ordered).all()
        return Page(self._in_order(shown(keys, number)), number, len(keys))

    def _in_order(self, ids: Sequence[str]) -> Sequence[Household]:
        place = {key: at for at, key in enumerate(ids)}
        return sorted(self.those(ids), key=lambda home: place[home.id])

    def _labelled(self, search: str, named: str | None) -> list[str]:
        """Return an organisation's homes, or all, whose label has this in it.

        Labels are sealed: its own few hundred are opened. An index of blinded words
        would find whole words only, and tell which homes share one.
        """
        labels = select(Household.id, Household.label)
        if named is not None:
            labels = labels.where(Household.organisation_id == named)
        wanted = search.casefold()
        return [
            key
            for key, kept in self.session.execute(labels)
            if wanted in opened(self.session, Household, "label", key, kept).casefold()
        ]

    def seen(self) -> Sequence[str]:
        """Return the ids of all of them."""
        return self.session.scalars(select(Household.id)).all()

    def everything(self) -> Sequence[Household]:
        """Return all of them, by id."""
        return self.session.scalars(select(Household).order_by(Household.id)).all()

    def seen_also_by(self, other: Actor) -> Sequence[str]:
        """Return the ids of those another actor sees too."""
        wanted = select(Household.id).where(Household.visible_to(other))
        return self.session.scalars(wanted).all()

    def those(self, ids: Collection[str]) -> Sequence[Household]:
        """Return those of these households that may be seen."""
        wanted = select(Household).where(Household.id.in_(ids))
        return self.session.scalars(wanted).all()

    def own(self, organisation_id: str) -> Iterator[Household]:
        """Yield an organisation's own households, a few at a time."""
        query = (
            select(Household)
            .where(Household.organisation_id == organisation_id)
            .options(lazyload(Household.offers))
            .order_by(Household.id)
            .execution_options(yield_per=AT_ONCE)
        )
        with self.session.scalars(query) as rows:
            yield from rows

    def some(self, organisation_id: str, ids: Sequence[str]) -> list[Household]:
        """Return those of an organisation's own households."""
        found: list[Household] = []
        for start in range(0, len(ids), AT_ONCE):
            query = select(Household).where(
                Household.organisation_id == organisation_id,
                Household.id.in_(ids[start : start + AT_ONCE]),
            )
            found += self.session.scalars(query)
        return found

    def owners(self, ids: Sequence[str]) -> dict[str, str]:
        """Return whose these households are, by id."""
        wanted = select(Household.id, Household.organisation_id).where(
            Household.id.in_(ids)
        )
        rows = self.session.execute(wanted)
        return {row.id: row.organisation_id for row in rows}

    def count_own(self, organisation_id: str) -> int:
        """Count an organisation's households."""
        own = (
            select(func.count())
            .select_from(Household)
            .where(Household.organisation_id == organisation_id)
        )
        return self.session.scalars(own).one()

    def taken(self, organisation_id: str, references: Sequence[str]) -> set[str]:
        """Return which of these references an organisation's households have."""
        taken = select(Household.reference).where(
            Household.organisation_id == organisation_id,
            Household.reference.in_(references),
        )
        return set(self.session.scalars(taken))

    def add(self, households: Sequence[Values], offers: Sequence[Values]) -> None:
        """Add new households, and whom they are offered to."""
        add_many(self.session, Household, households)
        add_many(self.session, HouseholdOffer, offers)

    def change(self, households: Sequence[Values]) -> None:
        """Change households; those held in memory are not told."""
        change_many(self.session, Household, households)

    def versions(self, organisation_id: str, ids: Sequence[str]) -> dict[str, int]:
        """Return the versions of those of an organisation's households, by id."""
        found: dict[str, int] = {}
        for start in range(0, len(ids), AT_ONCE):
            query = select(Household.id, Household.version).where(
                Household.organisation_id == organisation_id,
                Household.id.in_(ids[start : start + AT_ONCE]),
            )
            found |= {row.id: row.version for row in self.session.execute(query)}
        return found

    def offered_to(
        self, organisation_id: str, ids: Sequence[str]
    ) -> dict[str, set[str]]:
        """Return to whom an organisation offers those of its households it offers."""
        found: dict[str, set[str]] = {}
        for start in range(0, len(ids), AT_ONCE):
            query = select(
                HouseholdOffer.household_id, HouseholdOffer.authority_id
            ).where(
                HouseholdOffer.organisation_id == organisation_id,
                HouseholdOffer.household_id.in_(ids[start : start + AT_ONCE]),
            )
            for row in self.session.execute(query):
                found.setdefault(row.household_id, set()).add(row.authority_id)
        return found

    def offer_to(self, household_id: str, authorities: Collection[str]) -> None:
        """Offer a household of one's own to these and to nobody else."""
        query = select(HouseholdOffer).where(
            HouseholdOffer.household_id == household_id
        )
        there = {offer.authority_id: offer for offer in self.session.scalars(query)}
        for authority in there.keys() - set(authorities):
            self.session.delete(there[authority])
        for authority in set(authorities) - there.keys():
            offer = HouseholdOffer(household_id=household_id, authority_id=authority)
            self.session.add(offer)
        self.session.flush()

    def remove_all(self, organisation_id: str, ids: Sequence[str]) -> None:
        """Take an organisation's households away, and whom they are offered to."""
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            offers = delete(HouseholdOffer).where(
                HouseholdOffer.organisation_id == organisation_id,
                HouseholdOffer.household_id.in_(some),
            )
            homes = delete(Household).where(
                Household.organisation_id == organisation_id, Household.id.in_(some)
            )
            self.session.execute(offers)
            self.session.execute(homes)

    def spoken_of(self, ids: Sequence[str]) -> set[str]:
        """Return those of these that any record but their own offers speaks of."""
        found: set[str] = set()
        for start in range(0, len(ids), AT_ONCE):
            some = ids[start : start + AT_ONCE]
            for speaks in _speaking():
                wanted = select(speaks).where(speaks.in_(some))
                found |= set(self.session.scalars(wanted))
        return found


def _speaking() -> Iterator[InstrumentedAttribute[str]]:
    """Yield what names a home in each model but its offers, whosever."""
    named = f"{Household.__tablename__}.id"
    for mapper in Base.registry.mappers:
        for column in mapper.columns:
            names_one = any(key.target_fullname == named for key in column.foreign_keys)
            if names_one and mapper.class_ is not HouseholdOffer:
                yield getattr(mapper.class_, column.key)


class HoldRepository:
    """Holds the session's actor may see."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def of_home(self, household_id: str) -> Sequence[Hold]:
        """Return every hold there was of a home as it is now, the newest turn last."""
        wanted = (
            select(Hold)
            .where(Hold.household_id == household_id)
            .order_by(Hold.turn)
            .execution_options(populate_existing=True)
        )
        return self.session.scalars(wanted).all()

    def of_decision(self, decision_id: str) -> Sequence[Hold]:
        """Return the holds of one decision."""
        wanted = select(Hold).where(Hold.decision_id == decision_id)
        return self.session.scalars(wanted.order_by(Hold.place)).all()

    def remove(self, decision_ids: Sequence[str]) -> None:
        """Remove the holds of these decisions."""
        self.session.execute(delete(Hold).where(Hold.decision_id.in_(decision_ids)))

    def remove_of_home(self, household_id: str) -> None:
        """Remove every hold of a home."""
        self.session.execute(delete(Hold).where(Hold.household_id == household_id))

    def standing(self, today: date) -> Sequence[Hold]:
        """Return every hold that stands on this day."""
        wanted = select(Hold).where(Hold.ended_at.is_(None), Hold.until >= today)
        return self.session.scalars(wanted.order_by(Hold.id)).all()

    def add(self, holds: Sequence[Hold]) -> bool:
        """Add these together; false where somebody took one of the places first."""
        try:
            with self.session.begin_nested():
                self.session.add_all(holds)
                self.session.flush()
        except IntegrityError:
            return False
        return True
