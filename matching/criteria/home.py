"""The home itself and what it offers: adaptations, setting, interests, length."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from matching.case import Household, PlacementType, Setting, Strict, Words
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
from matching.table import Column, Homes

AUTHORITY = (("authority",),)


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.strip().casefold() for text in texts}


class AccessibilityParameters(Strict):
    """Adaptations the young person needs."""

    adaptations: Annotated[list[Words], Field(min_length=1)]


class Accessibility(Criterion):
    """Require every adaptation needed; one planned with a date is part met."""

    code = "accessibility"
    title = "Adaptations"
    basis = "Children Act 1989 section 22C(8)(d)"
    facts = ("adaptations",)
    about = "the adaptations"
    Parameters = AccessibilityParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Everything needed is here: {needed}."),
        Clause(Verdict.PART_MET, "{Missing} is planned for {when}."),
        Clause(
            Verdict.NOT_MET,
            "{Missing} is not here. The authority and the agency can look at "
            "adaptations.",
            lifted_by=(("authority",), ("agency",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded which adaptations are here.",
            ask="agency",
            question="Is there {needed}?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge what is there and what is planned; adaptations missing as shortfall."""
        needed = _folded(parameters(asked, AccessibilityParameters).adaptations)

        def missing(home: Household) -> int | None:
            have = home.adaptations.value
            if have is None:
                return None
            return len(needed - _folded(a.kind for a in have))

        present = homes.column(
            Column(f"adaptations ready {sorted(needed)}", _ready(needed), np.int32)
        )
        count = homes.column(Column(f"adaptations {sorted(needed)}", missing))
        clause = choose((count < 0, 3), (present == 0, 0), (count == 0, 1), otherwise=2)
        return Judgement(clause, np.where(clause == 2, present, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the adaptations."""
        needed = parameters(asked, AccessibilityParameters).adaptations
        have = home.adaptations.value or ()
        ready = _folded(a.kind for a in have if a.planned_for is None)
        missing = [n for n in needed if n.strip().casefold() not in ready]
        wanted = _folded(missing)
        days = [
            a.planned_for
            for a in have
            if a.planned_for is not None and a.kind.strip().casefold() in wanted
        ]
        named = words.listed(missing)
        return {
            "needed": words.listed(needed),
            "Missing": named[:1].upper() + named[1:],
            "when": words.day(max(days)) if days else "",
        }

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the adaptations recorded for them."""
        needed = person.record.adaptations.value
        return AccessibilityParameters(adaptations=needed) if needed else None

    def unit(self, asked: Asked) -> str:
        """Adaptations missing."""
        return "adaptations"


def _ready(needed: set[str]) -> Callable[[Household], int]:
    def missing_now(home: Household) -> int:
        have = home.adaptations.value or ()
        return len(needed - _folded(a.kind for a in have if a.planned_for is None))

    return missing_now


OFFERS_LONG_TERM = Column(
    "offers long-term",
    lambda h: (
        None if h.offers.value is None else PlacementType.LONG_TERM in h.offers.value
    ),
    np.int8,
)


class LongTerm(Criterion):
    """Require a home that offers long-term care."""

    code = "long_term"
    title = "Long-term care"
    basis = "The young person's plan"
    facts = ("offers",)
    about = "what the home offers"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "This home offers long-term care."),
        Clause(
            Verdict.NOT_MET,
            "This home offers {offers}; long-term was asked for.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether this home offers long-term care.",
            ask="agency",
            question="Would they offer long-term care?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge what the home offers."""
        offers = homes.column(OFFERS_LONG_TERM)
        return Judgement(choose((offers < 0, 2), (offers == 0, 1), otherwise=0))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say what it offers."""
        return {"offers": words.listed(home.offers.value or ()) or "nothing yet"}


class SettingParameters(Strict):
    """Town, country, or either."""

    setting: Literal[Setting.URBAN, Setting.RURAL, "either"]


_PLACES = {Setting.URBAN: "town", Setting.RURAL: "country"}
SETTING = Column(
    "setting",
    lambda h: list(Setting).index(h.setting.value) if h.setting.value else None,
    np.int8,
)


class SettingCriterion(Criterion):
    """Ask for town or country."""

    code = "setting"
    title = "Town or country"
    basis = "The young person's wishes"
    facts = ("setting",)
    about = "whether it is town or country"
    Parameters = SettingParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "A home in the {there}, as asked."),
        Clause(
            Verdict.NOT_MET,
            "A home in the {there}; the {wanted} was asked for.",
            lifted_by=AUTHORITY,
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether this home is in town or country.",
            ask="agency",
            question="Is the home in town or country?",
        ),
        Clause(Verdict.MET, "Town or country would both be right."),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge where the home lies."""
        wanted = parameters(asked, SettingParameters).setting
        if wanted == "either":
            return Judgement(np.full(len(homes), 3, dtype=np.int8))
        there = homes.column(SETTING)
        fits = there == list(Setting).index(wanted)
        return Judgement(choose((there < 0, 2), (fits, 0), otherwise=1))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say town or country."""
        wanted = parameters(asked, SettingParameters).setting
        there = home.setting.value
        return {
            "wanted": "either" if wanted == "either" else _PLACES[wanted],
            "there": _PLACES[there] if there else "",
        }


class InterestsParameters(Strict):
    """What the young person enjoys."""

    interests: Annotated[list[Words], Field(min_length=1)]


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
        wanted = _folded(parameters(asked, InterestsParameters).interests)

        def common(home: Household) -> int | None:
            theirs = home.interests.value
            return None if theirs is None else len(wanted & _folded(theirs))

        count = homes.column(Column(f"interests {sorted(wanted)}", common, np.int32))
        clause = choose(
            (count < 0, 3), (count == len(wanted), 0), (count > 0, 1), otherwise=2
        )
        return Judgement(clause, degree=np.maximum(count, 0) / len(wanted))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name what is shared."""
        wanted = parameters(asked, InterestsParameters).interests
        theirs = _folded(home.interests.value or ())
        shared = [w for w in wanted if w.strip().casefold() in theirs]
        return {"shared": words.listed(shared), "n": len(shared), "m": len(wanted)}

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the interests recorded, where the policy asks for it."""
        theirs = person.record.interests.value
        return InterestsParameters(interests=theirs) if theirs else None

    def support(self, asked: Asked, home: Household) -> list[str]:
        """Nothing is missing where some interests are shared."""
        return []


class BudgetParameters(Strict):
    """The most a week may cost, in pounds."""

    weekly: Annotated[float, Field(gt=0, le=100_000)]


FEE = Column("fee", lambda h: h.weekly_fee.value, np.float64, np.nan)


class Budget(Criterion):
    """Judge the weekly fee, only where the policy lets cost in."""

    code = "budget"
    title = "Weekly fee"
    basis = "The authority's budget, where the policy counts cost"
    facts = ("weekly_fee",)
    about = "the weekly fee"
    Parameters = BudgetParameters
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "Within £{budget} a week."),
        Clause(Verdict.NOT_MET, "£{over} a week above £{budget}.", lifted_by=AUTHORITY),
        Clause(
            Verdict.NOT_KNOWN,
            "The weekly fee is not recorded.",
            ask="agency",
            question="What is the weekly fee?",
        ),
    )

    def applies(self, person: Person) -> bool:
        """Hold only where the policy counts cost."""
        return person.policy.budget

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the fee; pounds over as shortfall."""
        over = homes.column(FEE) - parameters(asked, BudgetParameters).weekly
        clause = choose((np.isnan(over), 2), (over > 0, 1), otherwise=0)
        return Judgement(clause, np.where(clause == 1, over, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the pounds."""
        over = figures["shortfall"]
        budget = parameters(asked, BudgetParameters).weekly
        return {"over": f"{over:,.0f}", "budget": f"{budget:,.0f}"}

    def unit(self, asked: Asked) -> str:
        """Pounds a week."""
        return "GBP"
