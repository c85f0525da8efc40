"""What the home costs, where the policy lets cost count."""

from collections.abc import Mapping
from math import ceil
from typing import Annotated, Any, ClassVar

import numpy as np
from pydantic import Field

from matching.case import Household, Strict
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
from matching.criteria.lift import Lift, Obstacle, of_parameter, up
from matching.table import Column, Homes


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
        Clause(
            Verdict.NOT_MET,
            "£{over} a week above £{budget}.",
            lifted_by=(("authority",),),
        ),
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
        return {
            # Whole pounds, rounded up so that a penny over is not said to be none.
            "over": f"{ceil(over):,}" if over == over else "",
            "budget": f"{budget:,.2f}".removesuffix(".00"),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Ask for a home within a higher weekly fee."""
        weekly = parameters(obstacle.asked, BudgetParameters).weekly
        to = float(up(weekly + obstacle.shortfall, 0))
        says = f"the weekly fee could be £{to:,.0f} instead of £{weekly:,.0f}"
        return of_parameter(obstacle, "weekly", weekly, to, "GBP", says)

    def unit(self, asked: Asked) -> str:
        """Pounds a week."""
        return "GBP"

    def whole(self, asked: Asked) -> float:
        """As much again as was asked for."""
        return parameters(asked, BudgetParameters).weekly
