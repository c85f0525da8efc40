"""How near the home is: to family, to where contact is, to the school."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from matching.case import Household, Strict
from matching.criteria import words
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Kind,
    Person,
    Verdict,
    choose,
    parameters,
)
from matching.criteria.carers import DRIVES, NOT_THERE
from matching.criteria.lift import Lift, Obstacle
from matching.criteria.reach import (
    UNITS,
    Reach,
    far_figures,
    far_words,
    further,
    measured,
    placed,
)
from matching.places import KM_PER_MILE
from matching.policy import Considered
from matching.table import Homes

AUTHORITY = (("authority",),)
PLACES = {
    "school": "school",
    "contact": "where they see their family",
    "home": "home",
    "activity": "their activity",
    "other": "the place that matters to them",
}
WALKING_MILES = 3.0
"""The statutory walking distance from the age of 8 (Education Act 1996 s444(5))."""
WALKING_MILES_UNDER_8 = 2.0


class NearParameters(Reach):
    """A place, what it is to the young person, and the ideal and furthest distance."""

    why: Literal["school", "contact", "home", "activity", "other"] = "other"
    ideal_km: Annotated[float, Field(ge=0, le=1000)] | None = None
    ideal_miles: Annotated[float, Field(ge=0, le=1000)] | None = None
    ideal_minutes: Annotated[float, Field(ge=0, le=1000)] | None = None

    @model_validator(mode="after")
    def _ideal_in_the_same_unit(self) -> Self:
        given = [u for u in UNITS if getattr(self, f"ideal_{u}") is not None]
        if given and given != [self.unit]:
            raise ValueError("the ideal and the furthest distance need the same unit")
        if self.ideal > self.furthest:
            raise ValueError("the ideal distance is more than the furthest one")
        return self

    @property
    def ideal(self) -> float:
        """The ideal distance in the unit it was written in; 0 where none was."""
        return float(getattr(self, f"ideal_{self.unit}") or 0.0)


class KeepSchoolParameters(Reach):
    """The school, the furthest a home may be, and who takes them."""

    transport: Literal["carer", "taxi", "bus", "walks", "not settled"] | None = None


class Near(Criterion):
    """Require the home to be within reach of a place."""

    code = "near"
    title = "Near a place that matters"
    basis = "Children Act 1989 section 22C(8)(a)"
    facts = ("location",)
    person_fact = "home"
    about = "where the home is"
    Parameters = NearParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "{About} from {place} ({ideal}{most})."),
        Clause(
            Verdict.NOT_MET,
            "{About} from {place}; {most}.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded where this home is.",
            ask="agency",
            question="Where is the home? The first part of the postcode is enough.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The postcode of {place} is not known.",
            ask="social worker",
            question="Which postcode is {place} in?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not known how long the journey from {place} takes.",
            ask="agency",
            question="How long is the journey from {place} to this home?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the distance; degree falls from 1 at ideal to 0 at the furthest."""
        reach = parameters(asked, NearParameters)
        far = measured(reach, homes)
        over = far - reach.furthest
        span = (reach.furthest - reach.ideal) or 1.0
        degree = np.where(far <= reach.ideal, 1.0, np.clip(-over / span, 0, 1))
        clause = choose(
            (np.isnan(homes.position[:, 0]), 2),
            (np.isnan(far), 4 if placed(reach) else 3),
            (over > 0, 1),
            otherwise=0,
        )
        return Judgement(
            clause,
            np.where(clause == 1, over, np.nan),
            degree=np.where(np.isnan(degree), 0, degree),
            figures=far_figures(far, reach, homes),
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the distance in the unit the need was written in."""
        reach = parameters(asked, NearParameters)
        ideal = f"{words.number(reach.ideal)} would be ideal, " if reach.ideal else ""
        return {
            **far_words(asked, figures),
            "place": PLACES[reach.why],
            "ideal": ideal if asked.kind is Kind.NEED else "",
        }

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge nearness to the young person's own home, where it is recorded."""
        home = person.record.home.value
        if home is None:
            return None
        return NearParameters.model_validate(
            {"place": home, "why": "home", **rule.parameters}
        )

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask for a home within a longer journey."""
        place = PLACES[parameters(obstacle.asked, NearParameters).why]
        return further(obstacle, f"the journey from {place}", self.title)

    def unit(self, asked: Asked) -> str:
        """The unit the need was written in."""
        return parameters(asked, Reach).unit

    def whole(self, asked: Asked) -> float:
        """As much again as was asked for."""
        return parameters(asked, Reach).furthest


class KeepSchool(Criterion):
    """Require that the young person can stay at their school."""

    code = "keep_school"
    title = "Keeping their school"
    basis = "Children Act 1989 section 22C(8)(b)"
    fact = "location"
    person_fact = "school"
    about = "where the home is and who drives"
    Parameters = KeepSchoolParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "They can stay at their school: {about}{who}."),
        Clause(
            Verdict.PART_MET,
            "{About} from their school; transport is not arranged yet.",
        ),
        Clause(
            Verdict.NOT_MET,
            "{About} from their school; {most}, so they would change school or travel "
            "further.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.PART_MET,
            "{About} from their school; no carer drives, so someone else would need "
            "to take them.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "{About} from their school; it is not recorded whether a carer drives.",
            ask="agency",
            question="Could a carer take them to school? It is {about} away.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded where this home is.",
            ask="agency",
            question="Where is the home? The first part of the postcode is enough.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The postcode of their school is not known.",
            ask="virtual school",
            question="Which postcode is their school in, and must it stay the same?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not known how long the journey to their school takes.",
            ask="agency",
            question="How long is the journey from this home to their school?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the distance, then whether someone can take them."""
        reach = parameters(asked, KeepSchoolParameters)
        far = measured(reach, homes)
        over = far - reach.furthest
        by_carer = np.full(len(homes), reach.transport == "carer")
        settled = reach.transport != "not settled"
        drives = homes.column(DRIVES)
        walks = self._walks(asked, reach, homes)
        clause = choose(
            (np.isnan(homes.position[:, 0]), 5),
            (np.isnan(far), 7 if placed(reach) else 6),
            (over > 0, 2),
            (walks, 0),
            (np.full(len(homes), not settled), 1),
            (by_carer & (drives == NOT_THERE), 3),
            (by_carer & (drives < 0), 4),
            otherwise=0,
        )
        return Judgement(
            clause,
            np.where(clause == 2, over, np.nan),
            figures=far_figures(far, reach, homes),
        )

    def _walks(
        self, asked: Asked, reach: KeepSchoolParameters, homes: Homes
    ) -> NDArray[np.bool_]:
        """Tell where they can walk, so that no carer needs to drive."""
        if reach.transport != "carer":
            return np.zeros(len(homes), dtype=np.bool_)
        km, _ = homes.km_from(reach.place)
        limit = WALKING_MILES if asked.person.age >= 8 else WALKING_MILES_UNDER_8
        walks: NDArray[np.bool_] = km <= limit * KM_PER_MILE
        return walks

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the distance and who takes them."""
        reach = parameters(asked, KeepSchoolParameters)
        who = {
            "carer": ", a carer can take them",
            "taxi": ", by taxi",
            "bus": ", by bus",
            "walks": ", they walk",
        }.get(reach.transport or "", "")
        return {**far_words(asked, figures), "who": who}

    def facts_for(self, asked: Asked) -> tuple[str, ...]:
        """Rest on who drives where a carer is to take them."""
        by_carer = parameters(asked, KeepSchoolParameters).transport == "carer"
        return ("location", "carers.drives") if by_carer else ("location",)

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the distance to their school, where one is recorded."""
        school = person.record.school.value
        if school is None:
            return None
        return KeepSchoolParameters.model_validate({"place": school, **rule.parameters})

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask for a home within a longer journey to school."""
        return further(obstacle, "the journey to their school", self.title)

    def unit(self, asked: Asked) -> str:
        """The unit the need was written in."""
        return parameters(asked, Reach).unit

    def whole(self, asked: Asked) -> float:
        """As much again as was asked for."""
        return parameters(asked, Reach).furthest
