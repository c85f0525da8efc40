"""Drawing by rate, always from the one seeded generator."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from matching.region import rates

T = TypeVar("T")
Record = dict[str, Any]
"""One record as the case file holds it."""


class Draw:
    """Draws that depend on the seed and on nothing else."""

    def __init__(self, seed: int, as_of: date) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented people, not secrets
        self.as_of = as_of

    def often(self, share: float) -> bool:
        """Draw yes with this probability."""
        return self.random.random() < share

    def one(self, weighted: Mapping[T, float]) -> T:
        """Draw one by weight."""
        return self.random.choices(list(weighted), list(weighted.values()))[0]

    def any(self, items: Sequence[T]) -> T:
        """Draw one of equals."""
        return self.random.choice(items)

    def some(self, items: Sequence[T], least: int, most: int) -> list[T]:
        """Draw between ``least`` and ``most`` different ones, in their own order."""
        count = min(self.random.randint(least, most), len(items))
        places = sorted(self.random.sample(range(len(items)), count))
        return [items[place] for place in places]

    def number(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return least + int(self.random.random() * (most - least + 1))

    def day(self, first: int, last: int) -> str:
        """Draw a day, as days from the case's date."""
        return (self.as_of + timedelta(days=self.number(first, last))).isoformat()

    def confirmed(self, *, risk: bool = False) -> str:
        """Draw when something was last confirmed: mostly lately, at times long ago."""
        limit = rates.RISK_OLD_AFTER if risk else rates.FACT_OLD_AFTER
        if self.often(rates.FACT_OLD):
            return self.day(-3 * limit, -limit - 1)
        return self.day(-limit + 5, 0)

    def fact(self, value: Any, source: str = "supervising social worker") -> Any:
        """Record a value as people do: dated, now and then undated or not at all."""
        if self.often(rates.FACT_MISSING):
            return None
        if self.often(rates.FACT_UNDATED):
            return {"value": value, "source": source}
        return self.recorded(value, source)

    def recorded(self, value: Any, source: str) -> Record:
        """Record a value that is always kept, though at times long ago."""
        return {"value": value, "source": source, "confirmed_on": self.confirmed()}


def kept(record: Record) -> Record:
    """Leave out what is not recorded."""
    return {key: value for key, value in record.items() if value not in (None, [])}
