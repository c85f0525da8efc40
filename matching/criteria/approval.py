"""Is the household approved on the day a home is needed?"""

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

from matching.case import ApprovalStatus, Household
from matching.criteria import words
from matching.criteria.base import Asked, Clause, Criterion, Judgement, Verdict, choose
from matching.criteria.lift import Lift, LiftKind, Obstacle, at_home
from matching.table import Column, Homes

_NUMBER = {status: number for number, status in enumerate(ApprovalStatus)}

STATUS = Column(
    "status", lambda h: _NUMBER.get(h.status.value) if h.status.value else None, np.int8
)
EXPECTED = Column(
    "approval_expected",
    lambda h: h.approval_expected.value and h.approval_expected.value.toordinal(),
)

APPROVED, IN_TIME, LATER, IN_ASSESSMENT, ON_HOLD, ENDED, NOT_RECORDED = range(7)


class Approval(Criterion):
    """Require an approval that stands on the day a home is needed."""

    code = "approval"
    title = "Approval"
    basis = "Fostering Services (England) Regulations 2011 regulation 27"
    gate = True
    facts = ("status",)
    about = "approval"
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, "The carers are approved{since}."),
        Clause(
            Verdict.NOT_MET,
            "The carers are being assessed; approval is expected {expected}, before "
            "the home is needed.",
            lifted_by=(("agency",),),
        ),
        Clause(
            Verdict.NOT_MET,
            "The carers are being assessed; approval is expected {expected}, {late} "
            "after the home is needed.",
            lifted_by=(("agency",),),
        ),
        Clause(
            Verdict.NOT_MET,
            "The carers are being assessed; no date is recorded for approval.",
            lifted_by=(("agency",),),
        ),
        Clause(
            Verdict.NOT_MET,
            "Approval is on hold; the agency can say when that may change.",
            lifted_by=(("agency",),),
        ),
        Clause(Verdict.NOT_MET, "The carers are not approved to foster now."),
        Clause(
            Verdict.NOT_KNOWN,
            "It is not recorded whether the carers are approved.",
            ask="agency",
            question="What is the approval status today?",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge the status, and the days to an expected approval as shortfall."""
        status, expected = homes.column(STATUS), homes.column(EXPECTED)
        being_assessed = status == _NUMBER[ApprovalStatus.IN_ASSESSMENT]
        days = expected - asked.person.day.toordinal()
        clause = choose(
            (status == _NUMBER[ApprovalStatus.APPROVED], APPROVED),
            (being_assessed & (expected < 0), IN_ASSESSMENT),
            (being_assessed & (days <= 0), IN_TIME),
            (being_assessed, LATER),
            (status == _NUMBER[ApprovalStatus.ON_HOLD], ON_HOLD),
            (status >= 0, ENDED),
            otherwise=NOT_RECORDED,
        )
        dated = (clause == IN_TIME) | (clause == LATER)
        shortfall = np.where(dated, np.maximum(days, 0), np.nan)
        return Judgement(clause, shortfall, figures={"expected": expected})

    def words(
        self, asked: Asked, figures: Mapping[str, Any], home: Household
    ) -> Mapping[str, Any]:
        """Say the dates."""
        late, expected = figures["shortfall"], figures["expected"]
        return {
            "since": f" ({words.month(home.approved_on)})" if home.approved_on else "",
            "expected": words.day(expected) if expected > 0 else "",
            "late": words.plural(late // 7, "week")
            if late >= 14
            else words.plural(late, "day"),
        }

    def lift(self, obstacle: Obstacle, home: Household) -> Lift | None:
        """Have the carers approved by the day needed."""
        to = ApprovalStatus.APPROVED.value
        return Lift(
            says="the carers were approved by the day needed",
            changes=(at_home(home.id, "/status", to),),
            was=home.status.value,
            to=to,
            kind=LiftKind.PERMISSION,
        )

    def unit(self, asked: Asked) -> str:
        """Days to the expected approval."""
        return "days"
