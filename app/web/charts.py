"""Charts of bars: what one shows, in a sentence and in figures.

``web/charts.html`` draws them as inline SVG; the page has a table of the same figures.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: which of the chart's, from where and how wide in percent."""

    number: int
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars from zero, one a row, each made of the same parts (four at most).

    ``rows`` pair what a bar is of with a figure for each part, none below zero.
    """

    finding: str
    parts: Sequence[str]
    rows: Sequence[tuple[str, Sequence[float]]]

    def bars(self) -> Iterator[tuple[str, list[Part]]]:
        """Yield what each bar is of, and its parts; the longest fills the width."""
        longest = max((sum(figures) for _, figures in self.rows), default=0) or 1
        for label, figures in self.rows:
            parts, start = [], 0.0
            for number, figure in enumerate(figures, 1):
                width = round(figure / longest * 100, 2)
                if width > 0:
                    parts.append(Part(number, round(start, 2), width))
                start += width
            yield label, parts


@dataclass(frozen=True, slots=True)
class Dot:
    """A mark on a map: a home, a place, or an area to avoid with its radius."""

    x: float
    y: float
    label: str
    label_y: float
    """How far down its label stands, so that no two stand on one another."""
    kind: str
    radius: float


@dataclass(frozen=True, slots=True)
class Map:
    """Marks on a plane, north up; ``ten_miles`` is how long ten miles are on it."""

    finding: str
    dots: Sequence[Dot]
    width: float
    height: float
    ten_miles: float
