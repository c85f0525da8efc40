"""Every criterion over every pair that can matter, and where each pair then stands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from matching.case import Strength
from matching.criteria import CRITERIA
from matching.criteria.asking import asked_of
from matching.criteria.base import Asked, Clause, Criterion, Judgement, Person, Verdict
from matching.table import Homes, Table


class Standing(IntEnum):
    """Where a household stands for a young person; the first two are options."""

    OPEN = 0
    QUESTIONS = 1
    NEAR = 2
    CLOSED = 3

    @property
    def words(self) -> str:
        """The standing as the report and the page say it."""
        return ("open", "open with questions", "near", "closed")[self]


@dataclass(frozen=True, slots=True)
class Ruling:
    """One thing asked, judged: a verdict for each of the homes it was judged on.

    All arrays have shape (homes,). ``liftable`` tells whether anyone may lift a verdict
    of *not met*; ``failed`` where this keeps a home from being an option, and
    ``open_question`` where nobody knows whether it does.
    """

    criterion: Criterion
    asked: Asked
    homes: Homes
    judgement: Judgement
    verdict: NDArray[np.int8]
    liftable: NDArray[np.bool_]
    failed: NDArray[np.bool_]
    open_question: NDArray[np.bool_]

    def clause(self, i: int) -> Clause:
        """Return the clause that holds for the home at position ``i``."""
        return self.criterion.clauses[int(self.judgement.clause[i])]

    def degree(self, among: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how much of it is met, 0..1, at these positions.

        What is not known earns nothing; a part met earns the policy's share.
        """
        verdict = self.verdict[among]
        if self.judgement.degree is not None:
            degree = self.judgement.degree[among]
        else:
            share = self.asked.person.policy.part_met
            degree = np.array([1.0, share, 0.0, 0.0])[verdict]
        return np.where(verdict == Verdict.NOT_KNOWN, 0.0, degree)


def judge(criterion: Criterion, asked: Asked, homes: Homes) -> Ruling:
    """Judge one thing asked of these homes."""
    judgement = criterion.judge(asked, homes)
    verdict = criterion.verdicts(judgement)
    if asked.strength is Strength.NOT_KNOWN:
        # Nobody has said whether it is needed: where it would not be met outright, that
        # is a question, and no home is excluded by it.
        verdict = np.where(
            verdict == Verdict.MET, Verdict.MET, Verdict.NOT_KNOWN
        ).astype(np.int8)
    policy = asked.person.policy

    def may_lift() -> NDArray[np.bool_]:
        return np.array(
            [bool(criterion.may_lift(c, policy)) for c in criterion.clauses]
        )

    lifts = homes.table.once(f"who lifts {criterion.code}", may_lift)
    nowhere = np.zeros(len(homes), dtype=np.bool_)
    unknown = verdict == Verdict.NOT_KNOWN
    unanswered = asked.strength is Strength.NOT_KNOWN
    return Ruling(
        criterion,
        asked,
        homes,
        judgement,
        verdict,
        liftable=lifts[judgement.clause],
        failed=verdict == Verdict.NOT_MET if asked.decides else nowhere,
        open_question=unknown if asked.decides or unanswered else nowhere,
    )


@dataclass(frozen=True, slots=True)
class PersonVerdicts:
    """Everything that decides about one young person, over the homes offered to them.

    ``deciding`` holds the gates, the essential needs and those nobody has answered yet;
    ``asked_besides`` what only weighs, which is judged where it is looked at.
    """

    person: Person
    homes: Homes
    deciding: list[Ruling]
    asked_besides: list[tuple[Criterion, Asked]]
    standing: NDArray[np.int8] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "standing", _standing(self.deciding, len(self.homes)))

    @property
    def options(self) -> NDArray[np.intp]:
        """Positions of the homes that are open or open with questions."""
        return np.flatnonzero(self.standing <= Standing.QUESTIONS)

    def with_ruling(self, criterion: Criterion, homes: Homes) -> "PersonVerdicts":
        """Return these verdicts with one more criterion judged."""
        deciding, besides = _judged(self.person, (criterion,), homes)
        return PersonVerdicts(
            self.person,
            homes,
            [*self.deciding, *deciding],
            [*self.asked_besides, *besides],
        )


def judge_person(
    person: Person, table: Table, among: NDArray[np.intp] | None = None
) -> PersonVerdicts:
    """Judge a young person against every home offered to their authority.

    Siblings together rests on the verdicts of the brothers and sisters and is added
    afterwards (see siblings.py). A home they live in already is not judged. With
    ``among`` only the homes on these rows are.
    """
    rows = table.offered(person.record.authority)
    if among is not None:
        rows = np.intersect1d(rows, among, assume_unique=True)
    here = person.record.current_household
    if here is not None:
        rows = rows[[table.households[row].id != here for row in rows]]
    homes = Homes(table, rows)
    alone = (c for code, c in CRITERIA.items() if code != "siblings_together")
    return PersonVerdicts(person, homes, *_judged(person, alone, homes))


def _judged(
    person: Person, criteria: Iterable[Criterion], homes: Homes
) -> tuple[list[Ruling], list[tuple[Criterion, Asked]]]:
    deciding: list[Ruling] = []
    besides: list[tuple[Criterion, Asked]] = []
    for criterion in criteria:
        for asked in asked_of(person, criterion):
            if asked.decides or asked.strength is Strength.NOT_KNOWN:
                deciding.append(judge(criterion, asked, homes))
            else:
                besides.append((criterion, asked))
    return deciding, besides


def _standing(rulings: Iterable[Ruling], homes: int) -> NDArray[np.int8]:
    near = np.zeros(homes, dtype=np.bool_)
    closed = np.zeros(homes, dtype=np.bool_)
    questions = np.zeros(homes, dtype=np.bool_)
    for ruling in rulings:
        failed = ruling.failed
        near |= failed
        closed |= failed & ~ruling.liftable
        questions |= ruling.open_question
    standing = np.where(questions, np.int8(Standing.QUESTIONS), np.int8(Standing.OPEN))
    standing[near] = Standing.NEAR
    standing[closed] = Standing.CLOSED
    return standing
