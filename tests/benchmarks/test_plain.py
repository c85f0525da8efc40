"""The plain rows call a set of columns broken exactly where it breaks a rule."""

import random

from benchmarks.plain import broken
from matching.solver.feasible import feasible
from tests.matching.solver.random_problems import random_problem


def test_rows_are_broken_exactly_where_a_rule_is():
    rng, kept = random.Random(1), 0
    for seed in range(300):
        problem = random_problem(seed)
        width = len(problem.columns)
        for _ in range(10):
            chosen = sorted(rng.sample(range(width), min(width, rng.randint(0, 4))))
            assert (broken(problem, chosen) == 0) == feasible(problem, chosen), seed
            kept += feasible(problem, chosen)
    assert 300 < kept < 2700
