"""Options of small drawn cases, and what a plan made again from the start gives them."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from matching.case import Case, Decisions
from matching.plan import Planned, plan_for
from matching.policy import load_policy
from matching.run import Ranked
from matching.table import Table
from matching.travel import EstimatedTravel
from tests.matching.check.random_cases import random_case


@dataclass(frozen=True, slots=True)
class Sample:
    """One option of a case that has a plan."""

    seed: int
    planned: Planned
    young_person: str
    household: str


def ranked(case: Case) -> Ranked:
    """Return everyone's options, judged from the start."""
    policy = load_policy(case.policy)
    found = Ranked(case, policy, Table(case, EstimatedTravel(policy.travel)), None)
    found.everyone()
    return found


def planned(case: Case) -> Planned:
    """Return the plan of a case."""
    draft = ranked(case).draft()
    return plan_for(draft, time_limit=None, progress=lambda _: None, stop=lambda: False)


def samples(count: int, first_seed: int, each: int = 4) -> Iterator[Sample]:
    """Yield so many options that are not in the plan, a few of each case."""
    seed, left = first_seed, count
    while left:
        seed += 1
        of = planned(random_case(seed, young_people=9, households=9))
        if of.solution.status == "contradiction":
            continue
        options = [
            (name, of.draft.table.households[row].id)
            for name, candidate in of.draft.candidates.items()
            for row in candidate.rows.tolist()
            if of.homes.get(name) != row
        ]
        drawn = random.Random(seed).sample(options, min(each, len(options), left))
        left -= len(drawn)
        for name, home in drawn:
            yield Sample(seed, of, name, home)


def with_decision(sample: Sample) -> Planned | None:
    """Return the plan of the case in which people decided so, None where none is.

    A decision may do more than to choose: it makes a home usable that is none yet. Such
    a case has another problem, and this answers nothing about the option then.
    """
    case = sample.planned.draft.case
    pair = {"young_person": sample.young_person, "household": sample.household}
    old = case.decisions.model_dump()
    decisions = Decisions.model_validate({**old, "fixed": [*old["fixed"], pair]})
    return planned(case.model_copy(update={"decisions": decisions}))


def same_choices(one: Planned, other: Planned) -> bool:
    """Tell whether two problems differ in nothing but what is decided."""
    return str(replace(one.problem, fixed=())) == str(replace(other.problem, fixed=()))


def others_have(of: Planned, plan: Planned, without: frozenset[str]) -> list[int]:
    """Return what everybody else adds to each level of a plan, one by one."""
    draft, problem = of.draft, plan.problem
    total = [0] * len(problem.levels)
    for column in plan.solution.columns:
        unit, home = int(problem.columns.unit[column]), problem.columns.home[[column]]
        for name in set(draft.units[unit]) - without:
            for k, worth in enumerate(draft.worth(name, unit, home)[:, 0].tolist()):
                total[k] += worth
    return total
