"""Is the home outside every area the young person needs to stay away from?"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

import numpy as np

from matching.case import Household
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Kind,
    NoParameters,
    Person,
    Verdict,
    choose,
)
from matching.table import Homes


class AvoidPlace(Criterion):
    """Keep homes out of declared areas to avoid.

    The border is where the authority drew it, round the centre it gave; where the
    home's own coordinate is a middle and the border lies within what that can be out
    by (95 in 100), it is not known on which side the home is.
    """

    code = "avoid_place"
    title = "Areas to stay away from"
    basis = "Risk assessment"
    gate = True
    risk = True
    facts = ("location",)
    person_fact = "avoid_places"
    about = "where the home is"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Outside every area they need to stay away from."),
        Clause(
            Verdict.NOT_MET,
            "Inside an area they need to stay away from.",
            detail="Inside an area they need to stay away from, by about {inside} km.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "Near the edge of an area they need to stay away from; the home's postcode "
            "is not exact enough to tell.",
            ask="agency",
            question="Which full postcode is this home in? It may be near an area to "
            "stay away from.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded where this home is, and there is an area they need to "
            "stay away from.",
            ask="agency",
            question="Which postcode area is this home in?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "An area they need to stay away from has a postcode that is not known.",
            ask="social worker",
            question="Which postcode is the area to stay away from in?",
        ),
    )

    def gates(self, person: Person) -> Iterator[Asked]:
        """Judge all areas together, where there are any."""
        areas = person.record.avoid_places
        if areas:
            days = [a.confirmed_on for a in areas]
            dated = [day for day in days if day is not None]
            yield Asked(
                person=person,
                kind=Kind.GATE,
                parameters=NoParameters(),
                confirmed_on=min(dated) if len(dated) == len(days) else None,
            )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the worst over all areas; km inside as shortfall."""
        deepest = np.full(len(homes), -np.inf)
        unplaced = False
        for area in asked.person.record.avoid_places:
            km, _ = homes.km_from(area.place)
            if np.isnan(km).all() and not np.isnan(homes.position).all():
                unplaced = True
                continue
            deepest = np.maximum(deepest, area.radius_km - km)
        error = homes.position_error_km
        clause = choose(
            (np.isnan(error), 3),
            (deepest > error, 1),
            (deepest >= -error, 2),
            (np.full(len(homes), unplaced), 4),
            otherwise=0,
        )
        shortfall = np.where(clause == 1, deepest, np.nan)
        return Judgement(clause, shortfall)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say how deep inside."""
        inside = figures["shortfall"]
        return {"inside": max(round(inside), 1) if inside == inside else 0}

    def unit(self, asked: Asked) -> str:
        """Kilometres inside the area."""
        return "km"
