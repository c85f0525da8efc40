"""No small count can be worked out from what is told.

A reader is played by an integer program: among all tables that agree with what is told,
the least and the most each kept back count could be.
"""

import random

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from matching.suppression import FEW, TOTAL, Cell, Column, Told, pooled, told

NAMES = ("option", "open", "home")


def table(seed: int) -> tuple[list[int], list[Column]]:
    draw = random.Random(seed)
    sizes = [
        draw.randint(FEW, draw.choice([9, 14, 40]))
        for _ in range(draw.choice([1, 2, 3, 6]))
    ]
    share = draw.choice([0.1, 0.4, 0.6, 0.9])
    option = [sum(draw.random() < share for _ in range(n)) for n in sizes]
    often = draw.choice([0.2, 0.5, 0.9])
    opened = [sum(draw.random() < often for _ in range(n)) for n in option]
    home = [draw.randint(n // 2, n) for n in option]
    return sizes, [
        Column("option", option),
        Column("open", opened, part_of="option"),
        Column("home", home, inside="option"),
    ]


@pytest.mark.parametrize("block", range(4))
def test_no_small_count_can_be_worked_out(block: int) -> None:
    for seed in range(block, 80, 4):
        sizes, columns = table(seed)
        how = told(sizes, columns)
        for name, row in how:
            if row != TOTAL and how[name, row] not in (Told.EXACT, Told.ASIDE):
                least, most = could_be(sizes, columns, how, (name, row))
                assert most - least >= FEW - 1, (seed, name, row, least, most)


def could_be(
    sizes: list[int], columns: list[Column], how: dict[Cell, Told], cell: Cell
) -> tuple[int, int]:
    """Return the least and the most a count could be, by all that is told."""
    rows = len(sizes)
    place = {(n, r): i * rows + r for i, n in enumerate(NAMES) for r in range(rows)}
    counts = {c.name: [*c.counts, sum(c.counts)] for c in columns}
    matrix, low, high = [], [], []

    def require(terms: dict[Cell, int], least: float, most: float) -> None:
        line = np.zeros(len(place))
        for (name, row), sign in terms.items():
            for r in range(rows) if row == TOTAL else (row,):
                line[place[name, r]] += sign
        matrix.append(line)
        low.append(least)
        high.append(most)

    for (name, row), as_told in how.items():
        size = sum(sizes) if row == TOTAL else sizes[row]
        me: dict[Cell, int] = {(name, row): 1}
        whole: dict[Cell, int] = {("option", row): -1}
        if as_told is Told.EXACT:
            require(me, counts[name][row], counts[name][row])
            if name == "open":
                require(me | whole, -np.inf, -FEW)
        elif as_told is Told.FEW:
            require(me, 0, FEW - 1)
        elif as_told is Told.ALL_BUT_FEW and name == "open":
            require(me | whole, 1 - FEW, 0)
        elif as_told is Told.ALL_BUT_FEW:
            require(me, size - FEW + 1, size)
        elif as_told is Told.ASIDE and name == "open":
            require(me, FEW, np.inf)
            require(me | whole, -np.inf, -FEW)
        elif as_told is Told.ASIDE:
            require(me, FEW, size - FEW)
        if name != "option":
            require(me | whole, -np.inf, 0)
        else:
            require(me, 0, size)
    goal = np.zeros(len(place))
    goal[place[cell]] = 1
    found = [
        milp(
            sign * goal,
            integrality=np.ones(len(place)),
            bounds=Bounds(0, np.inf),
            constraints=LinearConstraint(np.array(matrix), low, high),
        ).fun
        for sign in (1, -1)
    ]
    return round(found[0]), round(-found[1])


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # Two of 4 that the total would tell: the smallest other row is kept back too.
        ([4, 4, 20, 30], [Told.FEW, Told.FEW, Told.EXACT, Told.ASIDE]),
        ([20, 20, 30, 35], [Told.EXACT, Told.ASIDE, Told.EXACT, Told.ALL_BUT_FEW]),
        ([9, 20, 30, 12], [Told.EXACT] * 4),
        ([1, 0, 1, 1], [Told.FEW] * 4),
    ],
)
def test_another_count_is_kept_back_where_the_total_would_tell(
    counts: list[int], expected: list[Told]
) -> None:
    how = told([41, 40, 42, 39], [Column("option", counts)])
    assert [how["option", row] for row in range(4)] == expected


@pytest.mark.parametrize(
    ("sizes", "rows"),
    [
        ([43, 68], [[0], [1]]),
        ([43, 68, 0], [[0], [1]]),
        ([43, 68, 2], [[1], [0, 2]]),
        ([60, 3, 4, 30], [[0], [3], [1, 2]]),
        ([60, 1, 2, 30], [[0], [1, 2, 3]]),
        ([3], [[0]]),
        ([], []),
    ],
)
def test_small_groups_share_a_row(sizes: list[int], rows: list[list[int]]) -> None:
    assert list(pooled(sizes)) == rows
