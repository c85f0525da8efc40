"""Small random problems with every feature on."""

import itertools
import random

import numpy as np

from matching.solver import Columns, Level, Mode, Problem, Room, Unit
from matching.solver.feasible import feasible


def random_problem(seed: int, people: int = 5, homes: int = 4) -> Problem:
    rng = random.Random(seed)
    units = [Unit((p,)) for p in range(people)]
    together = []
    if people >= 3 and rng.random() < 0.7:
        group = tuple(range(rng.choice([2, 3])))
        units.append(Unit(group))
        if rng.random() < 0.5:
            # An essential group: together, or in its declared parts.
            parts = [Unit(group[:1]), Unit(group[1:])]
            units = [
                u for u in units if not (len(u.members) == 1 and u.members[0] in group)
            ]
            together = [(len(units), len(units) + 1)]
            units += parts
    pairs = [
        (u, h) for u in range(len(units)) for h in range(homes) if rng.random() < 0.6
    ]
    unit, home = (
        (np.array(x, dtype=np.int64) for x in zip(*pairs, strict=True))
        if pairs
        else (np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64))
    )
    sizes = np.array([len(units[u].members) for u, _ in pairs], dtype=np.int64)
    count = len(pairs)
    columns = Columns(
        unit,
        home,
        np.array(
            [rng.randint(0, len(units[u].members)) for u, _ in pairs], dtype=np.int64
        ),
        np.array([rng.random() < 0.2 for _ in pairs], dtype=bool),
    )
    room = Room(
        np.array([rng.randint(1, 4) for _ in range(homes)], dtype=np.int64),
        np.array([rng.randint(0, 3) for _ in range(homes)], dtype=np.int64),
        np.array([rng.randint(0, 3) for _ in range(homes)], dtype=np.int64),
    )
    apart = np.zeros((len(units), len(units)), dtype=bool)
    for a, b in itertools.combinations(range(len(units)), 2):
        apart[a, b] = apart[b, a] = rng.random() < 0.25
    same_home = [
        (a, b) for a, b in itertools.combinations(range(count), 2) if home[a] == home[b]
    ]
    column_conflicts = frozenset(p for p in same_home if rng.random() < 0.05)
    modes = tuple(
        Mode(h, frozenset(u for u in range(len(units)) if rng.random() < 0.5))
        for h in range(homes)
        for _ in range(rng.choice([0, 0, 1, 2]))
    )
    weights = [rng.choice([1, 2, 4]) for _ in range(people)]
    fit = np.array([rng.randint(0, 12) * int(s) for s in sizes], dtype=np.int64)
    levels = (
        Level(
            "placed",
            np.array(
                [sum(weights[m] for m in units[u].members) for u, _ in pairs],
                dtype=np.int64,
            ),
        ),
        Level("band", np.where(fit >= 6, sizes, 0)),
        Level("fit", fit * 10),
        Level(
            "unchanged", np.array([rng.random() < 0.2 for _ in pairs], dtype=np.int64)
        ),
    )
    fixed = ()
    if pairs and rng.random() < 0.3:
        u, h = rng.choice(pairs)
        fixed = ((units[u].members[0], h),)
    return Problem(
        people,
        tuple(units),
        columns,
        room,
        levels,
        tuple(together),
        apart,
        column_conflicts,
        modes,
        fixed,
    )


def best_by_trying_everything(problem: Problem) -> tuple[int, ...] | None:
    """Return the lexicographically best level values, or None where nothing fits."""
    of_person: dict[int, list[int]] = {}
    for column, unit in enumerate(problem.columns.unit.tolist()):
        of_person.setdefault(min(problem.units[unit].members), []).append(column)
    best = None
    for choice in itertools.product(
        *[[None, *columns] for columns in of_person.values()]
    ):
        chosen = [c for c in choice if c is not None]
        if feasible(problem, chosen):
            worth = tuple(int(level.value[chosen].sum()) for level in problem.levels)
            best = worth if best is None or worth > best else best
    return best
