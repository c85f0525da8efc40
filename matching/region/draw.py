"""Drawing by rate, always from the one seeded generator."""

import random
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, TypeVar

from matching.region import rates

T = TypeVar("T")


class Draw:
    """Draws that depend on the seed and on nothing else."""

    def __init__(self, seed: int, as_of: date) -> None:
        self.random = random.Random(seed)  # noqa: S311 - invented people, not secrets
        self.as_of = as_of

    def often(self, share: float) -> bool:
        """Draw yes with this probability."""
        return self.random.random() < share

    def one(self, weighted: Mapping[T, int]) -> T:
        """Draw one by weight."""
        return self.random.choices(list(weighted), list(weighted.values()))[0]

    def any(self, items: Sequence[T]) -> T:
        """Draw one of equals."""
        return self.random.choice(items)

    def some(self, items: Sequence[T], least: int, most: int) -> list[T]:
        """Draw between ``least`` and ``most`` different ones."""
        return self.random.sample(items, self.random.randint(least, most))

    def number(self, least: int, most: int) -> int:
        """Draw a whole number, both ends included."""
        return self.random.randint(least, most)

    def day(self, first: int, last: int) -> str:
        """Draw a day, as days from the case's date."""
        return (self.as_of + timedelta(days=self.number(first, last))).isoformat()

    def confirmed(self) -> str:
        """Draw when something was last confirmed: mostly lately, sometimes long ago."""
        old = self.often(rates.FACT_OLD)
        return self.day(-600, -190) if old else self.day(-85, 0)

    def fact(self, value: Any, source: str = "supervising social worker") -> Any:
        """Record a value, or nothing now and then."""
        if self.often(rates.FACT_MISSING):
            return None
        return {"value": value, "source": source, "confirmed_on": self.confirmed()}
