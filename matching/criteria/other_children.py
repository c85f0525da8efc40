"""What a young person needs of the other children in a home.

Each of these rules looks at one child at a time, so that it holds alike for children
who live there and for young people planned for the same home (criteria.md, *Living
together*).
"""

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from matching.case import Household
from matching.criteria import words
from matching.criteria.base import Asked, Clause, Criterion, Judgement, Verdict
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

    facts = ("children",)
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
        order = np.argsort(self.distance(asked, children.age[barred]), kind="stable")
        rows, ages = children.home[barred], children.age[barred]
        furthest[rows[order]] = ages[order]
        return furthest

    def distance(
        self, asked: Asked, ages: NDArray[np.int16]
    ) -> NDArray[np.float64 | np.int16]:
        """Return how far a child of each age is from fitting; largest is furthest."""
        return ages


class Solo(OtherChildrenCriterion):
    """Require a home without other children, born to the family or fostered."""

    code = "solo"
    title = "No other children"
    basis = "The young person's plan"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "No other child lives here."),
        Clause(
            Verdict.NOT_MET,
            "{children} {live} here (ages {ages}); a home without other children was "
            "asked for.",
            lifted_by=(("authority",),),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether other children live here.",
            ask="agency",
            question="Does any other child live here?",
        ),
        Clause(
            Verdict.NOT_MET,
            "The carers do not look after one young person alone.",
            lifted_by=(("authority",), ("carers",)),
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

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say how many children there are and their ages."""
        ages = [c.age for c in home.children.value or ()]
        ages += [p.age for p in home.placements.value]
        return {
            "children": words.plural(figures["count"], "child", "children"),
            "live": "lives" if figures["count"] == 1 else "live",
            "ages": words.listed(map(str, sorted(ages))),
        }
