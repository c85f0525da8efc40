"""The plan's problem in Timefold's words: units that move between homes, and facts.

Importing this module starts a JVM, which stays until the process ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Annotated, TypeVar

from timefold.solver.domain import (
    PlanningEntityCollectionProperty,
    PlanningId,
    PlanningScore,
    PlanningVariable,
    ProblemFactCollectionProperty,
    ValueRangeProvider,
    planning_entity,
    planning_solution,
)
from timefold.solver.score import BendableScore

from matching.solver import Problem

T = TypeVar("T")
LEVELS = 8
"""More than a plan has, as their number is fixed here; those not used stay at 0."""


@dataclass(eq=False)
class Home:
    """A home, and what is left in it."""

    number: int
    places: int
    usual: int
    bedrooms: int
    modes: list[set[int]]


@dataclass(eq=False)
class Part:
    """Units that are all placed or none."""

    units: set[int]


@dataclass(eq=False)
class Fixed:
    """A young person and the home that people have decided on."""

    person: int
    home: int


@planning_entity
@dataclass(eq=False)
class Placing:
    """A unit, the homes it may go to, and the one it goes to.

    By the home's number: its ``column`` there, the ``bedrooms`` of its own it needs,
    the units that may not be ``beside`` it, and what it adds to each of the ``levels``.
    """

    unit: Annotated[int, PlanningId]
    members: list[int]
    size: int
    homes: Annotated[list[Home], ValueRangeProvider]
    column: dict[int, int]
    bedrooms: dict[int, int]
    beside: dict[int, set[int]]
    levels: list[dict[int, int]]
    home: Annotated[Home | None, PlanningVariable(allows_unassigned=True)] = field(
        default=None
    )


@planning_solution
@dataclass(eq=False)
class Plan:
    """Where every unit goes, and how good that is."""

    homes: Annotated[list[Home], ProblemFactCollectionProperty]
    parts: Annotated[list[Part], ProblemFactCollectionProperty]
    fixed: Annotated[list[Fixed], ProblemFactCollectionProperty]
    placings: Annotated[list[Placing], PlanningEntityCollectionProperty]
    score: Annotated[
        BendableScore | None,
        PlanningScore(bendable_hard_levels_size=1, bendable_soft_levels_size=LEVELS),
    ] = field(default=None)


def empty_plan(problem: Problem) -> Plan:
    """Return the problem as Timefold sees it, nobody placed."""
    room, modes = problem.room, defaultdict[int, list[set[int]]](list)
    for mode in problem.modes:
        modes[mode.home].append(set(mode.units))
    homes = {
        home: Home(
            home,
            int(room.places[home]),
            int(room.usual[home]),
            int(room.bedrooms[home]),
            modes[home],
        )
        for home in problem.by_home
    }
    return Plan(
        homes=list(homes.values()),
        parts=[Part(set(units)) for units in problem.together],
        fixed=[Fixed(person, home) for person, home in problem.fixed],
        placings=list(nobody_placed(problem, homes)),
    )


def nobody_placed(problem: Problem, homes: dict[int, Home]) -> Iterator[Placing]:
    """Yield every unit that has a column, with all its homes and in none."""
    columns, beside = problem.columns, kept_out(problem)
    for unit, mine in problem.by_unit.items():
        where = columns.home[mine].tolist()
        members = list(problem.units[unit].members)

        def by_home(values: Iterable[T], where: list[int] = where) -> dict[int, T]:
            return dict(zip(where, values, strict=True))

        yield Placing(
            unit=unit,
            members=members,
            size=len(members),
            homes=[homes[home] for home in where],
            column=by_home(mine.tolist()),
            bedrooms=by_home(columns.bedrooms[mine].tolist()),
            beside=by_home(beside[column] for column in mine.tolist()),
            levels=[by_home(aim.value[mine].tolist()) for aim in problem.levels],
        )


def kept_out(problem: Problem) -> list[set[int]]:
    """Return, for every column, the units that may not be in its home beside it."""
    unit = problem.columns.unit.tolist()
    found: list[set[int]] = [set() for _ in unit]
    for there in problem.by_home.values():
        for one, other in permutations(there.tolist(), 2):
            if problem.conflict(one, other):
                found[one].add(unit[other])
    return found
