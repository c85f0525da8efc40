"""Is there room: a place by the day needed, within approval and law, and a bedroom?"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import JsonValue

from matching.case import Change, Household
from matching.criteria import words
from matching.criteria.area import area_of
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Person,
    Verdict,
    choose,
)
from matching.criteria.lift import AUTHORITY, Lift, LiftKind, Obstacle, at_home
from matching.criteria.living import (
    all_siblings,
    exempted,
    needs_bedroom,
    shares_with,
    who_lives_there,
)
from matching.table import Column, Homes

FREE_FROM = Column(
    "available_from",
    lambda h: h.available_from.value and h.available_from.value.toordinal(),
)


class Availability(Criterion):
    """Require a place that is free by the day a home is needed."""

    code = "availability"
    title = "A place by the day needed"
    basis = "The referral's date"
    gate = True
    room = True
    facts = ("available_from",)
    about = "when a place is free"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "A place is free from {day}."),
        Clause(
            Verdict.NOT_MET,
            "A place is free from {day}, {late} after it is needed.",
            lifted_by=(("authority",), ("agency",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded when a place is free.",
            ask="agency",
            question="When is a place free?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the day a place is free; days after the day needed as shortfall."""
        free = homes.column(FREE_FROM)
        late = free - asked.person.day.toordinal()
        clause = choose((free < 0, 2), (late > 0, 1), otherwise=0)
        return Judgement(
            clause, np.where(clause == 1, late, np.nan), figures={"free": free}
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the day."""
        free = figures["free"]
        return {
            "day": words.day(free) if free > 0 else "",
            "late": words.plural(figures["shortfall"], "day"),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Wait until a place is free, or have one sooner."""
        person = obstacle.asked.person
        if obstacle.by != AUTHORITY:
            return Lift(
                says=f"a place were free by {words.day(person.day)}",
                changes=(at_home(home.id, "/available_from", person.day.isoformat()),),
                was=words.iso(home.available_from.value),
                to=person.day.isoformat(),
                unit="day",
                kind=LiftKind.SUPPORT,
            )
        to = (person.day + timedelta(obstacle.shortfall)).isoformat()
        late = words.plural(obstacle.shortfall, "day")
        return Lift(
            says=f"the move could be {late} later",
            changes=(Change(young_person=person.record.id, at="/needed_by", to=to),),
            was=person.day.isoformat(),
            to=to,
            unit="day",
            covers=obstacle.shortfall,
        )

    def unit(self, asked: Asked) -> str:
        """Days after the home is needed."""
        return "days"


LIVING = Column("living", lambda h: len(h.placements.value))
APPROVED = Column(
    "approved places",
    lambda h: (
        None
        if h.terms.value is None
        else 99
        if h.terms.value.places is None
        else h.terms.value.places
    ),
)


def _named(homes: Homes, person: Person) -> NDArray[np.bool_]:
    """Tell where someone of their own lives, or a child there or a paper names them."""
    table = homes.table

    def make() -> dict[str, set[int]]:
        where: dict[str, set[int]] = {}
        for row, home in enumerate(table.households):
            for placement in home.placements.value:
                for one in (placement.young_person, *placement.siblings):
                    where.setdefault(one, set()).add(row)
            for exemption in home.exemptions:
                for one in exemption.young_people:
                    where.setdefault(one, set()).add(row)
        return where

    where = table.once("who is named where", make)
    them = (person.record.id, *person.siblings)
    rows = set().union(*(where.get(one, ()) for one in them))
    return np.isin(homes.rows, sorted(rows))


class Places(Criterion):
    """Require a place within approval and within the usual fostering limit.

    The usual limit counts fostered children and does not hold where all of them are
    brothers and sisters, or where an exemption by the authority in whose area the
    carers live names every one of them.
    """

    code = "places"
    title = "A place within approval and the usual limit"
    basis = "Children Act 1989 Schedule 7"
    gate = True
    room = True
    facts = ("terms",)
    about = "the terms of approval"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(
            Verdict.MET,
            "{after} of {approved} approved places would be taken, within the usual "
            "limit of {limit}.",
        ),
        Clause(
            Verdict.MET,
            "{after} would be fostered here, within the usual limit of {limit}.",
        ),
        Clause(
            Verdict.MET,
            "All {after} would be brothers and sisters, so the usual limit of {limit} "
            "does not apply.",
        ),
        Clause(
            Verdict.MET,
            "An exemption from the usual limit of {limit} names everyone who would "
            "live here.",
        ),
        Clause(
            Verdict.NOT_MET,
            "{after} would live here; approval is for {approved}.",
            lifted_by=(("agency",),),
        ),
        Clause(
            Verdict.NOT_MET,
            "{after} fostered children would live here; the usual limit is {limit}. "
            "The authority where the carers live would need to agree an exemption that "
            "names each child.",
            lifted_by=(("home authority",),),
        ),
        Clause(
            Verdict.NOT_MET,
            "{after} would live here; approval is for {approved} and the usual limit "
            "is {limit}. The terms would have to be varied and the authority where the "
            "carers live would need to agree an exemption that names each child.",
            lifted_by=(("agency", "home authority"),),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded how many places are approved.",
            ask="agency",
            question="How many places are approved?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the number fostered after the move; children too many as shortfall."""
        limit = asked.person.policy.usual_limit.value
        after, approved = homes.column(LIVING) + 1, homes.column(APPROVED)
        over_terms = (approved >= 0) & (after > approved)
        beyond = after > limit
        siblings = np.zeros(len(homes), dtype=np.bool_)
        exempt = np.zeros(len(homes), dtype=np.bool_)
        for i in np.flatnonzero(beyond & _named(homes, asked.person)):
            home = homes.household(i)
            siblings[i] = all_siblings([asked.person], home)
            exempt[i] = exempted([asked.person], home)
        over_limit = beyond & ~siblings & ~exempt
        clause = choose(
            (over_terms & over_limit, 6),
            (over_terms, 4),
            (over_limit, 5),
            (approved < 0, 7),
            (beyond & siblings, 2),
            (beyond, 3),
            (approved == 99, 1),
            otherwise=0,
        )
        too_many = np.maximum(
            np.where(over_terms, after - approved, 0),
            np.where(over_limit, after - limit, 0),
        )
        return Judgement(
            clause,
            np.where(over_terms | over_limit, too_many, np.nan),
            figures={"after": after, "approved": approved},
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Add the usual limit."""
        return {**figures, "limit": asked.person.policy.usual_limit.value}

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Vary the places, agree an exemption, or both.

        Said as how many more than live there now, which is the same for every home.
        """
        more = len(obstacle.moving)
        living = [p.young_person for p in home.placements.value]
        changes, said = [], []
        if "agency" in obstacle.by:
            changes.append(at_home(home.id, "/terms/places", len(living) + more))
            children = (
                "one child" if more == 1 else words.plural(more, "child", "children")
            )
            said.append(f"approval covered {children} more than live there now")
        if "home authority" in obstacle.by:
            named = [*living, *obstacle.moving]
            exempt = _exemption(obstacle.asked.person, named, home)
            changes.append(at_home(home.id, "/exemptions/-", exempt))
            said.append("an exemption from the usual limit named every child")
        return Lift(
            says=words.listed(said),
            changes=tuple(changes),
            to=more,
            unit="children more",
            kind=LiftKind.PERMISSION,
        )

    def unit(self, asked: Asked) -> str:
        """Children too many."""
        return "children"


BEDROOMS = Column("bedrooms_free", lambda h: h.bedrooms_free.value)
SHARING = Column("sharing agreed", lambda h: bool(h.sharing_agreements), np.bool_)


class Bedroom(Criterion):
    """Require a bedroom of their own over three, or a written agreement to share."""

    code = "bedroom"
    title = "A bedroom"
    basis = "Fostering Services: National Minimum Standards 2011, standard 10.6"
    gate = True
    room = True
    facts = ("bedrooms_free",)
    about = "the bedrooms"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "They would have their own bedroom."),
        Clause(Verdict.MET, "At {old} or under they need no bedroom of their own."),
        Clause(
            Verdict.MET,
            "They would share a bedroom with a child who lives here, agreed in writing "
            "{agreed}.",
        ),
        Clause(
            Verdict.NOT_MET,
            "No bedroom is free. To share one, the responsible authority of each child "
            "would need to agree in writing.",
            lifted_by=(("responsible authorities",),),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether a bedroom is free.",
            ask="agency",
            question="Is there a bedroom to themselves?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the bedrooms free; bedrooms missing as shortfall."""
        free = homes.column(BEDROOMS)
        if not needs_bedroom(asked.person):
            return Judgement(np.full(len(homes), 1, dtype=np.int8))
        agreed = np.zeros(len(homes), dtype=np.bool_)
        for i in np.flatnonzero(homes.column(SHARING) & (free <= 0)):
            home = homes.household(i)
            here = who_lives_there(home)
            agreed[i] = not here.isdisjoint(shares_with(asked.person, home))
        clause = choose((free > 0, 0), (agreed, 2), (free == 0, 3), otherwise=4)
        return Judgement(clause, np.where(clause == 3, 1.0, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say when sharing was agreed."""
        mine = asked.person.record.id
        days = [a.agreed_on for a in home.sharing_agreements if mine in a.between]
        return {
            "old": asked.person.policy.own_bedroom_over_age.value,
            "agreed": words.day(max(days)) if days else "",
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Agree in writing that they share with a child who lives there.

        Where no child is known to live there whom the agreement could name, nobody can.
        """
        person = obstacle.asked.person
        taken = {i for agreed in home.sharing_agreements for i in agreed.between}
        free = sorted(who_lives_there(home) - taken)
        if not free:
            return None
        theirs = {p.young_person: p.authority for p in home.placements.value}
        own = person.record.authority
        agreement: JsonValue = {
            "between": [person.record.id, free[0]],
            "agreed_by": [*sorted({own, theirs.get(free[0]) or own})],
            "agreed_on": person.as_of.isoformat(),
        }
        return Lift(
            says="a written agreement let them share a bedroom",
            changes=(at_home(home.id, "/sharing_agreements/-", agreement),),
            to="shared",
            kind=LiftKind.PERMISSION,
        )

    def unit(self, asked: Asked) -> str:
        """Bedrooms missing."""
        return "bedrooms"


def _exemption(person: Person, named: list[str], home: Household) -> JsonValue:
    """Return an exemption by the authority where the carers live."""
    return {
        "authority": area_of(home, person) or person.record.authority,
        "young_people": [*named],
        "valid_from": person.as_of.isoformat(),
    }
