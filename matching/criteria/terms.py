"""Is the request inside the terms of approval?

Terms are optional (Fostering Services (England) Regulations 2011 regulation 27(5)):
approved without terms sets no limit, which is not the same as terms not recorded.
"""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

import numpy as np

from matching.case import Gender, Household, PlacementType, Terms
from matching.criteria import words
from matching.criteria.base import Asked, Clause, Criterion, Judgement, Verdict, choose
from matching.criteria.lift import Lift, LiftKind, Obstacle, at_home
from matching.table import Column, Homes

VARY = (("agency",),)
BASIS = "Fostering Services (England) Regulations 2011 regulation 27(5)"


def of_terms(read: Callable[[Terms], Any]) -> Callable[[Household], Any]:
    """Return a reader of the terms that gives None where none are recorded."""
    return lambda home: None if home.terms.value is None else read(home.terms.value)


YOUNGEST = Column("youngest approved", of_terms(lambda t: t.ages[0] if t.ages else 0))
OLDEST = Column("oldest approved", of_terms(lambda t: t.ages[1] if t.ages else 99))
LIMITED = Column(
    "ages limited", lambda h: bool(h.terms.value and h.terms.value.ages), np.bool_
)


class ApprovalAge(Criterion):
    """Require the young person's age on the day needed to be inside the terms."""

    code = "approval_age"
    title = "Approved for their age"
    basis = BASIS
    gate = True
    facts = ("terms",)
    about = "the terms of approval"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Approved with no limit on age."),
        Clause(
            Verdict.MET, "Approved for ages {youngest} to {oldest}; they will be {age}."
        ),
        Clause(
            Verdict.NOT_MET,
            "Approved for ages {youngest} to {oldest}; they will be {age}. The agency "
            "could ask to vary the terms.",
            lifted_by=VARY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The terms of approval are not recorded.",
            ask="agency",
            question="Are there terms of approval on age?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge completed years on the day needed; years outside as shortfall."""
        age = asked.person.age
        youngest, oldest = homes.column(YOUNGEST), homes.column(OLDEST)
        outside = np.maximum(youngest - age, age - oldest)
        clause = choose(
            (youngest < 0, 3),
            (outside > 0, 2),
            (homes.column(LIMITED), 1),
            otherwise=0,
        )
        shortfall = np.where(clause == 2, outside, np.nan)
        return Judgement(
            clause, shortfall, figures={"youngest": youngest, "oldest": oldest}
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Add the age."""
        return {**figures, "age": asked.person.age}

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Vary the ages so that theirs is inside."""
        age, terms = obstacle.asked.person.age, home.terms.value
        if terms is None or terms.ages is None:
            return None
        low, high = terms.ages
        to: list[Any] = [min(low, age), max(high, age)]
        return Lift(
            says=f"approval covered age {age}",
            changes=(at_home(home.id, "/terms/ages", to),),
            was=low if age < low else high,
            to=age,
            unit="years",
            kind=LiftKind.PERMISSION,
        )

    def unit(self, asked: Asked) -> str:
        """Years outside the terms."""
        return "years"


def _serves_gender(gender: Gender) -> Column:
    def inside(terms: Terms) -> bool:
        named = terms.genders
        return named is None or "any" in named or gender in named

    return Column(f"approved for {gender}", of_terms(inside), np.int8)


GENDERS_LIMITED = Column(
    "genders limited",
    of_terms(lambda t: t.genders is not None and "any" not in t.genders),
    np.int8,
)


class ApprovalGender(Criterion):
    """Require the young person's gender to be inside the terms."""

    code = "approval_gender"
    title = "Approved for their gender"
    basis = BASIS
    gate = True
    facts = ("terms",)
    person_fact = "gender"
    about = "the terms of approval"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Approved with no limit on gender."),
        Clause(Verdict.MET, "The terms of approval include {theirs} young people."),
        Clause(
            Verdict.NOT_MET,
            "The terms of approval name {genders} young people. The agency could ask "
            "to vary them.",
            lifted_by=VARY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The terms of approval are not recorded.",
            ask="agency",
            question="Are there terms of approval on gender?",
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The terms of approval name {genders} young people; their gender is not "
            "recorded.",
            ask="social worker",
            question="What is their gender, as they would say it?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the gender recorded for the young person."""
        limited = homes.column(GENDERS_LIMITED)
        gender = asked.person.record.gender
        if gender is None:
            return Judgement(choose((limited < 0, 3), (limited > 0, 4), otherwise=0))
        inside = homes.column(_serves_gender(gender))
        return Judgement(
            choose((limited < 0, 3), (limited == 0, 0), (inside > 0, 1), otherwise=2)
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the genders of the terms."""
        gender, terms = asked.person.record.gender, home.terms.value
        named = [g for g in (terms.genders or () if terms else ()) if g != "any"]
        return {
            "theirs": words.GENDERS[gender][3] if gender else "",
            "genders": words.listed(words.GENDERS[Gender(g)][3] for g in named) or "no",
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Vary the genders so that theirs is inside."""
        gender = obstacle.asked.person.record.gender
        if gender is None:
            return None
        return Lift(
            says=f"approval covered {words.GENDERS[gender][3]} young people",
            changes=(at_home(home.id, "/terms/genders/-", gender.value),),
            to=gender.value,
            kind=LiftKind.PERMISSION,
        )


def _serves_type(wanted: PlacementType, serving: list[PlacementType]) -> Column:
    def inside(terms: Terms) -> bool:
        return terms.types is None or not set(terms.types).isdisjoint(serving)

    name = f"approved for {wanted}: {','.join(sorted(serving))}"
    return Column(name, of_terms(inside), np.int8)


TYPES_LIMITED = Column(
    "types limited", of_terms(lambda t: t.types is not None), np.int8
)


class ApprovalType(Criterion):
    """Require approval for this kind of placement, or one that serves it."""

    code = "approval_type"
    title = "Approved for this kind of placement"
    basis = BASIS
    gate = True
    facts = ("terms",)
    about = "the terms of approval"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Approved with no limit on the kind of placement."),
        Clause(Verdict.MET, "Approved for {types}; {wanted} was asked for."),
        Clause(
            Verdict.NOT_MET,
            "Approved for {types}; {wanted} was asked for. The agency could ask to "
            "vary the terms.",
            lifted_by=VARY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "The terms of approval are not recorded.",
            ask="agency",
            question="Does approval cover {wanted}?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge by the policy's list of which approval serves which request."""
        wanted = asked.person.record.placement_type
        serving = asked.person.policy.approval_serves.get(wanted, [wanted])
        inside = homes.column(_serves_type(wanted, serving))
        limited = homes.column(TYPES_LIMITED)
        return Judgement(
            choose((limited < 0, 3), (limited == 0, 0), (inside > 0, 1), otherwise=2)
        )

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the kinds of placement."""
        terms = home.terms.value
        return {
            "types": words.listed((terms.types or ()) if terms else ()) or "nothing",
            "wanted": asked.person.record.placement_type,
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Vary the kinds of placement so that this one is inside."""
        wanted = obstacle.asked.person.record.placement_type
        return Lift(
            says=f"approval covered {wanted}",
            changes=(at_home(home.id, "/terms/types/-", wanted.value),),
            to=wanted.value,
            kind=LiftKind.PERMISSION,
        )
