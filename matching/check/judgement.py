"""What the checker finds for one criterion of one pair."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class Verdict(StrEnum):
    """A criterion's answer for one young person and one household."""

    MET = "met"
    PART_MET = "part met"
    NOT_MET = "not met"
    NOT_KNOWN = "not known"


class Standing(StrEnum):
    """What the verdicts together make of one household for one young person."""

    OPEN = "open"
    WITH_QUESTIONS = "open with questions"
    NEAR = "near"
    CLOSED = "closed"


Lifters = tuple[frozenset[str], ...]
"""Alternatives, each the parties who must agree together; empty is nobody."""

Key = tuple[str, int | None, str | None]
"""Criterion, the need's place in the young person's list, behaviour."""


@dataclass(frozen=True, slots=True)
class Found:
    """A verdict with its shortfall, and who lifts it where that is not as usual.

    A verdict of None is one the checker cannot work out; it takes the report's.
    """

    verdict: Verdict | None
    shortfall: float | None = None
    lifted_by: Lifters | None = None


class Judgement(NamedTuple):
    """One criterion judged for one pair."""

    criterion: str
    need: int | None
    behaviour: str | None
    verdict: Verdict | None
    shortfall: float | None
    decides: bool
    liftable: bool

    @property
    def key(self) -> Key:
        """What tells this judgement from the pair's others."""
        return self.criterion, self.need, self.behaviour


MET = Found(Verdict.MET)
PART_MET = Found(Verdict.PART_MET)
NOT_KNOWN = Found(Verdict.NOT_KNOWN)
_WORST_FIRST = (Verdict.NOT_MET, None, Verdict.NOT_KNOWN, Verdict.PART_MET, Verdict.MET)


def not_met(shortfall: float | None = None, lifted_by: Lifters | None = None) -> Found:
    """Return *not met*, short by this much."""
    return Found(Verdict.NOT_MET, shortfall, lifted_by)


def met_if(true: bool | None, shortfall: float | None = None) -> Found:
    """Return met, not met, or not known for None."""
    if true is None:
        return NOT_KNOWN
    return MET if true else not_met(shortfall)


def worst(found: Iterable[Found]) -> Found:
    """Return the finding that counts where all have to hold; met where there is none.

    Of two *not met* the one that is further short.
    """

    def badness(one: Found) -> tuple[int, float]:
        return _WORST_FIRST.index(one.verdict), -(one.shortfall or 0.0)

    return min(found, key=badness, default=MET)


def all_true(answers: Iterable[bool | None]) -> bool | None:
    """Tell whether all hold; None where that rests on one not known."""
    seen = list(answers)
    if False in seen:
        return False
    return None if None in seen else True


def any_true(answers: Iterable[bool | None]) -> bool | None:
    """Tell whether one holds; None where that rests on one not known."""
    seen = list(answers)
    if True in seen:
        return True
    return None if None in seen else False


def standing_of(judgements: Iterable[Judgement]) -> Standing:
    """Return the standing these judgements give (design, four standings)."""
    deciding = [j for j in judgements if j.decides]
    failed = [j for j in deciding if j.verdict is Verdict.NOT_MET]
    if any(not j.liftable for j in failed):
        return Standing.CLOSED
    if failed:
        return Standing.NEAR
    if any(j.verdict is Verdict.NOT_KNOWN for j in deciding):
        return Standing.WITH_QUESTIONS
    return Standing.OPEN
