"""make bench: the plan against plain solvers on the same case in the same run.

    python -m benchmarks [--largest] [--limit SECONDS]

Each size runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import multiprocessing
import resource
import time
from collections.abc import Iterable
from pathlib import Path

from benchmarks.plain import Plain, cp_sat, highs
from matching.case_file import read_case
from matching.policy import load_policy
from matching.region import Vacancy, region
from matching.run import Ask, Ranked
from matching.solver import solve
from matching.table import Table
from matching.travel import EstimatedTravel

SIZES = ((50, 500), (100, 2_000), (1_000, 20_000))
VACANCIES: tuple[Vacancy, ...] = ("plenty", "scarce")
OUT = Path("docs/benchmarks.md")
COLUMNS = (
    "young people × households",
    "vacancies",
    "columns",
    "read",
    "rank",
    "plan",
    "proved",
    "MB",
    "CP-SAT",
    "HiGHS",
)
HEAD = """# Benchmarks

Made by `make bench` on a fictional region of each size (seed 1), two cores. *Read*,
*rank* and *plan* are seconds of one run; the plain solvers solve the same rows, level
by level, in the same run, and stand as multiples of *plan* (above 1: slower than ours);
*not proved* within the limit of {limit:g} s is said. Machines differ: compare ratios.

"""


def main() -> None:
    """Measure every size and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--largest", action="store_true", help="also 1,000 × 20,000")
    parser.add_argument("--limit", type=float, default=120.0)
    options = parser.parse_args()
    sizes = SIZES if options.largest else SIZES[:-1]
    lines = []
    for people, homes in sizes:
        for vacancy in VACANCIES:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                line = pool.apply(measure, (people, homes, vacancy, options.limit))
            print(line, flush=True)
            lines.append(line)
    rule = ["---"] * len(COLUMNS)
    table = [_row(COLUMNS), _row(rule), *lines]
    OUT.write_text(HEAD.format(limit=options.limit) + "\n".join(table) + "\n")


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def measure(people: int, homes: int, vacancy: Vacancy, limit: float) -> str:
    """Return one line of the table."""
    text = region(1, young_people=people, households=homes, vacancy=vacancy).text
    began = time.perf_counter()
    case = read_case(text)
    read = time.perf_counter() - began
    began = time.perf_counter()
    policy = load_policy(case.policy)
    table = Table(case, EstimatedTravel(policy.travel))
    ranked = Ranked(case, policy, table, Ask(), lambda _: None, lambda: False)
    ranked.everyone()
    rank = time.perf_counter() - began
    problem = ranked.draft().problem()
    began = time.perf_counter()
    ours = solve(problem)
    plan = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    values = [level.value for level in ours.levels]
    plain = [_said(solver(problem, limit), plan, values) for solver in (cp_sat, highs)]
    proved = "every level" if ours.status == "proved" else ours.status
    cells = (
        f"{people:,} × {homes:,}",
        vacancy,
        f"{len(problem.columns):,}",
        f"{read:.2f}",
        f"{rank:.2f}",
        f"{plan:.2f}",
        proved,
        f"{peak:,}",
        *plain,
    )
    return _row(cells)


def _said(plain: Plain, plan: float, values: list[int]) -> str:
    if plain.values != values[: len(plain.values)]:
        raise AssertionError(f"{plain.values} is not {values}")
    if plain.proved:
        return f"{plain.seconds / plan:.1f}"
    return f"not proved, over {plain.seconds / plan:.0f}"


if __name__ == "__main__":
    main()
