"""Homes as a busy desk finds them: first come, first served, the best that is left."""

from matching.case import Case
from matching.solver import Problem
from matching.solver.feasible import fits_home


def first_come(problem: Problem, case: Case) -> list[int]:
    """Return the columns chosen when each is served in turn, by the day needed.

    A sibling group takes its turn with the first of its members. Parts of a group that
    must all be placed are left out where not all of them find a home.
    """
    days = [p.needed_by for p in sorted(case.young_people, key=lambda p: p.id)]
    part_of = {unit: part for part in problem.together for unit in part}
    turns = sorted(
        {part_of.get(u, (u,)) for u in range(len(problem.units))},
        key=lambda part: (_turn(problem, part, days), part),
    )
    there: dict[int, list[int]] = {}
    placed: set[int] = set()
    chosen: list[int] = []
    for part in turns:
        members = {m for unit in part for m in problem.units[unit].members}
        if placed.isdisjoint(members):
            found = _homes_for(problem, part, there)
            if found is not None:
                chosen += found
                placed |= members
    return chosen


def _turn(
    problem: Problem, part: tuple[int, ...], days: list[object]
) -> tuple[str, int]:
    members = [m for unit in part for m in problem.units[unit].members]
    # Of a group and its single members on one day the group is served first.
    return min(days[m] for m in members), -len(members)


def _homes_for(
    problem: Problem, part: tuple[int, ...], there: dict[int, list[int]]
) -> list[int] | None:
    """Put every unit of the part into the best home left for it, or none of them."""
    found: list[int] = []
    for unit in part:
        column = _best_left(problem, unit, there)
        if column is None:
            for one in found:
                there[int(problem.columns.home[one])].remove(one)
            return None
        there.setdefault(int(problem.columns.home[column]), []).append(column)
        found.append(column)
    return found


def _best_left(problem: Problem, unit: int, there: dict[int, list[int]]) -> int | None:
    fit = next(level.value for level in problem.levels if level.name == "total fit")
    columns = problem.of_unit(unit)
    for column in columns[(-fit[columns]).argsort(kind="stable")].tolist():
        home = int(problem.columns.home[column])
        if fits_home(problem, home, [*there.get(home, []), column]):
            return int(column)
    return None
