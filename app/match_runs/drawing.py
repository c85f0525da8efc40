"""Who needs which homes, as a drawing: young people, homes, and lines between them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from textwrap import shorten
from typing import Any

from matching.criteria.words import plural

MOST_HOMES = 10
"""More lines than these homes have could not be followed by eye."""
ROW = 28
"""Height of a row, in the units of the drawing."""
KINDS = {
    "planned": "planned_for",
    "only": "only_option_of",
    "first": "first_option_of",
}
"""What a home is to a young person, with whom; the first that holds is drawn."""


@dataclass(frozen=True, slots=True)
class Line:
    """From the height of a young person to that of a home, and what it is to them."""

    start: float
    end: float
    kind: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Names with the height each is drawn at, and the lines between the two columns."""

    finding: str
    people: Sequence[tuple[str, float]]
    homes: Sequence[tuple[str, float]]
    lines: Sequence[Line]
    height: float


def drawing(
    scarce: Sequence[dict[str, Any]], names: Mapping[str, Mapping[str, str]]
) -> Drawing | None:
    """Draw the homes that most young people need; None where nobody competes.

    Of the young people, those are drawn for whom one of these homes is in the plan,
    the only option or the first; the others are counted beside the home.
    """
    shown = scarce[:MOST_HOMES]
    known = names["young_people"]
    drawn = [
        (place, person, kind)
        for place, home in enumerate(shown)
        for person, kind in _ties(home).items()
        if person in known
    ]
    if not drawn:
        return None
    wanted: dict[str, list[int]] = {}
    for place, person, _ in drawn:
        wanted.setdefault(person, []).append(place)
    people = sorted(wanted, key=lambda person: (fmean(wanted[person]), known[person]))
    height = max(len(people), len(shown)) * ROW
    of_person, of_home = _heights(len(people), height), _heights(len(shown), height)
    lines = [
        Line(of_person[people.index(person)], of_home[place], kind)
        for place, person, kind in drawn
    ]
    labels = [_label(home, names["homes"]) for home in shown]
    return Drawing(
        _finding(shown, len(scarce)),
        list(zip([known[person] for person in people], of_person, strict=True)),
        list(zip(labels, of_home, strict=True)),
        sorted(lines, key=lambda line: list(KINDS).index(line.kind), reverse=True),
        height,
    )


def _ties(home: Mapping[str, Any]) -> dict[str, str]:
    """Return whom a home is something special to, and what."""
    ties: dict[str, str] = {}
    for kind, key in KINDS.items():
        for person in home[key]:
            ties.setdefault(person, kind)
    return ties


def _label(home: Mapping[str, Any], homes: Mapping[str, str]) -> str:
    others = len(set(home["among_options_of"]) - set(_ties(home)))
    name = shorten(homes.get(home["household"], "Home"), 20, placeholder="…")
    return f"{name} (and {plural(others, 'other')})" if others else name


def _finding(shown: Sequence[Mapping[str, Any]], among: int) -> str:
    without = {
        person
        for home in shown
        for person in home["only_option_of"]
        if person not in home["planned_for"]
    }
    said = f"The {plural(len(shown), 'home')} most needed"
    if among > len(shown):
        said += f", of {among} that more than one young person could live in"
    if not without:
        return f"{said}. Nobody goes without their only option in this plan."
    who = plural(len(without), "young person does", "young people do")
    return f"{said}. {who} not have their only option in this plan."


def _heights(count: int, height: float) -> list[float]:
    """Return the middle of each row, spread evenly over the height."""
    return [round((place + 0.5) * height / count, 1) for place in range(count)]
