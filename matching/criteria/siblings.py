"""Would brothers and sisters live together?"""

from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Any, ClassVar

from pydantic import Field

from matching.case import Change, Household, Id, Strength, Strict
from matching.criteria.base import (
    Asked,
    Clause,
    Criterion,
    Judgement,
    Kind,
    Person,
    Verdict,
)
from matching.criteria.lift import Lift, Obstacle
from matching.criteria.words import plural
from matching.policy import Considered
from matching.table import Homes


class Together(IntEnum):
    """How much of a young person's sibling group could live in a home."""

    ALL = 0
    ALL_WITH_QUESTIONS = 1
    PART = 2
    PART_WITH_QUESTIONS = 3
    APART = 4


class SiblingsParameters(Strict):
    """Which sibling group, and the parts it may be split into if it must be split."""

    group: Id | None = None
    sub_groups: list[list[Id]] | None = Field(default=None, min_length=2)


class SiblingsTogether(Criterion):
    """Ask for a home that could welcome brothers and sisters together.

    What a home could do rests on the verdicts of every one of them; ``Homes.together``
    carries it once it has been worked out. Who lives where the plan settles.
    """

    code = "siblings_together"
    title = "Brothers and sisters together"
    basis = "Children Act 1989 section 22C(8)(c)"
    Parameters = SiblingsParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "All {size} could live together here."),
        Clause(
            Verdict.NOT_KNOWN,
            "All {size} could live together here if what is not known yet turns out "
            "well.",
            ask="agency",
            question="Could all {size} brothers and sisters live here together?",
        ),
        Clause(
            Verdict.PART_MET,
            "{part} of {size} could be together here, as the plan for them allows; "
            "family time with the others needs to be planned.",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "{part} of {size} could be together here if what is not known yet turns "
            "out well.",
            ask="agency",
            question="Could {part} of the {size} brothers and sisters live here "
            "together?",
        ),
        Clause(
            Verdict.NOT_MET,
            "They would live apart from {others}. The authority can say whether that "
            "may be.",
            lifted_by=(("authority",),),
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Return what was worked out for the group."""
        together = homes.together
        if together is None:
            raise ValueError("it is not known yet which homes could take the group")
        return Judgement(together)

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say how many there are."""
        group = asked.person.group
        size = len(group.members) if group else 1
        part = len(group.sub_group_of(asked.person.record.id)) if group else 1
        others = plural(size - 1, "brother or sister", "brothers and sisters")
        return {"size": size, "part": part, "others": others}

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Say in every referral of the group that they may live apart if they must."""
        group, to = obstacle.asked.person.group, Strength.STRONGLY_PREFERRED.value
        stated = group.essential if group else ()
        return Lift(
            says="brothers and sisters could live near each other instead of together",
            changes=tuple(
                Change(young_person=i, at=f"/needs/{n}/strength", to=to)
                for i, n in stated
            ),
            was=Strength.ESSENTIAL.value,
            to=to,
        )

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge it for everyone who has brothers and sisters waiting too."""
        return SiblingsParameters() if person.siblings else None

    def unstated(self, person: Person) -> Iterator[Asked]:
        """Hold what one of the group states as essential for all of them."""
        group = person.group
        if group and group.strength is Strength.ESSENTIAL:
            yield Asked(
                person=person,
                kind=Kind.NEED,
                parameters=SiblingsParameters(),
                weight=person.policy.weight(self.code, Strength.ESSENTIAL),
                strength=Strength.ESSENTIAL,
                source="brother's or sister's referral",
            )
            return
        yield from super().unstated(person)
