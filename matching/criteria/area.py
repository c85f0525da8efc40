"""Is the home inside the authority's area?"""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from matching.case import Household, Id, Strict
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Person,
    Verdict,
    parameters,
)
from matching.places import outcode_of
from matching.policy import Considered
from matching.table import Column, Homes

INSIDE, NEXT_DOOR, DISTANT, NOT_RECORDED = range(4)


class InAreaParameters(Strict):
    """The authority whose area it should be; the young person's own if not named."""

    authority: Id | None = None


class InArea(Criterion):
    """Ask for a home in the authority's area, and say whose approval it else needs.

    Outside the area a nominated officer approves; at a distance (outside it and every
    adjoining area) the director of children's services.
    """

    code = "in_area"
    title = "In the authority's area"
    basis = (
        "Children Act 1989 section 22C(9); Care Planning, Placement and Case Review "
        "(England) Regulations 2010 regulation 11"
    )
    fact = "location"
    Parameters = InAreaParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Inside {authority}."),
        Clause(
            Verdict.PART_MET,
            "In {there}, next to {authority}; a nominated officer would need to agree.",
        ),
        Clause(
            Verdict.NOT_MET,
            "Outside {authority} and its neighbours; the director of children's "
            "services would need to agree.",
            lifted_by=(("authority",),),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded which authority the home is in.",
            ask="agency",
            question="Which authority is the home in?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the authority recorded for the home, or the one its outcode is in."""
        wanted = self._authority(asked)
        adjoining = _adjoining(wanted, asked.person)

        def where(home: Household) -> int:
            there = area_of(home, asked.person)
            if there is None:
                return NOT_RECORDED
            if there == wanted:
                return INSIDE
            return NEXT_DOOR if there in adjoining else DISTANT

        return Judgement(homes.column(Column(f"in area {wanted}", where, np.int8)))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the authorities."""
        authorities = asked.person.authorities
        wanted, there = self._authority(asked), area_of(home, asked.person)
        return {
            "authority": authorities[wanted].name if wanted in authorities else wanted,
            "there": authorities[there].name
            if there and there in authorities
            else there,
        }

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge it for everyone."""
        return InAreaParameters()

    def support(self, asked: Asked, home: Household) -> list[str]:
        """Name whose agreement it needs."""
        return ["The nominated officer's agreement before the move"]

    def _authority(self, asked: Asked) -> str:
        named = parameters(asked, InAreaParameters).authority
        return named or asked.person.record.authority


def _adjoining(wanted: str, person: Person) -> set[str]:
    """Return the authorities next door, whichever of the two says so."""
    known = person.authorities.get(wanted)
    by_them = {a.id for a in person.authorities.values() if wanted in a.adjoining}
    return by_them | set(known.adjoining if known else ())


def area_of(home: Household, person: Person) -> str | None:
    """Return the authority in whose area a home lies, if it can be told."""
    if home.authority is not None:
        return home.authority
    place = home.location.value
    outcode = outcode_of(place.postcode) if place and place.postcode else None
    for authority in person.authorities.values():
        if outcode is not None and outcode in authority.places:
            return authority.id
    return None
