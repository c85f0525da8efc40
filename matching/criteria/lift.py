"""What would have to change for a criterion no longer to keep a home out.

Each criterion says so itself, next to its rule: see ``Criterion.lift``.
"""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor, inf
from typing import TYPE_CHECKING

from pydantic import JsonValue

from matching.case import Change, Strength
from matching.criteria.words import number

if TYPE_CHECKING:
    from matching.criteria.base import Asked

AUTHORITY, AGENCY, CARERS = ("authority",), ("agency",), ("carers",)


class LiftKind(StrEnum):
    """What a change is: something added, something allowed, or less asked for.

    In the order openings are shown in.
    """

    SUPPORT = "support"
    PERMISSION = "permission"
    REQUEST = "request"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a home from being an option, and who is to lift it.

    ``clause`` is the criterion's clause that holds there, ``by`` one of the
    alternatives that may lift it. ``shortfall`` is the largest that has to be made good
    (NaN where there is none); ``moving`` are the ids of those who would move in.
    """

    asked: "Asked"
    clause: int
    by: tuple[str, ...]
    shortfall: float
    moving: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """A change that lifts an obstacle, in words and as changes to the case.

    ``says`` completes "If …, 2 homes would open". It speaks of no one home, as several
    may need the same. ``covers`` is the largest shortfall the change makes good.
    """

    says: str
    changes: tuple[Change, ...]
    to: JsonValue
    was: JsonValue = None
    unit: str | None = None
    kind: LiftKind = LiftKind.REQUEST
    covers: float = inf


def of_need(obstacle: Obstacle, at: str, to: JsonValue) -> tuple[Change, ...]:
    """Return the change of one thing in the need the obstacle is about."""
    asked = obstacle.asked
    place = f"/needs/{asked.need}/{at}"
    return (Change(young_person=asked.person.record.id, at=place, to=to),)


def at_home(home: str, at: str, to: JsonValue) -> Change:
    """Return the change of one thing recorded of a household."""
    return Change(household=home, at=at, to=to)


def only_preferred(obstacle: Obstacle, title: str) -> Lift | None:
    """Return that a need is no longer essential, only strongly preferred."""
    if obstacle.asked.need is None:
        return None
    to = Strength.STRONGLY_PREFERRED.value
    return Lift(
        says=f"“{title}” were strongly preferred instead of essential",
        changes=of_need(obstacle, "strength", to),
        was=Strength.ESSENTIAL.value,
        to=to,
    )


def of_parameter(
    obstacle: Obstacle, name: str, was: float, to: float, unit: str, says: str
) -> Lift:
    """Return that a need asks for another figure; ``says`` is filled from both."""
    return Lift(
        says=says.format(was=number(was), to=number(to)),
        changes=of_need(obstacle, f"parameters/{name}", to),
        was=was,
        to=to,
        unit=unit,
        covers=abs(to - was),
    )


def up(figure: float, decimals: int) -> float:
    """Round up, so that a change said to be enough is enough."""
    tenfold = 10.0**decimals
    return ceil(figure * tenfold) / tenfold


def down(figure: float, decimals: int) -> float:
    """Round down."""
    tenfold = 10.0**decimals
    return floor(figure * tenfold) / tenfold
