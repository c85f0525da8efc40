"""Whether the plan's levels say what its assignments come to."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matching.check.ground import Ground
from matching.check.reported import Plan, PlanLevel, Reported

TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Planned:
    """Everyone the plan places: their home, and their fit where the report says it."""

    ground: Ground
    homes: dict[str, str]
    fits: dict[str, float]


def wrong_in_levels(ground: Ground, report: Reported, plan: Plan) -> Iterator[str]:
    """Say which values are not those of the assignments and which proofs are none."""
    if plan.is_none:
        return
    homes = {a.young_person: a.household for a in plan.assignments}
    yield from _wrong_fits(report, plan)
    planned = Planned(ground, homes, _fits(report, plan))
    expected = [band_name(band) for band in ground.policy.bands]
    named = [level.name for level in plan.levels]
    for name in ("placed", *expected, "total fit"):
        if name not in named:
            yield f"plan: the level {name!r} is missing"
    for level in plan.levels:
        yield from (f"plan: {said}" for said in wrong_proof(level))
        recompute = _levels(ground).get(level.name)
        value = recompute(planned) if recompute else None
        if value is None:
            continue
        if abs(value - level.value) > TOLERANCE:
            yield (
                f"plan: the level {level.name!r} says {level.value:g}; the plan comes "
                f"to {value:g}"
            )


def band_name(band: float) -> str:
    """Return the name of the level that counts fits of at least this."""
    return f"fit at least {band:g}"


def _levels(ground: Ground) -> dict[str, Callable[[Planned], float | None]]:
    bands = {
        band_name(band): lambda planned, band=band: _at_least(planned, band)
        for band in ground.policy.bands
    }
    return {
        "placed": _placed,
        **bands,
        "siblings together": _siblings_together,
        "total fit": _total_fit,
        "unchanged": _unchanged,
    }


def _placed(planned: Planned) -> float:
    people, weigh = planned.ground.people, planned.ground.policy.priorities
    return sum(weigh[people[i].priority] for i in planned.homes if i in people)


def _at_least(planned: Planned, band: float) -> float | None:
    if planned.fits.keys() != planned.homes.keys():
        return None
    return sum(fit >= band for fit in planned.fits.values())


def _total_fit(planned: Planned) -> float | None:
    if planned.fits.keys() != planned.homes.keys():
        return None
    return round(sum(planned.fits.values()), 6)


def _unchanged(planned: Planned) -> float:
    before = planned.ground.case.previous_plan
    return sum(before.get(person) == home for person, home in planned.homes.items())


def _siblings_together(planned: Planned) -> float:
    """Count who would live with all their brothers and sisters."""
    count = 0
    for people in planned.ground.groups.values():
        where = Counter(planned.homes.get(person.id) for person in people)
        if len(where) == 1 and None not in where:
            count += len(people)
    return count


def wrong_proof(level: PlanLevel) -> Iterator[str]:
    """Say where a level's value and bound do not go together."""
    if level.bound < level.value - TOLERANCE:
        yield (
            f"the level {level.name!r} reaches {level.value:g}, beyond its bound "
            f"{level.bound:g}"
        )
    if level.proved and abs(level.bound - level.value) > TOLERANCE:
        yield (
            f"the level {level.name!r} is said to be proved between "
            f"{level.value:g} and {level.bound:g}"
        )


def _fits(report: Reported, plan: Plan) -> dict[str, float]:
    """Return each one's fit as their options list it, else as the plan says."""
    listed = listed_fits(report)
    found = {}
    for one in plan.assignments:
        fit = listed.get((one.young_person, one.household), one.fit)
        if fit is not None:
            found[one.young_person] = fit
    return found


def _wrong_fits(report: Reported, plan: Plan) -> Iterator[str]:
    listed = listed_fits(report)
    for one in plan.assignments:
        fit = listed.get((one.young_person, one.household))
        if fit is not None and one.fit is not None and fit != one.fit:
            yield (
                f"plan: {one.young_person} at {one.household} fits {one.fit:g}; as an "
                f"option it fits {fit:g}"
            )


def listed_fits(report: Reported) -> dict[tuple[str, str], float]:
    """Return the fit of every option the report lists."""
    return {
        (person.id, option.household): option.fit
        for person in report.young_people
        for option in person.options
    }
