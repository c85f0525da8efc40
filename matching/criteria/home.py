"""The home itself and what it offers: adaptations, its setting, how long."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import numpy as np
from pydantic import Field

from matching.case import (
    Adaptation,
    Household,
    PlacementType,
    Setting,
    Strict,
    Words,
)
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
from matching.criteria.lift import AGENCY, Lift, LiftKind, Obstacle, at_home
from matching.policy import Considered
from matching.table import Column, Homes

AUTHORITY = (("authority",),)


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
        Clause(Verdict.PART_MET, "Planned for {when}: {missing}."),
        Clause(
            Verdict.NOT_MET,
            "Not here yet: {missing}. The authority and the agency can look at "
            "adaptations.",
            lifted_by=(("authority",), ("agency",)),
        ),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded which adaptations are here.",
            ask="agency",
            question="Which of these are there: {needed}?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge what is there and what is planned; adaptations missing as shortfall."""
        needed = words.folded(parameters(asked, AccessibilityParameters).adaptations)
        today = asked.person.as_of

        def missing(home: Household) -> int | None:
            have = home.adaptations.value
            return None if have is None else len(needed - _ready(have, today))

        def unplanned(home: Household) -> int:
            return len(
                needed - words.folded(a.kind for a in home.adaptations.value or ())
            )

        now = homes.column(Column(f"adaptations missing {sorted(needed)}", missing))
        ever = homes.column(
            Column(f"adaptations unplanned {sorted(needed)}", unplanned)
        )
        clause = choose((now < 0, 3), (now == 0, 0), (ever == 0, 1), otherwise=2)
        return Judgement(clause, np.where(clause == 2, now, np.nan))

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Name the adaptations."""
        needed = parameters(asked, AccessibilityParameters).adaptations
        have = home.adaptations.value or []
        lacking = words.folded(needed) - _ready(have, asked.person.as_of)
        planned = [a for a in have if words.folded([a.kind]) <= lacking]
        days = [a.planned_for for a in planned if a.planned_for is not None]
        return {
            "needed": words.listed(needed),
            "missing": words.listed(n for n in needed if words.folded([n]) <= lacking),
            "when": words.day(max(days)) if days else "",
        }

    def considered(self, person: Person, rule: Considered) -> Strict | None:
        """Judge the adaptations recorded for them."""
        needed = person.record.adaptations.value
        return AccessibilityParameters(adaptations=needed) if needed else None

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Plan the adaptations for the day needed, or ask for them less strongly."""
        if obstacle.by != AGENCY:
            return super().lift(obstacle, home)
        needed = parameters(obstacle.asked, AccessibilityParameters).adaptations
        there = words.folded(a.kind for a in home.adaptations.value or ())
        day = obstacle.asked.person.day.isoformat()
        return Lift(
            says=f"these were put in by the day needed: {words.listed(needed)}",
            changes=tuple(
                at_home(home.id, "/adaptations/-", {"kind": n, "planned_for": day})
                for n in needed
                if not words.folded([n]) <= there
            ),
            to=list(needed),
            kind=LiftKind.SUPPORT,
        )

    def unit(self, asked: Asked) -> str:
        """Adaptations missing."""
        return "adaptations"


def _ready(have: list[Adaptation], today: date) -> set[str]:
    """Return the adaptations there; one whose planned day has come is carried out."""
    return words.folded(
        a.kind for a in have if a.planned_for is None or a.planned_for <= today
    )


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
