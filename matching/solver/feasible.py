"""Whether a set of columns may be chosen together. Plain, and apart from the model."""

from collections import Counter
from collections.abc import Iterable

from matching.solver.problem import Problem


def feasible(problem: Problem, chosen: Iterable[int]) -> bool:
    """Tell whether these columns keep every rule of the problem."""
    picked = sorted(set(chosen))
    columns, units = problem.columns, problem.units
    placed = Counter(m for c in picked for m in units[columns.unit[c]].members)
    if any(count > 1 for count in placed.values()):
        return False
    in_use = {int(columns.unit[c]) for c in picked}
    if any(0 < len(in_use & set(part)) < len(part) for part in problem.together):
        return False
    where = {
        (m, int(columns.home[c]))
        for c in picked
        for m in units[columns.unit[c]].members
    }
    if any(pair not in where for pair in problem.fixed):
        return False
    homes: dict[int, list[int]] = {}
    for c in picked:
        homes.setdefault(int(columns.home[c]), []).append(c)
    return all(fits_home(problem, home, there) for home, there in homes.items())


def fits_home(problem: Problem, home: int, there: list[int]) -> bool:
    """Tell whether these columns of one home may be chosen together."""
    room, columns = problem.room, problem.columns
    size = int(problem.size[there].sum())
    if size > room.places[home]:
        return False
    if columns.bedrooms[there].sum() > room.bedrooms[home]:
        return False
    if any(problem.conflict(a, b) for i, a in enumerate(there) for b in there[i + 1 :]):
        return False
    if size <= room.usual[home]:
        return True
    units = {int(columns.unit[c]) for c in there}
    return any(m.home == home and units <= m.units for m in problem.modes)
