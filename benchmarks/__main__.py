"""make bench: the plan against plain solvers on the same case in the same run.

    python -m benchmarks [--quick] [--limit SECONDS]

Each size runs in a process of its own, so that its peak memory is its own.
"""

import argparse
import multiprocessing
from pathlib import Path

from benchmarks.measure import as_row, measure
from matching.region import Vacancy

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
    parser.add_argument("--quick", action="store_true", help="not 1,000 × 20,000")
    parser.add_argument("--limit", type=float, default=60.0)
    options = parser.parse_args()
    sizes = SIZES[:-1] if options.quick else SIZES
    lines = []
    for people, homes in sizes:
        for vacancy in VACANCIES:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                line = pool.apply(measure, (people, homes, vacancy, options.limit))
            print(line, flush=True)
            lines.append(line)
    rule = ["---"] * len(COLUMNS)
    table = [as_row(COLUMNS), as_row(rule), *lines]
    OUT.write_text(HEAD.format(limit=options.limit) + "\n".join(table) + "\n")


if __name__ == "__main__":
    main()
