"""What would open a home, in a report."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, JsonValue


@dataclass(frozen=True, slots=True)
class OpeningChange:
    """One change of an opening: what it is about, how far it goes, who may make it.

    ``young_person`` is whose need it is, or whom the home would have to suit: mostly
    the young person themself, else a brother or sister who would move with them. The
    JSON says ``from``; it is null where it is not the same for every home named.
    ``reason``, ``source`` and ``confirmed_on`` are those of the need.
    """

    criterion: str
    need: int | None
    behaviour: str | None
    young_person: str
    kind: str
    from_: Annotated[JsonValue, Field(alias="from")]
    to: JsonValue
    unit: str | None
    lifted_by: list[list[str]]
    sentence: str
    reason: str | None = None
    source: str | None = None
    confirmed_on: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A household an opening opens: where it would stand then, and its fit."""

    household: str
    standing: str
    fit: float


@dataclass(frozen=True, slots=True)
class FurtherStep:
    """The same changes taken further: each ``to``, and how many homes open then."""

    to: list[JsonValue]
    count: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A smallest set of changes that would make a household an option.

    ``homes`` name the best of the ``count`` homes it opens, each judged again with the
    changes made; ``opened`` says where each would stand, in the same order.
    """

    kind: str
    changes: list[OpeningChange]
    homes: list[str]
    count: int
    best_fit: float
    opened: list[Opened]
    further: list[FurtherStep]
    sentence: str
