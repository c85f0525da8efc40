"""One page of a list."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some rows of a list, and where they are in it; pages count from 1."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = PER_PAGE

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first row shown."""
        return (self.number - 1) * self.size + 1

    @property
    def last(self) -> int:
        """The place of the last row shown."""
        return self.first + len(self.rows) - 1


def shown(keys: Sequence[T], number: int) -> Sequence[T]:
    """Return what of a whole list is on a page."""
    return keys[(number - 1) * PER_PAGE : number * PER_PAGE]
