"""The joint plan is the best there is, level by level, and says so truly."""

import pytest

from matching.solver import solve
from matching.solver.feasible import feasible
from tests.matching.solver.random_problems import (
    best_by_trying_everything,
    random_problem,
)


@pytest.mark.parametrize("block", range(10))
def test_agrees_with_trying_everything(block):
    for seed in range(block * 50, block * 50 + 50):
        problem = random_problem(seed)
        solution = solve(problem)
        best = best_by_trying_everything(problem)
        if best is None:
            assert solution.status == "contradiction", seed
            continue
        assert tuple(level.value for level in solution.levels) == best, seed
        assert all(level.proved for level in solution.levels), seed
        assert feasible(problem, solution.columns), seed
