"""How long each answer takes once the region is loaded, as it is asked in a meeting."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from matching.case import Case
from matching.policy import load_policy
from matching.recruitment import recruit
from matching.region import region
from matching.run import Ask, Ranked, run
from matching.table import Table
from matching.travel import EstimatedTravel

ASKED = 40
"""Young people whose answers are timed, one after the other."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One question, and how many milliseconds its answers took."""

    question: str
    milliseconds: Sequence[float]

    @property
    def cells(self) -> tuple[str, str, str]:
        """The question, the middle time and the longest."""
        middle = statistics.median(self.milliseconds)
        return self.question, f"{middle:,.0f}", f"{max(self.milliseconds):,.0f}"


def answers(people: int, homes: int) -> list[Answer]:
    """Time every answer in a region of this size."""
    # As hearth match does.
    gc.disable()
    case = region(1, young_people=people, households=homes).case
    return [*_of_people(case), *_of_everyone(case)]


def _of_people(case: Case) -> Iterator[Answer]:
    policy = load_policy(case.policy)
    table = Table(case, EstimatedTravel(policy.travel))
    names = [person.id for person in case.young_people[:ASKED]]
    for question, ask in (
        ("options of one young person, with reasons and openings", Ask()),
        ("the same with every reason of every home", Ask(detail="full")),
    ):
        ranked = Ranked(case, policy, table, ask)
        # The first question finds no column made yet; the region is loaded after it.
        ranked.person(names[0])
        yield Answer(question, [_timed(ranked.person, name) for name in names])


def _of_everyone(case: Case) -> Iterator[Answer]:
    home = case.households[0].id
    yield Answer("whom a home could welcome", [_timed(run, case, Ask(household=home))])
    yield Answer("the homes a region needs", [_timed(recruit, case)])


def _timed(answer: Callable[..., Any], *given: Any) -> float:
    began = time.perf_counter()
    answer(*given)
    return (time.perf_counter() - began) * 1e3
