"""How near Timefold's local search comes to the plan. It never has a proof.

It starts a JVM, so every step here is for a process of its own.
"""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from benchmarks.plain import broken
from matching.solver import Problem

LEAST_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Met:
    """The best plan a search met: its value level by level, and the rows it breaks."""

    seconds: float
    values: list[int]
    broken: int


def missing() -> str | None:
    """Return why Timefold cannot be asked here, or None where it can."""
    if find_spec("timefold") is None:
        return "its package is not installed (the extra 'timefold')"
    try:
        import_module("benchmarks.timefold_search")
    except Exception as why:
        # No JVM, one too old, or one that does not start: each says so of its own.
        return f"{type(why).__name__}: {why}".splitlines()[0]
    return None


def meet(problem: Problem, seconds: float) -> Met:
    """Search for so many seconds, not counting the start of the JVM."""
    from benchmarks.timefold_search import search

    chosen = search(problem, seconds)
    values = [int(level.value[chosen].sum()) for level in problem.levels]
    return Met(seconds, values, broken(problem, chosen))


def beside(problem: Problem, met: Met, ours: list[int]) -> str:
    """Say how far the search's first level and total fit are below a proved plan's."""
    if met.broken:
        return f"no plan that keeps every rule in {met.seconds:.0f} s"
    if met.values > ours:
        raise AssertionError(f"{met.values} is better than {ours}")
    names = [level.name for level in problem.levels]
    if met.values == ours:
        return f"same at every level in {met.seconds:.0f} s, no proof"
    shares = {
        name.removeprefix("total "): share(met.values[at], ours[at])
        for at, name in enumerate(names)
        if at == 0 or name == "total fit"
    }
    said = ", ".join(f"{share} of {name}" for name, share in shares.items())
    return f"{said} in {met.seconds:.0f} s, no proof"


def share(value: int, ours: int) -> str:
    """Write a value as a percentage of ours, rounded down."""
    return f"{value * 1000 // ours / 10:g} %" if ours else "100 %"
