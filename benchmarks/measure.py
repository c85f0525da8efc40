"""One size measured, each step in a process of its own, with memory of its own."""

import gc
import multiprocessing
import pickle
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from benchmarks.desk import first_come
from benchmarks.plain import Plain, cp_sat, highs
from benchmarks.timefold_peer import LEAST_SECONDS, beside, meet
from matching.case_file import read_case
from matching.policy import load_policy
from matching.region import Vacancy, region
from matching.run import Ranked
from matching.solver import Problem, Solution, solve
from matching.table import Table
from matching.travel import EstimatedTravel

T = TypeVar("T")
MOST_FOR_PLAIN = 1_000
"""Young people beyond whom the plain solvers are not asked."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured of one size; seconds, and peak memory in MB."""

    columns: int
    read: float
    rank: float
    judged_mb: int
    one: float
    every: float
    planned_mb: int
    proved: str
    placed: int
    by_desk: int
    values: list[int]
    plain: list[str]
    timefold: str = "–"


def measure(
    people: int, homes: int, vacancy: Vacancy, limit: float, folder: Path
) -> Measured:
    """Measure one size of region."""
    alone(write_region, people, homes, vacancy, folder)
    judged = alone(judge, folder)
    planned = alone(plan, folder, limit if people <= MOST_FOR_PLAIN else None)
    return Measured(**judged, **planned)


def ask_timefold(one: Measured, folder: Path) -> Measured:
    """Add what Timefold's search meets on the problem just measured."""
    said = alone(search, folder, max(one.every, LEAST_SECONDS), one.values)
    return replace(one, timefold=said)


def alone(step: Callable[..., T], *given: Any) -> T:
    """Return what a step returns, run in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(step, given)


def write_region(people: int, homes: int, vacancy: Vacancy, folder: Path) -> None:
    """Write a region as a case file."""
    made = region(1, young_people=people, households=homes, vacancy=vacancy)
    (folder / "case.json").write_bytes(made.text)


def judge(folder: Path) -> dict[str, Any]:
    """Read the case, rank everyone's options, and keep the plan's problem."""
    # As hearth match does.
    gc.disable()
    began = time.perf_counter()
    case = read_case((folder / "case.json").read_bytes())
    read = time.perf_counter() - began
    began = time.perf_counter()
    policy = load_policy(case.policy)
    ranked = Ranked(case, policy, Table(case, EstimatedTravel(policy.travel)), None)
    ranked.everyone()
    rank = time.perf_counter() - began
    problem = ranked.draft().problem()
    desk = _people(problem, first_come(problem, case))
    (folder / "problem").write_bytes(pickle.dumps(problem))
    return {
        "columns": len(problem.columns),
        "read": read,
        "rank": rank,
        "judged_mb": _peak(),
        "by_desk": desk,
    }


def plan(folder: Path, limit: float | None) -> dict[str, Any]:
    """Solve the plan's problem for one aim, then for all; then ask plain solvers."""
    kept = (folder / "problem").read_bytes()
    problem: Problem = pickle.loads(kept)  # noqa: S301 - we wrote it a moment ago
    one, _ = _timed(replace(problem, levels=problem.levels[:1]))
    every, ours = _timed(problem)
    peak, values = _peak(), [level.value for level in ours.levels]
    plain = [] if limit is None else [s(problem, limit) for s in (cp_sat, highs)]
    return {
        "one": one,
        "every": every,
        "planned_mb": peak,
        "proved": "every level" if ours.status == "proved" else ours.status,
        "placed": _people(problem, list(ours.columns)),
        "values": values,
        "plain": [_said(solver, every, values) for solver in plain] or ["–", "–"],
    }


def search(folder: Path, seconds: float, ours: list[int]) -> str:
    """Give the plan's problem to Timefold's search; say how near ours it comes."""
    problem: Problem = pickle.loads((folder / "problem").read_bytes())  # noqa: S301
    return beside(problem, meet(problem, seconds), ours)


def _timed(problem: Problem) -> tuple[float, Solution]:
    began = time.perf_counter()
    solution = solve(problem)
    return time.perf_counter() - began, solution


def _people(problem: Problem, chosen: list[int]) -> int:
    return int(problem.size[chosen].sum())


def _peak() -> int:
    """Return the MB held at most, with what a process split off had of its own."""
    here = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    split_off = resource.getrusage(resource.RUSAGE_CHILDREN).ru_minflt
    return (here + split_off * resource.getpagesize()) >> 20


def _said(plain: Plain, plan: float, values: list[int]) -> str:
    if plain.values != values[: len(plain.values)]:
        raise AssertionError(f"{plain.values} is not {values}")
    if plain.proved:
        return f"{plain.seconds / plan:.1f}"
    return f"not proved, over {plain.seconds / plan:.0f}"
