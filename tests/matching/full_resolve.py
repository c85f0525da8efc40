"""What options take from others, told by making the whole plan again from the start.

`python -m tests.matching.full_resolve 300` compares so many options.
"""

import random
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from matching.case import Case, Decisions
from matching.cost_to_others import CostsToOthers
from matching.plan import Planned, plan_for
from matching.policy import load_policy
from matching.report import CostToOthers
from matching.run import Ranked
from matching.solver.linear import Clock
from matching.table import Table
from matching.travel import EstimatedTravel
from tests.matching.check.random_cases import random_case


@dataclass(frozen=True)
class Sample:
    """One option of a case that has a plan."""

    seed: int
    planned: Planned
    young_person: str
    household: str
    cost: CostToOthers

    @property
    def lower(self) -> list[int]:
        """What the others lose at least, in the solver's whole numbers."""
        return [round(of.lower * _scale(of.name)) for of in self.cost.levels]

    @property
    def upper(self) -> list[int]:
        """What the others lose at most."""
        return [round(of.upper * _scale(of.name)) for of in self.cost.levels]

    @cached_property
    def decided(self) -> Planned | None:
        """The plan where people decide on this option; None where that tells nothing.

        A decision may do more than to choose: it makes a home usable that is none. The
        problem is another one then.
        """
        case = self.planned.draft.case
        pair = {"young_person": self.young_person, "household": self.household}
        old = case.decisions.model_dump()
        decisions = Decisions.model_validate({**old, "fixed": [*old["fixed"], pair]})
        made = planned(case.model_copy(update={"decisions": decisions}))
        return made if _same_choices(self.planned, made) else None

    @property
    def lost(self) -> list[int]:
        """What the others lose in the plan made again."""
        assert self.decided is not None
        without = _party(self.planned, self.young_person)
        now = _others_have(self.planned, without)
        then = _others_have(self.decided, without)
        return [had - has for had, has in zip(now, then, strict=True)]


def planned(case: Case) -> Planned:
    """Judge a case from the start and plan it."""
    policy = load_policy(case.policy)
    ranked = Ranked(case, policy, Table(case, EstimatedTravel(policy.travel)), None)
    ranked.everyone()
    return plan_for(
        ranked.draft(), time_limit=None, progress=lambda _: None, stop=lambda: False
    )


def samples(count: int, *, worked_out: bool = True) -> Iterator[Sample]:
    """Yield so many options that are not in the plan, a few of each case.

    Unless they are to be worked out, all there is are bounds.
    """
    seed = 0
    while count:
        seed += 1
        of = planned(random_case(seed, young_people=9, households=9))
        if of.solution.status == "contradiction":
            continue
        homes = of.draft.table.households
        options = [
            (name, homes[row].id)
            for name, candidate in of.draft.candidates.items()
            for row in candidate.rows.tolist()
            if of.homes.get(name) != row
        ]
        costs = CostsToOthers(of, Clock(stop=lambda: not worked_out))
        drawn = random.Random(seed).sample(options, min(4, len(options), count))
        count -= len(drawn)
        for name, home in drawn:
            yield Sample(seed, of, name, home, costs.of(name, home))


def _same_choices(one: Planned, other: Planned) -> bool:
    """Tell whether two problems differ in nothing but what is decided."""
    return str(replace(one.problem, fixed=())) == str(replace(other.problem, fixed=()))


def _party(of: Planned, name: str) -> frozenset[str]:
    group = of.draft.people[name].group
    return frozenset(group.members if group and of.draft.is_bound(name) else [name])


def _others_have(of: Planned, without: frozenset[str]) -> list[int]:
    """Return what everybody else adds to each level of a plan, one by one."""
    problem = of.problem
    total = [0] * len(problem.levels)
    for column in of.solution.columns:
        unit, home = int(problem.columns.unit[column]), problem.columns.home[[column]]
        for name in set(of.draft.units[unit]) - without:
            worth = of.draft.worth(name, unit, home)[:, 0].tolist()
            total = [before + more for before, more in zip(total, worth, strict=True)]
    return total


def _scale(level: str) -> int:
    return 10 if level == "total fit" else 1


def compare(sample: Sample) -> str:
    """Tell in a word how a cost compares with the plan made again."""
    if sample.decided is None:
        return "a decision changes more"
    if sample.decided.solution.status == "contradiction":
        return "both: no plan" if not sample.cost.levels else "WRONG: there is no plan"
    if not sample.cost.levels:
        return "WRONG: there is a plan"
    if not all(level.exact for level in sample.cost.levels):
        return "not exact"
    return "equal" if sample.lower == sample.lost else "WRONG: another cost"


if __name__ == "__main__":
    found = Counter(compare(sample) for sample in samples(int(sys.argv[1])))
    sys.stdout.write(f"{dict(found)}\n")
