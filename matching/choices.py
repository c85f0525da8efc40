"""More than one home to choose from, without any home being promised twice.

Everyone counts once for each home they could be offered: a young person and their
copies are placed by the same rules as in the plan, and may not meet in one home. So
every offer can be taken up at the same time as all the others.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from matching.criteria.words import listed, plural
from matching.draft import Draft
from matching.plan import level_in_words
from matching.report import Choices, Offered
from matching.solver import Columns, Level, Mode, Problem, Solution, Unit, solve

MOST = 3
_NAMES = ("offered a home", "offered a second home", "offered a third home")
_NTH = ("second", "third")


def choices_for(
    draft: Draft,
    wanted: int,
    *,
    time_limit: float | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> Choices | None:
    """Offer as many as can be one home, then a second, and so on up to ``wanted``.

    Who has a home by decision has no other to choose from, nor has who moves with them.
    None where what was decided cannot all hold.
    """
    problem = draft.problem()
    solution = solve(with_copies(problem, wanted), time_limit=time_limit, stop=stop)
    if solution.status == "contradiction":
        return None
    return _in_words(draft, problem, solution, wanted)


def with_copies(problem: Problem, wanted: int) -> Problem:
    """Return the problem of placing everyone so many times, each time elsewhere."""
    people, units, width = problem.people, len(problem.units), len(problem.columns)
    every = range(wanted)
    columns = problem.columns
    return Problem(
        people=people * wanted,
        units=tuple(
            Unit(tuple(m + copy * people for m in unit.members))
            for copy in every
            for unit in problem.units
        ),
        columns=Columns(
            np.concatenate([columns.unit + copy * units for copy in every]),
            np.tile(columns.home, wanted),
            np.tile(columns.bedrooms, wanted),
            np.tile(columns.alone, wanted),
        ),
        room=problem.room,
        levels=tuple(_levels(problem, wanted)),
        together=tuple(
            tuple(unit + copy * units for unit in part)
            for copy in every
            for part in problem.together
        ),
        kept_apart=_kept_apart(problem, wanted),
        column_conflicts=frozenset(
            (min(one, other), max(one, other))
            for a, b in problem.column_conflicts
            for i, j in product(every, every)
            for one, other in [(a + i * width, b + j * width)]
        ),
        modes=tuple(
            Mode(mode.home, frozenset(u + c * units for u in mode.units for c in every))
            for mode in problem.modes
        ),
        fixed=problem.fixed,
    )


def _levels(problem: Problem, wanted: int) -> Iterator[Level]:
    """Yield how many have one, how many two, and so on; then the fit of every offer."""
    value = {level.name: level.value for level in problem.levels}
    decided = {person for person, _ in problem.fixed}
    free = np.array([decided.isdisjoint(u.members) for u in problem.units], dtype=bool)
    chooses = free[problem.columns.unit]
    nothing = np.zeros(len(chooses), dtype=np.int64)
    for copy in range(wanted):
        parts = [nothing] * wanted
        parts[copy] = np.where(chooses, problem.size, 0) if copy else value["placed"]
        yield Level(_NAMES[copy], np.concatenate(parts))
    fit = value["total fit"]
    others = [np.where(chooses, fit, 0)] * (wanted - 1)
    yield Level("total fit", np.concatenate([fit, *others]))


def _kept_apart(problem: Problem, wanted: int) -> NDArray[np.bool_]:
    """Keep apart whoever is, and each from their own copies."""
    holds = np.zeros((len(problem.units), problem.people), dtype=np.float32)
    for number, unit in enumerate(problem.units):
        holds[number, list(unit.members)] = 1
    same = (holds @ holds.T) > 0
    once, twice = problem.kept_apart, problem.kept_apart | same
    return np.block(
        [[once if i == j else twice for j in range(wanted)] for i in range(wanted)]
    )


def _in_words(
    draft: Draft, problem: Problem, solution: Solution, wanted: int
) -> Choices:
    homes = draft.table.households
    decided = {person for person, _ in problem.fixed}
    width = len(problem.columns)
    offers: dict[str, list[tuple[int, str]]] = {}
    for column in solution.columns:
        copy, at = divmod(column, width)
        row = int(problem.columns.home[at])
        members = problem.units[int(problem.columns.unit[at])].members
        if copy == 0 or decided.isdisjoint(members):
            for person in members:
                name = draft.names[person]
                fit = int(draft.candidates[name].fit_at(np.array([row]))[0])
                offers.setdefault(name, []).append((-fit, homes[row].id))
    counts = [sum(len(o) > n for o in offers.values()) for n in range(wanted)]
    return Choices(
        wanted=wanted,
        young_people=counts,
        levels=[level_in_words(level) for level in solution.levels],
        offers=[
            Offered(name, [home for _, home in sorted(found)])
            for name, found in sorted(offers.items())
        ],
        sentence=_sentence(counts, len(draft.names), solution),
    )


def _sentence(counts: Sequence[int], people: int, solution: Solution) -> str:
    said = [
        f"{counts[0]} of {plural(people, 'young person', 'young people')} could be "
        "offered a home"
    ]
    said += [
        f"{count} of them a {nth}" for count, nth in zip(counts[1:], _NTH, strict=False)
    ]
    proof = (
        "No other way of offering homes does better on this (proved)."
        if solution.status == "proved"
        else "It was stopped before it was proved that no other way does better."
    )
    together = listed(said)
    return f"{together}, without any home being promised twice. {proof}"
