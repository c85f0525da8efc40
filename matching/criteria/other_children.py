"""What a young person needs of the other children in a home.

Each of these rules looks at one child at a time, so that it holds alike for children
who live there and for young people planned for the same home (criteria.md, *Living
together*).
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from matching.case import Gender, Household, Strict, TakesAlone
from matching.criteria import words
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Verdict,
    choose,
    parameters,
)
from matching.criteria.lift import (
    CARERS,
    Lift,
    LiftKind,
    Obstacle,
    at_home,
    of_parameter,
)
from matching.table import Children, Column, Homes

RECORDED = Column("children recorded", lambda h: h.children.value is not None, np.bool_)

MET, NOT_MET, NOT_RECORDED = range(3)


@dataclass(frozen=True, slots=True)
class Company:
    """Children seen from one young person: ages in years and genders, one row each."""

    age: NDArray[np.int16]
    female: NDArray[np.bool_]
    male: NDArray[np.bool_]


class OtherChildrenCriterion(Criterion):
    """Require every other child in the home to be one the young person can live with.

    A child known to be there who does not fit is *not met*, whatever else is not
    recorded; where none is known but the family's children are not recorded it is *not
    known*.
    """

    facts: ClassVar[tuple[str, ...]] = ("children",)
    about = "the children who live there"

    @abstractmethod
    def admits(self, asked: Asked, others: Company) -> NDArray[np.bool_]:
        """Tell for each child whether the young person can live with them."""

    @abstractmethod
    def shortfall(
        self, asked: Asked, barred: NDArray[np.intp], ages: NDArray[np.int16]
    ) -> NDArray[np.float64]:
        """Return how far each home is from fitting.

        ``barred`` counts the children who do not fit in each home; ``ages`` is the age
        of the one furthest from fitting (-1 where none).
        """

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge every child of every home, and take the one furthest from fitting."""
        children = homes.table.children
        others = Company(children.age, children.female, children.male)
        barred = ~self.admits(asked, others)
        count = homes.per_home(barred, children)
        age = self._furthest(asked, children, barred, len(homes.table))[homes.rows]
        recorded = homes.column(RECORDED)
        clause = np.where(
            count > 0, NOT_MET, np.where(recorded, MET, NOT_RECORDED)
        ).astype(np.int8)
        shortfall = np.where(count > 0, self.shortfall(asked, count, age), np.nan)
        return Judgement(clause, shortfall, figures={"count": count, "age": age})

    def _furthest(
        self,
        asked: Asked,
        children: Children,
        barred: NDArray[np.bool_],
        homes: int,
    ) -> NDArray[np.int16]:
        furthest = np.full(homes, -1, dtype=np.int16)
        if not barred.any():
            return furthest
        order = np.argsort(self.distance(asked, children.age[barred]), kind="stable")
        rows, ages = children.home[barred], children.age[barred]
        furthest[rows[order]] = ages[order]
        return furthest

    def distance(self, asked: Asked, ages: NDArray[np.int16]) -> NDArray[np.int16]:
        """Return how far a child of each age is from fitting; largest is furthest."""
        return ages


ASK_COMPANY = Clause(
    Verdict.NOT_KNOWN,
    "It is not recorded which children live here.",
    ask="agency",
    question="Which children live here, and how old are they?",
)
AUTHORITY = (("authority",),)
REFUSED, TAKEN = 0, 1
TAKES_ALONE = Column(
    "takes alone",
    lambda h: h.takes_alone.value and int(h.takes_alone.value is not TakesAlone.NO),
    np.int8,
)


class Solo(OtherChildrenCriterion):
    """Require a home without other children, born to the family or fostered."""

    code = "solo"
    title = "No other children in the home"
    basis = "The young person's plan"
    facts = ("children", "takes_alone")
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "No other child lives here."),
        Clause(
            Verdict.NOT_MET,
            "{children} here (aged {ages}); a home without other children was asked "
            "for.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether other children live here.",
            ask="agency",
            question="Does any other child live here?",
        ),
        Clause(
            Verdict.NOT_MET,
            "No other child lives here, but the carers have said they do not look "
            "after one young person alone.",
            lifted_by=(("authority",), ("carers",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "No other child lives here; it is not recorded whether the carers look "
            "after one young person alone.",
            ask="agency",
            question="Would the carers look after one young person alone?",
        ),
    )

    def admits(self, asked: Asked, others: Company) -> NDArray[np.bool_]:
        """No child fits."""
        return np.zeros(len(others.age), dtype=np.bool_)

    def shortfall(
        self, asked: Asked, barred: NDArray[np.intp], ages: NDArray[np.int16]
    ) -> NDArray[np.float64]:
        """Count the children there."""
        return barred.astype(np.float64)

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the children there, and whether the carers take one alone."""
        judged = super().judge(asked, homes)
        alone = homes.column(TAKES_ALONE)
        empty = judged.clause != NOT_MET
        clause = choose(
            (empty & (alone == REFUSED), 3),
            ((judged.clause == MET) & (alone < 0), 4),
            otherwise=0,
        )
        clause = np.where(clause == 0, judged.clause, clause).astype(np.int8)
        return Judgement(clause, judged.shortfall, figures=judged.figures)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say how many children there are and their ages."""
        ages = [c.age for c in home.children.value or ()]
        ages += [p.age for p in home.placements.value]
        count = figures["count"]
        lives = "lives" if count == 1 else "live"
        return {
            "children": f"{words.plural(count, 'child', 'children')} {lives}",
            "ages": words.listed(map(str, sorted(ages))),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask the carers to take one alone, or ask for it less strongly."""
        if obstacle.by != CARERS:
            return super().lift(obstacle, home)
        to = TakesAlone.CAN_BE.value
        return Lift(
            says="the carers could look after one young person alone",
            changes=(at_home(home.id, "/takes_alone", to),),
            was=home.takes_alone.value,
            to=to,
            kind=LiftKind.SUPPORT,
        )

    def unit(self, asked: Asked) -> str:
        """Children there."""
        return "children"


class AgeParameters(Strict):
    """Children must not be younger than this."""

    age: Annotated[int, Field(ge=1, le=17)]


class NoChildrenUnder(OtherChildrenCriterion):
    """Require that no child under an age lives there."""

    code = "no_children_under"
    title = "No younger children"
    basis = "The young person's plan"
    Parameters = AgeParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "No child under {limit} lives here."),
        Clause(
            Verdict.NOT_MET,
            "A child aged {age} lives here; no child under {limit} was asked for.",
            lifted_by=AUTHORITY,
        ),
        ASK_COMPANY,
    )

    def admits(self, asked: Asked, others: Company) -> NDArray[np.bool_]:
        """A child of that age or older fits."""
        return others.age >= _limit(asked)

    def distance(self, asked: Asked, ages: NDArray[np.int16]) -> NDArray[np.int16]:
        """The youngest is furthest from fitting."""
        return -ages

    def shortfall(
        self, asked: Asked, barred: NDArray[np.intp], ages: NDArray[np.int16]
    ) -> NDArray[np.float64]:
        """Count the years the youngest is too young by."""
        return (_limit(asked) - ages).astype(np.float64)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Add the age asked for."""
        return {**figures, "limit": _limit(asked)}

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask for a lower age; where no age is low enough, less strongly."""
        was = _limit(obstacle.asked)
        to = was - int(obstacle.shortfall)
        if to < 1:
            return super().lift(obstacle, home)
        says = "children aged {to} could live there, where no child under {was} may"
        return of_parameter(obstacle, "age", was, to, "years", says)

    def unit(self, asked: Asked) -> str:
        """Years too young."""
        return "years"


def _limit(asked: Asked) -> int:
    return parameters(asked, AgeParameters).age


class GapParameters(Strict):
    """By how many completed years the young person must be youngest or oldest."""

    gap_years: Annotated[int, Field(ge=0, le=17)] = 0


def _gap(asked: Asked) -> int:
    return parameters(asked, GapParameters).gap_years


class _AgeGap(OtherChildrenCriterion):
    """Require every child there to be on one side of the young person's age."""

    basis = "The young person's plan"
    Parameters = GapParameters
    side: ClassVar[int]
    """1 where the children must be older, -1 where they must be younger."""

    def _ahead(self, asked: Asked, ages: NDArray[np.int16]) -> NDArray[np.int16]:
        """By how many years each child is on the right side (negative: the wrong)."""
        ahead: NDArray[np.int16] = self.side * (ages - np.int16(asked.person.age))
        return ahead

    def admits(self, asked: Asked, others: Company) -> NDArray[np.bool_]:
        """A child at least the gap older (or younger) fits."""
        return self._ahead(asked, others.age) >= _gap(asked)

    def distance(self, asked: Asked, ages: NDArray[np.int16]) -> NDArray[np.int16]:
        """The one most on the wrong side is furthest from fitting."""
        return -self._ahead(asked, ages)

    def shortfall(
        self, asked: Asked, barred: NDArray[np.intp], ages: NDArray[np.int16]
    ) -> NDArray[np.float64]:
        """Count the years missing."""
        return (_gap(asked) - self._ahead(asked, ages)).astype(np.float64)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Add the gap asked for."""
        gap = _gap(asked)
        by = f", by {words.plural(gap, 'year')} or more" if gap else ""
        return {**figures, "by": by}

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask for a smaller gap; where none is small enough, less strongly."""
        was = _gap(obstacle.asked)
        to = was - int(obstacle.shortfall)
        if to < 0:
            return super().lift(obstacle, home)
        what = "next older child" if self.side > 0 else "next younger child"
        says = f"a gap of {{to}} years to the {what} were enough instead of {{was}}"
        return of_parameter(obstacle, "gap_years", was, to, "years", says)

    def unit(self, asked: Asked) -> str:
        """Years missing."""
        return "years"


class Youngest(_AgeGap):
    """Require the young person to be the youngest child there."""

    code = "youngest"
    title = "To be the youngest"
    side = 1
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "They would be the youngest{by}."),
        Clause(
            Verdict.NOT_MET,
            "A child aged {age} lives here. They need to be the youngest{by}.",
            lifted_by=AUTHORITY,
        ),
        ASK_COMPANY,
    )


class Oldest(_AgeGap):
    """Require the young person to be the oldest child there."""

    code = "oldest"
    title = "To be the oldest"
    side = -1
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "They would be the oldest{by}."),
        Clause(
            Verdict.NOT_MET,
            "A child aged {age} lives here. They need to be the oldest{by}.",
            lifted_by=AUTHORITY,
        ),
        ASK_COMPANY,
    )


class GenderParameters(Strict):
    """Which children should not live there."""

    gender: Literal[Gender.FEMALE, Gender.MALE]


def _gender(asked: Asked) -> Gender:
    return parameters(asked, GenderParameters).gender


class NoChildrenOfGender(OtherChildrenCriterion):
    """Require that no girls, or no boys, live there."""

    code = "no_children_of_gender"
    title = "No girls, or no boys, in the home"
    basis = "The young person's plan"
    Parameters = GenderParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "No {many} live here."),
        Clause(
            Verdict.NOT_MET,
            "{them} here; a home without {many} was asked for.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether {many} live here.",
            ask="agency",
            question="Who else lives here: girls, boys?",
        ),
    )

    def admits(self, asked: Asked, others: Company) -> NDArray[np.bool_]:
        """A child not known to be of that gender fits."""
        is_female = _gender(asked) is Gender.FEMALE
        return ~(others.female if is_female else others.male)

    def shortfall(
        self, asked: Asked, barred: NDArray[np.intp], ages: NDArray[np.int16]
    ) -> NDArray[np.float64]:
        """Count them."""
        return barred.astype(np.float64)

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the genders recorded; a child without one leaves it not known."""
        judged = super().judge(asked, homes)
        clause = np.where(
            (judged.clause == MET) & homes.column(GENDERS_MISSING),
            NOT_RECORDED,
            judged.clause,
        ).astype(np.int8)
        return Judgement(clause, judged.shortfall, figures=judged.figures)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say how many."""
        one, many, *_ = words.GENDERS[_gender(asked)]
        count = figures["count"]
        lives = "lives" if count == 1 else "live"
        return {"many": many, "them": f"{words.plural(count, one, many)} {lives}"}

    def unit(self, asked: Asked) -> str:
        """Children there."""
        return "children"


def _some_gender_missing(home: Household) -> bool:
    everyone = [*(home.children.value or ()), *home.placements.value]
    return any(child.gender is None for child in everyone)


GENDERS_MISSING = Column("genders missing", _some_gender_missing, np.bool_)


class WithOtherChildren(Criterion):
    """Ask for company near in age."""

    code = "with_other_children"
    title = "Company near their age"
    basis = "The young person's plan"
    facts = ("children",)
    about = "the children who live there"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "A child near their age lives here."),
        Clause(
            Verdict.NOT_MET,
            "No child near their age lives here; they would like company.",
            lifted_by=AUTHORITY,
        ),
        ASK_COMPANY,
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge whether a child within the policy's years lives there."""
        children = homes.table.children
        gap = np.abs(children.age - asked.person.age)
        near = homes.per_home(gap <= asked.person.policy.company_years, children) > 0
        recorded = homes.column(RECORDED)
        clause = np.where(near, MET, np.where(recorded, NOT_MET, NOT_RECORDED))
        return Judgement(clause.astype(np.int8))
