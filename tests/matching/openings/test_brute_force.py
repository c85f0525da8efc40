"""On small random cases the openings are those that trying everything finds.

Every subset of what could be lifted at every home is tried by changing the case and
judging it again: plainly, with none of the arithmetic on sets.
"""

import itertools
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import pytest

from matching.case import Case, changed_record
from matching.criteria.asking import people as people_of
from matching.criteria.lift import Obstacle
from matching.policy import Policy, load_policy
from matching.report import Opening
from matching.run import Ask, run
from matching.siblings import judge_group
from matching.table import Table
from matching.travel import EstimatedTravel
from matching.verdicts import PersonVerdicts, Ruling, Standing, judge_person
from tests.matching.check.random_cases import random_case

CASES = 300
MOST = 4
"""Up to so many changes together every subset is tried."""
BLOCKS = 6

BY_HOW_FAR = ("approval_age", "availability")
"""What brothers and sisters may need of one home, one more than the other."""

Key = tuple[Any, ...]
Opens = dict[frozenset[Key], set[str]]


@dataclass(frozen=True, eq=False)
class Candidate:
    """One thing that keeps a home out, and somebody who might lift it."""

    ruling: Ruling
    by: tuple[str, ...]


@pytest.mark.parametrize("block", range(BLOCKS))
def test_openings_are_those_that_trying_every_subset_finds(block: int) -> None:
    compared = 0
    for seed in range(block, CASES, BLOCKS):
        case = random_case(seed + 70_000, young_people=2, households=4)
        case = case.model_copy(update={"decisions": type(case.decisions)()})
        for person in run(case, Ask(detail="full", openings=None)).young_people:
            expected = _smallest(_by_trying(case, person.id))
            found = {
                _set(opening): set(opening.homes)
                for opening in person.openings
                if len(opening.changes) <= MOST
            }
            assert found.keys() <= expected.keys(), (seed, person.id)
            # Of two that differ only in how far a change goes the nearer is enough.
            for one_set in expected:
                assert any(_what(f) <= _what(one_set) for f in found), (seed, person.id)
            for one_set, homes in found.items():
                assert homes <= expected[one_set], (seed, person.id)
            compared += len(found)
    assert compared > 80


def _set(opening: Opening) -> frozenset[Key]:
    return frozenset(
        _key(c.criterion, tuple(c.lifted_by[0]), c.young_person, c.need, c.to)
        for c in opening.changes
    )


def _key(
    criterion: str, by: tuple[str, ...], person: str, need: int | None, to: Any
) -> Key:
    """Say what is changed: whose need, or what it is in a home, whoever needs it."""
    if by == ("authority",) or need is not None:
        return criterion, by, person, need
    return criterion, by, to if criterion in BY_HOW_FAR else None


def _what(one_set: frozenset[Key]) -> frozenset[Key]:
    return frozenset(key[:2] if key[0] in BY_HOW_FAR else key for key in one_set)


def _smallest(opens: Opens) -> Opens:
    return {
        one: homes
        for one, homes in opens.items()
        if not any(other < one for other in opens)
    }


def _by_trying(case: Case, name: str) -> Opens:
    opens: Opens = {}
    for home in case.households:
        here = case.model_copy(update={"households": [home]})
        judged, alone = _judged(here, name)
        if name not in alone or not len(judged.homes):
            continue
        if judged.standing[0] != Standing.NEAR:
            continue
        for moving, verdicts in _parties(judged, alone):
            if all(len(v.homes) and v.standing[0] != Standing.CLOSED for v in verdicts):
                candidates = list(_candidates(verdicts))
                for one in _enough(here, name, moving, candidates):
                    opens.setdefault(one, set()).add(home.id)
    return opens


@cache
def _policy(given: str) -> Policy:
    return load_policy(json.loads(given))


def _judged(case: Case, name: str) -> tuple[PersonVerdicts, dict[str, PersonVerdicts]]:
    policy = _policy(json.dumps(case.policy))
    people = people_of(case, policy)
    table = Table(case, EstimatedTravel(policy.travel))
    group = people[name].group
    members = group.members if group else (name,)
    alone = {m: judge_person(people[m], table) for m in members}
    judged = judge_group(group, alone, table, policy) if group else alone
    return judged[name], alone


def _parties(
    judged: PersonVerdicts, alone: dict[str, PersonVerdicts]
) -> Iterator[tuple[tuple[str, ...], list[PersonVerdicts]]]:
    name, group = judged.person.record.id, judged.person.group
    yield (name,), [judged]
    if any(r.criterion.code == "siblings_together" for r in judged.deciding):
        assert group is not None
        parts = {group.members, group.sub_group_of(name) or group.members}
        yield from ((part, [alone[m] for m in part]) for part in parts)


def _candidates(verdicts: Sequence[PersonVerdicts]) -> Iterator[Candidate]:
    for each in verdicts:
        for ruling in each.deciding:
            if ruling.failed[0]:
                policy = each.person.policy
                for by in ruling.criterion.may_lift(ruling.clause(0), policy):
                    yield Candidate(ruling, by)


def _enough(
    case: Case, name: str, moving: tuple[str, ...], candidates: list[Candidate]
) -> Iterator[frozenset[Key]]:
    """Yield the sets that open the home and of which no part does."""
    found: list[set[Candidate]] = []
    for size in range(1, min(len(candidates), MOST) + 1):
        for some in itertools.combinations(candidates, size):
            if len({id(one.ruling) for one in some}) < size:
                continue
            if any(one <= set(some) for one in found):
                continue
            one_set = _opening_set(case, name, moving, some)
            if one_set is not None:
                found.append(set(some))
                yield one_set


def _opening_set(
    case: Case, name: str, moving: tuple[str, ...], some: Sequence[Candidate]
) -> frozenset[Key] | None:
    """Make the changes; say what was changed if the home is an option then."""
    keys = []
    for one in some:
        judgement, home = one.ruling.judgement, case.households[0]
        obstacle = Obstacle(
            asked=one.ruling.asked,
            clause=int(judgement.clause[0]),
            by=one.by,
            shortfall=judgement.at(0).get("shortfall", float("nan")),
            moving=moving,
        )
        lift = one.ruling.criterion.lift(obstacle, home)
        if lift is None:
            return None
        asked, code = one.ruling.asked, one.ruling.criterion.code
        whose = asked.person.record.id
        keys.append(_key(code, one.by, whose, asked.need, lift.to))
        case = case.model_copy(
            update={
                "households": [
                    changed_record(home, [c for c in lift.changes if c.household])
                ],
                "young_people": [
                    changed_record(
                        p, [c for c in lift.changes if c.young_person == p.id]
                    )
                    for p in case.young_people
                ],
            }
        )
    judged, _ = _judged(case, name)
    return frozenset(keys) if judged.standing[0] <= Standing.QUESTIONS else None
