"""Who can live in a home at once: places, the usual limit, bedrooms, and company.

The gates judge one young person joining a home (criteria.md §1, *places*, *bedroom*);
here is the same law for several joining together, as the plan and the sibling groups
need it. Places or bedrooms that are not recorded set no limit here: they are a question
on every option of that home, and the usual limit holds all the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.case import Household, HouseholdFacts, TakesAlone
from matching.criteria import CRITERIA
from matching.criteria.asking import asked_of
from matching.criteria.base import Person
from matching.criteria.living import (
    all_siblings,
    exempted,
    needs_bedroom,
    shares_with,
    who_lives_there,
)
from matching.criteria.other_children import Company, OtherChildrenCriterion
from matching.policy import Policy
from matching.table import Column, Table

NO_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Capacity:
    """What is left in each home, shape (households,).

    ``places`` within the terms of approval, ``usual`` within the usual fostering limit
    (Children Act 1989 Schedule 7), ``bedrooms`` free; ``alone`` where the carers
    only ever take one young person, or one sibling group.
    """

    places: NDArray[np.int64]
    usual: NDArray[np.int64]
    bedrooms: NDArray[np.int64]
    alone: NDArray[np.bool_]


def capacity(table: Table, policy: Policy) -> Capacity:
    """Read what is left in every home."""
    living = table.column(Column("living", lambda h: len(h.placements.value)))
    places = table.column(Column("places left", places_left, np.int64))
    rooms = table.column(Column("bedrooms", lambda h: h.bedrooms_free.value, np.int64))
    only = table.column(
        Column("only alone", lambda h: h.takes_alone.value is TakesAlone.ONLY, np.bool_)
    )
    return Capacity(
        places=np.where(places < 0, NO_LIMIT, places),
        usual=np.maximum(policy.usual_limit.value - living, 0).astype(np.int64),
        bedrooms=np.where(rooms < 0, NO_LIMIT, rooms),
        alone=only,
    )


def places_left(home: HouseholdFacts) -> int | None:
    """Return the places left within the terms of approval; None where not recorded."""
    terms = home.terms.value
    if terms is None:
        return None
    if terms.places is None:
        return NO_LIMIT
    return terms.places - len(home.placements.value)


def could_take(
    members: Sequence[Person],
    rows: NDArray[np.intp],
    table: Table,
    policy: Policy,
) -> NDArray[np.bool_]:
    """Tell which homes have room for all of these young people, shape (rows,).

    ``members`` are one young person or some of one sibling group. Whether they and each
    home suit each other is judged elsewhere.
    """
    left = capacity(table, policy)
    size = len(members)
    room = left.places[rows] >= size
    rooms = left.bedrooms[rows]
    room &= rooms >= sum(map(needs_bedroom, members))
    usual = left.usual[rows] >= size
    agreed = table.column(
        Column("sharing agreed", lambda h: bool(h.sharing_agreements), np.bool_)
    )[rows]
    for i in np.flatnonzero((left.places[rows] >= size) & (~room & agreed | ~usual)):
        home = table.households[rows[i]]
        room[i] = bedrooms_needed(members, home) <= rooms[i] and (
            bool(usual[i]) or beyond_usual(members, home)
        )
    return room


def beyond_usual(members: Sequence[Person], home: Household) -> bool:
    """Tell whether these may join although the usual limit is passed."""
    return all_siblings(members, home) or exempted(members, home)


def bedrooms_needed(members: Sequence[Person], home: Household) -> int:
    """Count the bedrooms these young people need in this home between them.

    A young person who may share with a child living there, or with one of the others,
    needs none of their own.
    """
    living = who_lives_there(home)
    waiting = [m for m in members if needs_bedroom(m)]
    if not home.sharing_agreements:
        return len(waiting)
    ids = {m.record.id for m in waiting}
    taken: set[str] = set()
    rooms = 0
    for member in waiting:
        if member.record.id in taken:
            continue
        with_whom = sorted(set(shares_with(member, home)) - taken)
        here = [w for w in with_whom if w in living]
        among = [w for w in with_whom if w in ids]
        if here:
            taken.add(here[0])
        else:
            rooms += 1
            taken.update(among[:1])
        taken.add(member.record.id)
    return rooms


def kept_apart(people: Sequence[Person]) -> NDArray[np.bool_]:
    """Tell for every two young people whether they may not live in one home.

    Everything one of them essentially needs of other children holds for the other as
    for a child who lives there. Shape (people, people), symmetric.
    """
    company = Company(
        age=np.array([p.age for p in people], dtype=np.int16),
        female=np.array([p.record.gender == "female" for p in people], dtype=np.bool_),
        male=np.array([p.record.gender == "male" for p in people], dtype=np.bool_),
    )
    apart = np.zeros((len(people), len(people)), dtype=np.bool_)
    number = {p.record.id: i for i, p in enumerate(people)}
    for i, person in enumerate(people):
        for criterion in CRITERIA.values():
            if isinstance(criterion, OtherChildrenCriterion):
                for asked in asked_of(person, criterion):
                    if asked.decides:
                        apart[i] |= ~criterion.admits(asked, company)
        for other in person.record.cannot_live_with:
            if other in number:
                apart[i, number[other]] = True
    apart |= apart.T
    np.fill_diagonal(apart, val=False)
    return apart
