"""The joint plan is the best there is, level by level, and says so truly."""

import importlib
import time
from dataclasses import replace

import numpy as np
import pytest

from benchmarks.plain import cp_sat, highs
from benchmarks.solver_instances import crowded
from matching.solver import Columns, Level, Problem, Room, Unit, solve
from matching.solver.cuts import Company
from matching.solver.feasible import feasible
from tests.matching.solver.random_problems import (
    best_by_trying_everything,
    random_problem,
)

solving = importlib.import_module("matching.solver.solve")


def values(solution):
    return [level.value for level in solution.levels]


def assert_best(problem, seed):
    solution, best = solve(problem), best_by_trying_everything(problem)
    if best is None:
        assert solution.status == "contradiction", seed
        return
    assert solution.status == "proved", seed
    assert tuple(values(solution)) == best, seed
    assert all(level.bound == level.value for level in solution.levels), seed
    assert feasible(problem, solution.columns), seed


@pytest.mark.parametrize("block", range(10))
def test_agrees_with_trying_everything(block):
    for seed in range(block * 50, block * 50 + 50):
        assert_best(random_problem(seed), seed)


def test_a_weak_relaxation_costs_time_and_proves_nothing_false(monkeypatch):
    # Much stays fractional, so every way to the proof is walked, not just the shortest.
    monkeypatch.setattr(Company, "broken", lambda *_: iter(()))
    monkeypatch.setattr(solving, "_FIRST", 1)
    monkeypatch.setattr(solving, "_NEAR", 0)
    for seed in range(500, 620):
        assert_best(random_problem(seed), seed)
    large = [crowded(seed, 60, 24, 8) for seed in range(6)]
    weak = [solve(problem) for problem in large]
    monkeypatch.undo()
    for problem, found in zip(large, weak, strict=True):
        assert found.status == "proved"
        assert feasible(problem, found.columns)
        assert all(level.bound >= level.value for level in found.levels)
        assert values(found) == values(solve(problem))


@pytest.mark.parametrize("seed", [0, 1, 3])
def test_agrees_with_plain_solvers_where_homes_are_few(seed):
    problem = crowded(seed, 24, 9, 6)
    ours = solve(problem)
    assert ours.status == "proved"
    assert cp_sat(problem, 30, workers=1).values == values(ours)
    assert highs(problem, 30).values == values(ours)


def test_the_same_problem_gets_the_same_plan():
    problem = crowded(3, 60, 25, 10)
    assert solve(problem) == solve(replace(problem))


def one_person(*levels):
    """One young person, and a home for each value of the levels."""
    homes = len(levels[0])
    many = np.full(homes, 9, dtype=np.int64)
    zero = np.zeros(homes, dtype=np.int64)
    return Problem(
        people=1,
        units=(Unit((0,)),),
        columns=Columns(zero, np.arange(homes), zero, zero.astype(bool)),
        room=Room(many, many, many),
        levels=tuple(Level(str(n), np.array(v)) for n, v in enumerate(levels)),
    )


@pytest.mark.parametrize(
    ("levels", "home"),
    [
        (([1, 0], [0, 99]), 0),  # no gain at a later level outweighs an earlier one
        (([1, 0], [0, 3], [0, 50]), 0),  # nor does a tie of their weighted sum
        (([1, 0], [0, 10**6], [0, 10**6]), 0),
        (([5, 5], [7, 7], [0, 1]), 1),
    ],
)
def test_an_earlier_level_is_never_given_up_for_a_later_one(levels, home):
    solution = solve(one_person(*levels))
    assert solution.columns == (home,)
    assert solution.status == "proved"


def test_numbers_too_large_for_one_sum_are_not_called_proved():
    huge = [10**13, 0], [0, 10**13], [10**13, 0]
    solution = solve(one_person(*huge))
    assert solution.columns == (0,)
    assert solution.status == "stopped"
    assert all(level.bound >= level.value for level in solution.levels)


def test_fixed_pairs_that_cannot_both_hold_are_a_contradiction():
    two = one_person([1])
    units = (Unit((0,)), Unit((1,)))
    columns = Columns(np.array([0, 1]), np.zeros(2, int), *np.zeros((2, 2), int))
    problem = Problem(
        people=2,
        units=units,
        columns=replace(columns, alone=np.zeros(2, bool)),
        room=two.room,
        levels=(Level("placed", np.ones(2, int)),),
        fixed=((0, 0), (1, 0)),
    )
    assert solve(problem).columns == (0, 1)
    apart = replace(problem, kept_apart=~np.eye(2, dtype=bool))
    assert solve(apart).status == "contradiction"
    assert solve(apart).columns == ()


def test_stopped_at_once_it_still_keeps_every_rule():
    for seed in range(600, 700):
        problem = random_problem(seed)
        solution = solve(problem, time_limit=0.0)
        if solution.status == "contradiction":
            assert best_by_trying_everything(problem) is None, seed
            continue
        assert solution.status == "stopped"
        assert feasible(problem, solution.columns), seed
        best = best_by_trying_everything(problem)
        assert solution.levels[0].bound >= best[0], seed
        assert not any(level.proved for level in solution.levels)


@pytest.mark.parametrize("after", [0.2, 1.5])
def test_stops_within_a_second_and_returns_the_best_so_far(after):
    problem = crowded(1, 1000, 400, 15)
    asked = time.monotonic() + after
    solution = solve(problem, stop=lambda: time.monotonic() > asked)
    assert time.monotonic() - asked < 1.0
    assert solution.status == "stopped"
    assert feasible(problem, solution.columns)
    assert solution.levels[0].value > 0
    assert all(level.bound >= level.value for level in solution.levels)


def test_says_how_many_levels_are_done():
    done = []
    solve(random_problem(1), progress=done.append)
    assert done == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"levels": (Level("fit", np.array([-1])),)}, "below 0"),
        ({"levels": (Level("fit", np.array([1, 2])),)}, "one value a column"),
        ({"units": (Unit((1,)),)}, "a unit of nobody"),
        ({"together": ((0, 3),)}, "a unit that is not there"),
    ],
)
def test_what_is_not_a_problem_is_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        replace(one_person([1]), **wrong)
