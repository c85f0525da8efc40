"""Every rule and level as Timefold's constraint streams, and its search over them.

Importing this module starts a JVM, which stays until the process ends.
"""

from timefold.solver import SolverFactory
from timefold.solver.config import (
    Duration,
    ScoreDirectorFactoryConfig,
    SolverConfig,
    TerminationConfig,
)
from timefold.solver.score import (
    BendableScore,
    Constraint,
    ConstraintCollectors,
    ConstraintFactory,
    Joiners,
    constraint_provider,
)

from benchmarks.timefold_plan import (
    LEVELS,
    Fixed,
    Home,
    Part,
    Placing,
    Plan,
    empty_plan,
)
from matching.solver import Problem

RULE = BendableScore.of_hard(1, LEVELS, 0, 1)


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
