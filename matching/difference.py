"""What would be different if changes were made: plain data and sentences.

The rules of the report hold here too: fixed names, and sentences that name nobody.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter

from matching.case import Change


@dataclass(frozen=True, slots=True)
class Side:
    """The case as it is, or with the changes: how many have a home in its plan."""

    case: str
    young_people: int
    placed: int
    sentence: str


@dataclass(frozen=True, slots=True)
class LevelChange:
    """One level of the plan, before and after; null where that plan has none such.

    ``proved`` tells whether no plan does better, on either side.
    """

    name: str
    title: str
    before: float | None
    after: float | None
    proved: bool


@dataclass(frozen=True, slots=True)
class HomeChange:
    """A young person's home in the plan and its fit; null where they have none."""

    young_person: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None


@dataclass(frozen=True, slots=True)
class OptionChange:
    """Where a household stands for a young person; null where it is not an option."""

    young_person: str
    household: str
    before: str | None
    after: str | None
    fit_before: float | None
    fit_after: float | None


@dataclass(frozen=True, slots=True)
class Difference:
    """What would be different if these changes were made to a case.

    ``homes`` are those whose home in the plan, or its fit, would be another;
    ``options`` those that would appear, go or stand differently.
    """

    before: Side
    after: Side
    changes: list[Change]
    sentences: list[str]
    levels: list[LevelChange]
    homes: list[HomeChange]
    options: list[OptionChange]


DIFFERENCE: TypeAdapter[Difference] = TypeAdapter(Difference)


def to_json(difference: Difference) -> bytes:
    """Return the difference as JSON."""
    return DIFFERENCE.dump_json(difference, indent=1)
