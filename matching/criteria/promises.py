"""Promises, records of who cannot live together, and whom a home is not right for."""

from typing import ClassVar

import numpy as np

from matching.criteria.base import Asked, Clause, Criterion, Judgement, Verdict
from matching.criteria.considerations import NMS
from matching.table import Column, Homes

PROMISED = Column(
    "solo promised",
    lambda h: any(p.solo_promised for p in h.placements.value),
    np.bool_,
)


class SoloPromise(Criterion):
    """Keep a promise of a home without other children made to a child there."""

    code = "solo_promise"
    title = "A promise to a child living there"
    basis = "The plan of the child who lives there"
    gate = True
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, ""),
        Clause(
            Verdict.NOT_MET,
            "A child living here has been promised a home without other children.",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge whether anybody living there has been promised it."""
        return Judgement(homes.column(PROMISED).astype(np.int8))


class CannotLiveWith(Criterion):
    """Keep apart young people who are recorded as unable to live together."""

    code = "cannot_live_with"
    title = "Who lives there"
    basis = "Risk assessment"
    gate = True
    risk = True
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, ""),
        Clause(
            Verdict.NOT_MET,
            "There is a recorded reason why they and someone living here should not "
            "live together.",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge bars recorded on either side."""
        bars = _bars(homes)
        mine = asked.person.record
        barred = np.zeros(len(homes.table), dtype=np.int8)
        for other in mine.cannot_live_with:
            barred[bars.lives_at.get(other, [])] = 1
        barred[bars.barring.get(mine.id, [])] = 1
        return Judgement(barred[homes.rows])


class AgencyWord(Criterion):
    """Keep to it where the agency has said a home is not right for somebody."""

    code = "agency_word"
    title = "What the agency has said"
    basis = NMS
    gate = True
    clauses: ClassVar[tuple[Clause, ...]] = (
        Clause(Verdict.MET, ""),
        Clause(
            Verdict.NOT_MET,
            "The agency has said that this home would not be right for them.",
        ),
    )

    def judge(self, asked: Asked, homes: Homes) -> Judgement:
        """Judge whether the agency of the home has said so."""
        said = homes.table.once("not right", lambda: _not_right(homes))
        barred = np.zeros(len(homes.table), dtype=np.int8)
        barred[said.get(asked.person.record.id, [])] = 1
        return Judgement(barred[homes.rows])


def _not_right(homes: Homes) -> dict[str, list[int]]:
    """Return the homes that are not right for each young person, by row."""
    found: dict[str, list[int]] = {}
    for row, home in enumerate(homes.table.households):
        for young_person in home.not_right_for:
            found.setdefault(young_person, []).append(row)
    return found


class _Bars:
    """Where everyone lives, and the homes where someone is barred from living."""

    def __init__(self, homes: Homes) -> None:
        self.lives_at: dict[str, list[int]] = {}
        self.barring: dict[str, list[int]] = {}
        for row, home in enumerate(homes.table.households):
            for child in home.children.value or ():
                if child.id is not None:
                    self.lives_at.setdefault(child.id, []).append(row)
            for placement in home.placements.value:
                self.lives_at.setdefault(placement.young_person, []).append(row)
                for other in placement.cannot_live_with:
                    self.barring.setdefault(other, []).append(row)


def _bars(homes: Homes) -> _Bars:
    return homes.table.once("bars", lambda: _Bars(homes))
