"""What a change is, in words that name nobody and follow *what if*."""

from typing import Any, TypeGuard

from matching.case import Case, Change, Need
from matching.criteria import CRITERIA
from matching.criteria.words import number

FIGURES = {
    "max_km": "furthest, in kilometres",
    "max_miles": "furthest, in miles",
    "max_minutes": "furthest, in minutes",
    "ideal_km": "ideal distance, in kilometres",
    "ideal_miles": "ideal distance, in miles",
    "ideal_minutes": "ideal journey, in minutes",
    "years": "years of experience",
    "gap_years": "years between them and the others",
    "age": "youngest age there may be",
    "weekly": "pounds a week",
}
"""What the figures of a need say how much of."""
DECIDED = {
    "fixed": "this home were fixed for them",
    "ruled_out": "this home were ruled out for them",
}


def said(case: Case, change: Change) -> dict[str, Any]:
    """Return a change in words, beside the ids of whom it is about."""
    about: dict[str, Any] = {
        "young_person": change.young_person,
        "household": change.household,
    }
    first, *rest = change.steps
    if change.young_person is None and change.household is None:
        pair = change.to if isinstance(change.to, dict) else {}
        about |= {key: pair.get(key) for key in about}
        return about | {"clause": DECIDED[rest[0]]}
    if first == "needs" and rest and rest[0].isdecimal():
        record = next(p for p in case.young_people if p.id == change.young_person)
        need = record.needs[int(rest[0])]
        return about | {"clause": _of_need(need, rest[1:], change)}
    what = first.replace("_", " ")
    return about | {"clause": f"something else were recorded for “{what}”"}


def figures(need: Need) -> dict[str, float]:
    """Return the figures of a need that can be said, in order."""
    return {
        name: value
        for name in FIGURES
        if _is_number(value := need.parameters.get(name))
    }


def _of_need(need: Need, steps: list[str], change: Change) -> str:
    title = f"“{CRITERIA[need.criterion].title}”"
    match steps:
        case ["strength"]:
            return f"{title} were {change.to} instead of {need.strength}"
        case ["parameters", name] if name in figures(need) and _is_number(change.to):
            was = number(figures(need)[name])
            how_much = f"{number(change.to)} instead of {was}"
            return f"{title} were {how_much} ({FIGURES[name]})"
        case [] if change.to is None:
            return f"{title} were not asked for"
    return f"{title} were asked for in another way"


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
