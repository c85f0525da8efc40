"""An opening tried: the changes made, and the homes judged again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from matching.case import Case, Change, Household, YoungPerson, changed_record
from matching.criteria.asking import people as people_of
from matching.criteria.base import Person
from matching.criteria.lift import Lift, Obstacle
from matching.fit import fits
from matching.openings.obstacles import Mask
from matching.policy import Policy
from matching.siblings import judge_group
from matching.table import Table
from matching.verdicts import PersonVerdicts, Standing, judge_person

Lifts = Mapping[int, Sequence[Lift]]
"""The changes at each home, by its row."""
FAILED = (LookupError, ValidationError)
"""A change that cannot be made: what it names is not there, or it breaks a record."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The case as it is, laid out for judging parts of it again."""

    case: Case
    policy: Policy
    table: Table
    records: Mapping[str, YoungPerson]

    @classmethod
    def of(cls, case: Case, policy: Policy, table: Table) -> "Ground":
        """Lay out this case."""
        return cls(case, policy, table, {p.id: p for p in case.young_people})


@dataclass(frozen=True, slots=True)
class Then:
    """Where a home stands with the changes made, and its fit in tenths."""

    standing: Standing
    fit: int


def lifts_at(
    mask: Mask, place: int, reach: NDArray[np.float64], home: Household
) -> list[Lift] | None:
    """Return the change for every bit of a mask at the home at ``place`` in it.

    ``reach`` is how much each has to make good, shape (bits,). Each is worked out on
    the home as the ones before leave it. None where one of them cannot be made.
    """
    lifts: list[Lift] = []
    waiting: list[Change] = []
    for k, bit in enumerate(mask.bits):
        obstacle = Obstacle(
            asked=bit.ruling.asked,
            clause=int(mask.clause[k, place]),
            by=bit.by,
            shortfall=float(reach[k]),
            moving=mask.way.moving,
        )
        if waiting and not bit.is_asked_less:
            try:
                home = changed_record(home, waiting)
            except FAILED:
                return None
            waiting = []
        lift = bit.ruling.criterion.lift(obstacle, home)
        if lift is None:
            return None
        waiting += [c for c in lift.changes if c.household is not None]
        lifts.append(lift)
    return lifts


def tried(ground: Ground, person: Person, lifts: Lifts) -> dict[int, Then]:
    """Judge a young person again with the changes made; return the homes that open.

    The changes to what was asked are made once: they are the same for all the homes.
    """
    homes, rows = {}, []
    for row, some in sorted(lifts.items()):
        try:
            homes[row] = changed_record(ground.table.households[row], _of_home(some))
            rows.append(row)
        except FAILED:
            continue
    if not rows:
        return {}
    try:
        judged = _judged(ground, person, homes, lifts[rows[0]])
    except FAILED:
        return {}
    positions = judged.options
    fit = fits(judged, positions).fit.tolist()
    then = [
        Then(Standing(s), f)
        for s, f in zip(judged.standing[positions], fit, strict=True)
    ]
    places = judged.homes.rows[positions].tolist()
    if judged.homes.table is not ground.table:
        places = [rows[place] for place in places]
    return dict(zip(places, then, strict=True))


def _judged(
    ground: Ground,
    person: Person,
    homes: Mapping[int, Household],
    lifts: Sequence[Lift],
) -> PersonVerdicts:
    members = person.group.members if person.group else (person.record.id,)
    asked = [_asked_less(ground.records[member], lifts) for member in members]
    table, rows = ground.table, np.array(list(homes), dtype=np.intp)
    if any(_of_home(lifts)):
        case = ground.case.model_copy(update={"households": list(homes.values())})
        table, rows = Table(case, table.travel), np.arange(len(homes))
    case = ground.case.model_copy(update={"young_people": asked})
    again = people_of(case, ground.policy)
    judged = {m: judge_person(again[m], table, rows) for m in members}
    group = again[person.record.id].group
    if group is not None:
        judged = judge_group(group, judged, table, ground.policy)
    return judged[person.record.id]


def _of_home(lifts: Iterable[Lift]) -> list[Change]:
    return [c for lift in lifts for c in lift.changes if c.household is not None]


def _asked_less(record: YoungPerson, lifts: Iterable[Lift]) -> YoungPerson:
    mine = [c for lift in lifts for c in lift.changes if c.young_person == record.id]
    return changed_record(record, mine)
