"""The plan's problem as Timefold's model: every rule and level a constraint stream.

Importing this module starts a JVM, which stays until the process ends.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import permutations
from typing import Annotated, TypeVar

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
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
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from matching.solver import Problem

T = TypeVar("T")
LEVELS = 8
"""More than a plan has, as the model fixes their number; those not used stay at 0."""
RULE = BendableScore.of_hard(1, LEVELS, 0, 1)


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


def rules(stream: ConstraintFactory) -> list[Constraint]:
    """Return every rule of the problem."""
    return [
        each_person_once(stream),
        enough_places(stream),
        enough_bedrooms(stream),
        usual_limit_or_a_mode(stream),
        none_kept_apart_together(stream),
        all_or_none(stream),
        fixed_holds(stream),
    ]


def each_person_once(stream: ConstraintFactory) -> Constraint:
    """Require each young person to be placed at most once."""
    return (
        stream.for_each(Placing)
        .flatten_last(lambda placing: placing.members)
        .group_by(lambda person: person, ConstraintCollectors.count())
        .filter(lambda _, times: times > 1)
        .penalize(RULE, lambda _, times: times - 1)
        .as_constraint("each person once")
    )


def enough_places(stream: ConstraintFactory) -> Constraint:
    """Require no more young people in a home than it has places."""
    return (
        stream.for_each(Placing)
        .group_by(
            lambda placing: placing.home,
            ConstraintCollectors.sum(lambda placing: placing.size),
        )
        .filter(lambda home, people: people > home.places)
        .penalize(RULE, lambda home, people: people - home.places)
        .as_constraint("places")
    )


def enough_bedrooms(stream: ConstraintFactory) -> Constraint:
    """Require no more bedrooms of their own in a home than it has."""
    return (
        stream.for_each(Placing)
        .group_by(
            lambda placing: placing.home,
            ConstraintCollectors.sum(
                lambda placing: placing.bedrooms[placing.home.number]
            ),
        )
        .filter(lambda home, needed: needed > home.bedrooms)
        .penalize(RULE, lambda home, needed: needed - home.bedrooms)
        .as_constraint("bedrooms")
    )


def within_a_mode(home: Home, units: set[int]) -> bool:
    """Tell whether these units alone may pass the home's usual limit."""
    for mode in home.modes:  # noqa: SIM110 - generators cannot be compiled for the JVM
        if units.issubset(mode):
            return True
    return False


def usual_limit_or_a_mode(stream: ConstraintFactory) -> Constraint:
    """Require the usual limit unless a mode holds all who are placed there."""
    return (
        stream.for_each(Placing)
        .group_by(
            lambda placing: placing.home,
            ConstraintCollectors.sum(lambda placing: placing.size),
            ConstraintCollectors.to_set(lambda placing: placing.unit),
        )
        .filter(
            lambda home, people, units: (
                people > home.usual and not within_a_mode(home, units)
            )
        )
        .penalize(RULE, lambda home, people, _: people - home.usual)
        .as_constraint("usual limit")
    )


def none_kept_apart_together(stream: ConstraintFactory) -> Constraint:
    """Require two who may not share a home not to."""
    return (
        stream.for_each_unique_pair(
            Placing, Joiners.equal(lambda placing: placing.home)
        )
        .filter(lambda one, other: other.unit in one.beside[one.home.number])
        .penalize(RULE)
        .as_constraint("apart")
    )


def all_or_none(stream: ConstraintFactory) -> Constraint:
    """Require the parts of a sibling group to be all placed or none."""
    return (
        stream.for_each(Part)
        .join(
            Placing, Joiners.filtering(lambda part, placing: placing.unit in part.units)
        )
        .group_by(lambda part, _: part, ConstraintCollectors.count_bi())
        .filter(lambda part, placed: placed < len(part.units))
        .penalize(RULE, lambda part, placed: len(part.units) - placed)
        .as_constraint("all or none")
    )


def fixed_holds(stream: ConstraintFactory) -> Constraint:
    """Require what people have decided."""
    return (
        stream.for_each(Fixed)
        .if_not_exists(
            Placing,
            Joiners.equal(
                lambda fixed: fixed.home, lambda placing: placing.home.number
            ),
            Joiners.filtering(lambda fixed, placing: fixed.person in placing.members),
        )
        .penalize(RULE)
        .as_constraint("fixed")
    )


def level(stream: ConstraintFactory, number: int) -> Constraint:
    """Reward what the chosen columns add to one level."""
    return (
        stream.for_each(Placing)
        .reward(
            BendableScore.of_soft(1, LEVELS, number, 1),
            lambda placing: placing.levels[number][placing.home.number],
        )
        .as_constraint(f"level {number}")
    )


def search(problem: Problem, seconds: float) -> list[int]:
    """Search for so many seconds; return the columns of the best plan met.

    The search is Timefold's default; with ruin and recreate it did worse, not better.
    """

    def rules_and_levels(stream: ConstraintFactory) -> list[Constraint]:
        aims = range(len(problem.levels))
        return [*rules(stream), *(level(stream, number) for number in aims)]

    config = SolverConfig(
        solution_class=Plan,
        entity_class_list=[Placing],
        score_director_factory_config=ScoreDirectorFactoryConfig(
            constraint_provider_function=constraint_provider(rules_and_levels)
        ),
        termination_config=TerminationConfig(
            spent_limit=Duration(milliseconds=round(seconds * 1000))
        ),
        random_seed=1,
    )
    best = SolverFactory.create(config).build_solver().solve(empty_plan(problem))
    return sorted(
        placing.column[placing.home.number]
        for placing in best.placings
        if placing.home is not None
    )


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
