"""Problems harder than a region's: many young people after the same few homes."""

import numpy as np
from numpy.typing import NDArray

from matching.solver import Columns, Level, Mode, Problem, Room, Unit

Ints = NDArray[np.int64]


def crowded(seed: int, people: int, homes: int, options: int) -> Problem:
    """Return a problem where every young person has about so many options.

    They and the homes lie in a square. One in ten takes a household alone, one in five
    has a brother or sister, one pair in twenty may not share a home. Half the groups
    have to be placed whole or in parts, and some homes may go beyond the usual limit.
    """
    rng = np.random.default_rng(seed)
    units, together = _units(rng, people)
    place, alone = rng.random((people, 2)), rng.random(people) < 0.1
    unit, home, near = _nearest(rng, [place[u[0]] for u in units], homes, options)
    size = np.array([len(u) for u in units])[unit]
    places = rng.choice([1, 2, 3, 4], homes, p=[0.4, 0.3, 0.2, 0.1])
    far = 150 * near * np.sqrt(homes)
    fit = np.clip(900 - far + rng.normal(0, 150, len(unit)), 0, 1000)
    fit = fit.astype(np.int64)
    weight = np.array([sum(_PRIORITY[m % 3] for m in u) for u in units])[unit]
    levels = (
        Level("placed", weight),
        Level("fit at least 40", np.where(fit >= 400, size, 0)),
        Level("fit at least 60", np.where(fit >= 600, size, 0)),
        Level("siblings together", np.where(size > 1, size, 0)),
        Level("total fit", fit * size),
        Level("unchanged", (rng.random(len(unit)) < 0.05).astype(np.int64)),
    )
    some = np.triu(rng.random((len(units), len(units))) < 0.05, 1)
    return Problem(
        people=people,
        units=tuple(Unit(u) for u in units),
        columns=Columns(
            unit, home, rng.integers(0, size + 1), alone[[u[0] for u in units]][unit]
        ),
        room=Room(places, np.minimum(places, 2), places.copy()),
        levels=levels,
        together=tuple(together),
        kept_apart=some | some.T,
        modes=tuple(_modes(rng, unit, home, places)),
    )


_PRIORITY = (4, 2, 1)


def _units(
    rng: np.random.Generator, people: int
) -> tuple[list[tuple[int, ...]], list[tuple[int, int]]]:
    units: list[tuple[int, ...]] = []
    together = []
    person = 0
    while person < people:
        size = int(rng.choice([1, 2, 3], p=[0.85, 0.1, 0.05]))
        group = tuple(range(person, min(person + size, people)))
        units.append(group)
        if len(group) > 1 and rng.random() < 0.5:
            together.append((len(units), len(units) + 1))
            units += [group[:1], group[1:]]
        elif len(group) > 1:
            units += [(member,) for member in group]
        person += size
    return units, together


def _nearest(
    rng: np.random.Generator,
    places: list[NDArray[np.float64]],
    homes: int,
    options: int,
) -> tuple[Ints, Ints, NDArray[np.float64]]:
    """Return units and homes of the columns, and how far apart each pair is."""
    where = rng.random((homes, 2))
    found = []
    for unit, place in enumerate(places):
        apart = np.hypot(*(where - place).T)
        for home in np.argsort(apart)[: rng.integers(options // 2, 2 * options)]:
            found.append((unit, int(home), float(apart[home])))
    unit, home, near = (np.array(column) for column in zip(*found, strict=True))
    return unit, home, near


def _modes(
    rng: np.random.Generator, unit: Ints, home: Ints, places: Ints
) -> list[Mode]:
    modes = []
    for number in np.flatnonzero(places > 2).tolist():
        there = unit[home == number]
        if len(there) and rng.random() < 0.5:
            inside = there[rng.random(len(there)) < 0.5]
            modes.append(Mode(number, frozenset(inside.tolist())))
    return modes
