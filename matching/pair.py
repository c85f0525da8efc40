"""One young person and one home: every need and every rule, whatever stands in the way.

A run says this of options alone; of every other home it keeps what keeps it out.
"""

import numpy as np

from matching.case import Case
from matching.criteria.asking import people
from matching.fit import fits
from matching.policy import load_policy
from matching.report import VerdictLine
from matching.sentences import line
from matching.siblings import judge_group
from matching.table import Table
from matching.travel import EstimatedTravel, Travel
from matching.verdicts import judge_person


def verdicts_on(
    case: Case, young_person: str, household: str, travel: Travel | None = None
) -> list[VerdictLine]:
    """Return a line for everything that is judged of this home for this young person.

    Nothing where the home is not offered to them. Their brothers and sisters are to be
    in the case, as they are in a run's; other homes and young people need not be.
    """
    policy = load_policy(case.policy)
    table = Table(case, travel or EstimatedTravel(policy.travel))
    everyone = people(case, policy)
    group = everyone[young_person].group
    members = group.members if group else (young_person,)
    verdicts = {name: judge_person(everyone[name], table) for name in members}
    if group is not None:
        verdicts = judge_group(group, verdicts, table, policy)
    mine = verdicts[young_person]
    ids = [home.id for home in table.households]
    there = np.flatnonzero(mine.homes.rows == ids.index(household))
    if not len(there):
        return []
    at, home = int(there[0]), mine.homes.household(int(there[0]))
    lines = [line(ruling, at, home) for ruling in mine.deciding]
    lines += [line(ruling, 0, home) for ruling in fits(mine, there).besides]
    return [one.verdict for one in lines if not one.silent]
