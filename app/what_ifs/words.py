"""What a change is, in words that name nobody."""

from typing import Any

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
    "fixed": "The plan would have to keep to this home for them.",
    "ruled_out": "This home would be ruled out for them.",
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
        return about | {"sentence": DECIDED[rest[0]]}
    if first == "needs" and rest and rest[0].isdecimal():
        record = next(p for p in case.young_people if p.id == change.young_person)
        return about | {
            "sentence": _of_need(record.needs[int(rest[0])], rest[1:], change)
        }
    return about | {"sentence": f"{first.replace('_', ' ').capitalize()}: changed."}


def figures(need: Need) -> dict[str, float]:
    """Return the figures of a need that can be said, in order."""
    return {
        name: value
        for name in FIGURES
        if isinstance(value := need.parameters.get(name), (int, float))
    }


def _of_need(need: Need, steps: list[str], change: Change) -> str:
    title = CRITERIA[need.criterion].title
    match steps:
        case ["strength"]:
            return f"{title}: {change.to} instead of {need.strength}."
        case ["parameters", name] if name in FIGURES and name in figures(need):
            was, to = figures(need)[name], change.to
            how_much = number(to) if isinstance(to, (int, float)) else "not said"
            return f"{title}, {FIGURES[name]}: {how_much} instead of {number(was)}."
        case [] if change.to is None:
            return f"{title}: not asked for."
    return f"{title}: changed."
