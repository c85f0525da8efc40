"""The solver alone, on problems harder than a region's, against plain solvers.

    python -m benchmarks.solver_bench [--largest] [--limit SECONDS]

Each problem runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterator

from benchmarks.plain import cp_sat, highs
from benchmarks.solver_instances import crowded
from matching.solver import Problem, solve

SIZES = ((50, 20, 10), (100, 40, 12), (1_000, 600, 75))
"""Young people, homes, and options of each young person."""


def compare(problem: Problem, limit: float) -> Iterator[str]:
    """Solve a problem with ours and with plain solvers; yield a line on each."""
    began = time.perf_counter()
    ours = solve(problem, time_limit=limit)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    yield f"{len(problem.columns):,} columns"
    yield f"  ours    {seconds:8.2f} s  {peak} MB  {ours.status}"
    for name, solver in (("CP-SAT", cp_sat), ("HiGHS", highs)):
        plain = solver(problem, limit)
        reached = [level.value for level in ours.levels[: len(plain.values)]]
        if ours.status == "proved" and plain.values != reached:
            raise AssertionError(f"{name}: {plain.values} is not {reached}")
        said = "proved" if plain.proved else f"{len(plain.values)} levels proved"
        times = plain.seconds / seconds
        yield f"  {name:7} {plain.seconds:8.2f} s  {times:.1f} times ours  {said}"


def measure(people: int, homes: int, options: int, limit: float) -> list[str]:
    """Compare on one crowded problem."""
    return list(compare(crowded(1, people, homes, options), limit))


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", action="store_true", help="also 1,000 people")
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    for size in SIZES if options.largest else SIZES[:-1]:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            lines = pool.apply(measure, (*size, options.limit))
        print(f"{size[0]:,} young people, {size[1]:,} homes", *lines, sep="\n")


if __name__ == "__main__":
    main()
