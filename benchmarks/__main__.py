"""make bench: the plan against plain solvers on the same case in the same run.

python -m benchmarks [--quick] [--limit SECONDS] [--only-imports]
"""

import argparse
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from benchmarks.answers import answers
from benchmarks.imports import GIVES_UP, MOST_MEGABYTES, MOST_SECONDS, ROWS, imports
from benchmarks.measure import MOST_FOR_PLAIN, Measured, alone, ask_timefold, measure
from benchmarks.timefold_peer import missing
from matching.region import Vacancy

SIZES = (
    (50, 500),
    (100, 2_000),
    (300, 6_000),
    (1_000, 20_000),
    (3_000, 27_000),
    (5_000, 45_000),
)
QUICK = 3
ASKED_AT = (
    (150, 3_000, True),
    (1_000, 20_000, True),
    # All fostering households of England, for some of the young people.
    (60, 45_000, False),
)
VACANCIES: tuple[Vacancy, ...] = ("plenty", "scarce")
OUT = Path("docs/benchmarks.md")
COLUMNS = (
    "young people × households",
    "vacancies",
    "columns",
    "read",
    "rank",
    "MB",
    "plan, one aim",
    "plan, every level",
    "MB",
    "proved",
    "CP-SAT",
    "HiGHS",
    "Timefold",
    "placed",
    "by a busy desk",
)
HEAD = """# Benchmarks

Made by `make bench` on a fictional region of each size (seed 1), two cores. *Read*,
*rank* (every home judged and ranked for everyone) and *plan* are seconds of one run,
each step in a process of its own with its peak memory; *one aim* is the plan's first
level alone. The plain solvers solve the same rows, level by level, in the same run, and
stand as multiples of *every level* (above 1: slower than ours); *not proved* within
{limit:g} s is said. *Timefold* is its default search on the same rules and levels, one
thread, for as long as *every level* took and at least 20 s, the start of its JVM not
counted: what it reached of our first level and of our total fit; it is asked where the
extra `timefold` and a JVM 17 are installed, and never has a proof. *By a busy desk* is
how many young people have a home where each is served in turn, by the day needed, with
the best home left: what the plan is for. Machines differ: compare ratios.

"""

ANSWERS = """
## Answers

Milliseconds each answer takes once the region is read, the middle and the longest of up
to 40 asked one after the other.
"""

IMPORTS = f"""
## Imports

A list of homes as `hearth import homes` takes it in, its start included, on SQLite.
At most {MOST_SECONDS} seconds and {MOST_MEGABYTES} MB are wanted for 100,000 homes:
`make bench` fails otherwise. The preview is kept in many short transactions; new
records are made ready before anybody waits; what is confirmed is written in one
transaction, all or nothing, and others who write wait for it: on SQLite everybody, on
PostgreSQL the importing organisation. Whoever waits on SQLite is told to come back
later after {GIVES_UP} seconds, so nobody is to wait as long. Somebody asks for a turn
to write every tenth of a second while it runs; the longest wait is theirs.

Taking an import back is one transaction too, a thousand records at a time, and the same
limits hold for it.
"""


def main() -> None:
    """Measure every size and write the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--quick", action="store_true", help="up to 300 young people")
    parser.add_argument("--limit", type=float, default=60.0)
    parser.add_argument(
        "--only-imports", action="store_true", help="write that part anew"
    )
    options = parser.parse_args()
    rows = ROWS // 10 if options.quick else ROWS
    if options.only_imports:
        kept = OUT.read_text().partition(IMPORTS.split("A list")[0])[0]
        said, faults = imported(rows)
        OUT.write_text(kept.rstrip("\n") + "\n" + "\n".join(said) + "\n")
        raise SystemExit("\n".join(faults) or None)
    sizes = SIZES[:QUICK] if options.quick else SIZES
    found: dict[Vacancy, list[tuple[int, float]]] = {v: [] for v in VACANCIES}
    lines = []
    why_not = alone(missing)
    if why_not:
        print(f"Timefold is skipped: {why_not}")
    for people, homes in sizes:
        for vacancy in VACANCIES:
            with tempfile.TemporaryDirectory() as folder:
                one = measure(people, homes, vacancy, options.limit, Path(folder))
                if not why_not and people <= MOST_FOR_PLAIN:
                    one = ask_timefold(one, Path(folder))
            lines.append(row((f"{people:,} × {homes:,}", vacancy, *cells(one))))
            print(lines[-1], flush=True)
            found[vacancy].append((people, one.one))
    table = [row(COLUMNS), row(["---"] * len(COLUMNS)), *lines]
    text = HEAD.format(limit=options.limit) + "\n".join(table) + "\n" + growth(found)
    asked = ASKED_AT[:1] if options.quick else ASKED_AT
    said, faults = imported(rows)
    said = [*answered(asked), *said]
    OUT.write_text(text + "\n".join(said) + "\n")
    raise SystemExit("\n".join(faults) or None)


def imported(rows: int) -> tuple[list[str], list[str]]:
    """Return the table of a large import, and which limits it does not keep."""
    head = ("step", "seconds", "of processor", "peak MB", "longest wait of another, s")
    said, faults = [IMPORTS, row(head), row(["---"] * len(head))], []
    with tempfile.TemporaryDirectory() as folder:
        for step in imports(Path(folder), rows):
            waited = f"{step.longest_wait:.1f}"
            took, busy = f"{step.seconds:.1f}", f"{step.processor:.1f}"
            said.append(row((step.name, took, busy, f"{step.megabytes:,}", waited)))
            faults += step.faults
            print(said[-1], flush=True)
    return said, faults


def answered(sizes: Iterable[tuple[int, int, bool]]) -> Iterable[str]:
    """Yield the table of answers, as they are asked for in a meeting."""
    yield ANSWERS
    yield row(("young people × households", "answer", "middle ms", "longest ms"))
    yield row(["---"] * 4)
    for people, homes, of_everyone in sizes:
        for answer in alone(answers, people, homes, of_everyone):
            line = row((f"{people:,} × {homes:,}", *answer.cells))
            print(line, flush=True)
            yield line


def cells(one: Measured) -> Iterable[str]:
    """Write what was measured of one size."""
    yield f"{one.columns:,}"
    yield f"{one.read:.2f}"
    yield f"{one.rank:.2f}"
    yield f"{one.judged_mb:,}"
    yield f"{one.one:.2f}"
    yield f"{one.every:.2f}"
    yield f"{one.planned_mb:,}"
    yield one.proved
    yield from one.plain
    yield one.timefold
    yield f"{one.placed:,}"
    yield f"{one.by_desk:,}"


def growth(found: dict[Vacancy, list[tuple[int, float]]]) -> str:
    """Say how the time for one aim grows: the slope between the logarithms."""
    said = []
    for vacancy, points in found.items():
        people, seconds = np.log(np.array(points)).T
        said.append(f"{vacancy} {np.polyfit(people, seconds, 1)[0]:.2f}")
    return (
        f"\nGrowth of *one aim* with young people (log-log slope): {', '.join(said)}.\n"
    )


def row(values: Iterable[str]) -> str:
    """Write one line of a table."""
    return f"| {' | '.join(values)} |"


if __name__ == "__main__":
    main()
