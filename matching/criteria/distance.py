"""How near the home is: to family, to where contact is, to the school."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field, model_validator

from matching.case import Household, Place, Strict
from matching.criteria import words
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Person,
    Verdict,
    choose,
    parameters,
)
from matching.criteria.carers import DRIVES, NOT_THERE
from matching.places import KM_PER_MILE
from matching.policy import Considered
from matching.table import Homes

Length = Annotated[float, Field(gt=0, le=1000)]
AUTHORITY = (("authority",),)
UNITS = ("km", "miles", "minutes")
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


class Reach(Strict):
    """A place and how far from it a home may be, in one unit."""

    place: Place
    max_km: Length | None = None
    max_miles: Length | None = None
    max_minutes: Length | None = None

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        given = [unit for unit in UNITS if getattr(self, f"max_{unit}") is not None]
        if len(given) != 1:
            raise ValueError("needs one of max_km, max_miles or max_minutes")
        return self

    @property
    def unit(self) -> str:
        """The unit it was written in."""
        return next(u for u in UNITS if getattr(self, f"max_{u}") is not None)

    @property
    def furthest(self) -> float:
        """The furthest a home may be, in that unit."""
        return float(getattr(self, f"max_{self.unit}"))


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
        if self.ideal >= self.furthest:
            raise ValueError("the furthest distance must be more than the ideal one")
        return self

    @property
    def ideal(self) -> float:
        """The ideal distance in the unit it was written in; 0 where none was."""
        return float(getattr(self, f"ideal_{self.unit}") or 0.0)


class KeepSchoolParameters(Reach):
    """The school, the furthest a home may be, and who takes them."""

    transport: Literal["carer", "taxi", "bus", "walks", "not settled"] | None = None


def measured(reach: Reach, homes: Homes) -> NDArray[np.float64]:
    """Return how far each home is, in the unit asked; NaN where not known."""
    if reach.unit == "minutes":
        return homes.minutes_from(reach.place)
    km, _ = homes.km_from(reach.place)
    return km / KM_PER_MILE if reach.unit == "miles" else km


def said(figure: float, reach: Reach, homes_label: str) -> str:
    """Say a distance in whole numbers: about 6 miles, about 25 minutes (estimate)."""
    whole = max(round(figure), 1) if figure == figure else 0
    one = {"km": "km", "miles": "mile", "minutes": "minute"}[reach.unit]
    many = {"km": "km", "miles": "miles", "minutes": "minutes"}[reach.unit]
    label = f" ({homes_label})" if reach.unit == "minutes" else ""
    return f"about {words.plural(whole, one, many)}{label}"


def _furthest(reach: Reach) -> str:
    one = {"km": "km", "miles": "mile", "minutes": "minute"}[reach.unit]
    many = {"km": "km", "miles": "miles", "minutes": "minutes"}[reach.unit]
    return words.plural(reach.furthest, one, many)


class Near(Criterion):
    """Require the home to be within reach of a place."""

    code = "near"
    title = "Near a place that matters"
    basis = "Children Act 1989 section 22C(8)(a)"
    Parameters = NearParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "{About} from {place} (up to {most} was asked for)."),
        Clause(
            Verdict.NOT_MET,
            "{About} from {place}; up to {most} was asked for.",
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
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the distance; degree falls from 1 at ideal to 0 at the furthest."""
        reach = parameters(asked, NearParameters)
        far = measured(reach, homes)
        over = far - reach.furthest
        span = reach.furthest - reach.ideal
        degree = np.clip((reach.furthest - far) / span, 0, 1)
        clause = choose(
            (np.isnan(homes.position[:, 0]), 2),
            (np.isnan(far), 3),
            (over > 0, 1),
            otherwise=0,
        )
        return Judgement(
            clause,
            np.where(clause == 1, over, np.nan),
            degree=np.where(np.isnan(degree), 0, degree),
            figures={"far": far},
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the distance in the unit the need was written in."""
        reach = parameters(asked, NearParameters)
        about = said(figures["far"], reach, "estimate")
        return {
            "About": about[:1].upper() + about[1:],
            "place": PLACES[reach.why],
            "most": _furthest(reach),
        }

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge nearness to the young person's own home, where it is recorded."""
        home = person.record.home.value
        if home is None:
            return None
        return NearParameters.model_validate(
            {"place": home, "why": "home", **rule.parameters}
        )

    def unit(self, asked: Asked) -> str:
        """The unit the need was written in."""
        return parameters(asked, Reach).unit


class KeepSchool(Criterion):
    """Require that the young person can stay at their school."""

    code = "keep_school"
    title = "Keeping their school"
    basis = "Children Act 1989 section 22C(8)(b)"
    about = "who drives"
    Parameters = KeepSchoolParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "They can stay at their school: {about}{who}."),
        Clause(
            Verdict.PART_MET,
            "{About} from their school; transport is not arranged yet.",
        ),
        Clause(
            Verdict.NOT_MET,
            "{About} from their school; up to {most} was asked for, so they would "
            "change school or travel further.",
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
            (np.isnan(far), 6),
            (over > 0, 2),
            (walks, 0),
            (np.full(len(homes), not settled), 1),
            (by_carer & (drives == NOT_THERE), 3),
            (by_carer & (drives < 0), 4),
            otherwise=0,
        )
        return Judgement(
            clause, np.where(clause == 2, over, np.nan), figures={"far": far}
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
        about = said(figures["far"], reach, "estimate")
        who = {
            "carer": ", a carer can take them",
            "taxi": ", by taxi",
            "bus": ", by bus",
            "walks": ", they walk",
        }.get(reach.transport or "", "")
        return {
            "about": about,
            "About": about[:1].upper() + about[1:],
            "most": _furthest(reach),
            "who": who,
        }

    def facts_for(self, asked: Asked) -> tuple[str, ...]:
        """Rest on who drives where a carer is to take them."""
        by_carer = parameters(asked, KeepSchoolParameters).transport == "carer"
        return ("carers.drives",) if by_carer else ()

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the distance to their school, where one is recorded."""
        school = person.record.school.value
        if school is None:
            return None
        return KeepSchoolParameters.model_validate({"place": school, **rule.parameters})

    def unit(self, asked: Asked) -> str:
        """The unit the need was written in."""
        return parameters(asked, Reach).unit
