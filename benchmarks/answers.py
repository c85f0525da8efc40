"""How long each answer takes once the region is loaded, as it is asked in a meeting."""

import gc
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from matching.case import Case, Change
from matching.cost_to_others import CostsToOthers
from matching.plan import plan_for
from matching.policy import load_policy
from matching.recruitment import recruit
from matching.region import region
from matching.run import Ask, Ranked, run
from matching.solver.linear import Clock
from matching.table import Table
from matching.travel import EstimatedTravel
from matching.what_if import what_if

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


def answers(people: int, homes: int, of_everyone: bool) -> list[Answer]:
    """Time the answers on one young person, and if wanted those on everyone."""
    # As hearth match does.
    gc.disable()
    case = region(1, young_people=people, households=homes).case
    found = [*_of_people(case)]
    if of_everyone:
        found += [*_of_the_plan(case), *_of_everyone(case)]
    return found


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


def _of_the_plan(case: Case) -> Iterator[Answer]:
    policy = load_policy(case.policy)
    table = Table(case, EstimatedTravel(policy.travel))
    ranked = Ranked(case, policy, table, Ask())
    ranked.everyone()
    planned = plan_for(
        ranked.draft(), time_limit=None, progress=lambda _: None, stop=lambda: False
    )
    costs = CostsToOthers(planned, Clock())
    pairs = [
        (result.id, option.household)
        for result in ranked.results
        for option in result.options
    ]
    taken = [_timed(costs.of, *pair) for pair in pairs[:ASKED]]
    yield Answer("what choosing one option takes from others", taken)


def _of_everyone(case: Case) -> Iterator[Answer]:
    home = case.households[0].id
    person = case.young_people[0].id
    fixed = Change(
        at="/decisions/fixed/-", to={"young_person": person, "household": home}
    )
    yield Answer("what if a home were fixed", [_timed(what_if, case, [fixed])])
    yield Answer("whom a home could welcome", [_timed(run, case, Ask(household=home))])
    yield Answer("the homes a region needs", [_timed(recruit, case)])


def _timed(answer: Callable[..., Any], *given: Any) -> float:
    began = time.perf_counter()
    answer(*given)
    return (time.perf_counter() - began) * 1e3
