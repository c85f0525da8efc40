"""What the young person enjoys and the home shares."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from matching.case import Household, Strict, Words
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
from matching.policy import Considered
from matching.table import Column, Homes, Table


class InterestsParameters(Strict):
    """What the young person enjoys."""

    interests: Annotated[list[Words], Field(min_length=1)]


RECORDED = Column(
    "interests recorded", lambda h: h.interests.value is not None, np.bool_
)


def _homes_with(table: Table) -> dict[str, NDArray[np.intp]]:
    """Return the rows of the homes that share each interest."""

    def make() -> dict[str, NDArray[np.intp]]:
        rows: dict[str, list[int]] = {}
        for row, home in enumerate(table.households):
            for interest in words.folded(home.interests.value or ()):
                rows.setdefault(interest, []).append(row)
        return {word: np.array(them, dtype=np.intp) for word, them in rows.items()}

    return table.once("homes by interest", make)


class Interests(Criterion):
    """Ask for shared interests; the degree is the share of them."""

    code = "interests"
    title = "Shared interests"
    basis = "Step-down evaluations: interests helped placements begin well"
    never_essential = True
    facts = ("interests",)
    about = "the interests"
    Parameters = InterestsParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Shares {shared}."),
        Clause(Verdict.PART_MET, "Shares {n} of {m}: {shared}."),
        Clause(Verdict.NOT_MET, "None of their interests is recorded here yet."),
        Clause(
            Verdict.NOT_KNOWN,
            "No interests are recorded here yet.",
            ask="agency",
            question="What do the carers enjoy?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the share of interests in common."""
        wanted = words.folded(parameters(asked, InterestsParameters).interests)
        count = np.zeros(len(homes.table), dtype=np.int32)
        for interest in wanted:
            if interest in _homes_with(homes.table):
                count[_homes_with(homes.table)[interest]] += 1
        count = count[homes.rows]
        clause = choose(
            (~homes.column(RECORDED), 3),
            (count == len(wanted), 0),
            (count > 0, 1),
            otherwise=2,
        )
        return Judgement(clause, degree=count / len(wanted))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name what is shared."""
        wanted = parameters(asked, InterestsParameters).interests
        theirs = words.folded(home.interests.value or ())
        shared = [w for w in wanted if w.strip().casefold() in theirs]
        return {"shared": words.listed(shared), "n": len(shared), "m": len(wanted)}

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the interests recorded, where the policy asks for it."""
        theirs = person.record.interests.value
        return InterestsParameters(interests=theirs) if theirs else None

    def support(self, asked: Asked, home: Household) -> list[str]:
        """Nothing is missing where some interests are shared."""
        return []
