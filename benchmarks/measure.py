"""One size measured: reading, ranking, planning, and the plain solvers beside it."""

import gc
import resource
import time
from collections.abc import Iterable

from benchmarks.plain import Plain, cp_sat, highs
from matching.case_file import read_case
from matching.policy import load_policy
from matching.region import Vacancy, region
from matching.run import Ask, Ranked
from matching.solver import solve
from matching.table import Table
from matching.travel import EstimatedTravel


def measure(people: int, homes: int, vacancy: Vacancy, limit: float) -> str:
    """Return one line of the table."""
    text = region(1, young_people=people, households=homes, vacancy=vacancy).text
    # As hearth match does.
    gc.disable()
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
    return as_row(cells)


def _said(plain: Plain, plan: float, values: list[int]) -> str:
    if plain.values != values[: len(plain.values)]:
        raise AssertionError(f"{plain.values} is not {values}")
    if plain.proved:
        return f"{plain.seconds / plan:.1f}"
    return f"not proved, over {plain.seconds / plan:.0f}"


def as_row(cells: Iterable[str]) -> str:
    """Write one line of a table."""
    return f"| {' | '.join(cells)} |"
