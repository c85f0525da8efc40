"""Charts as inline SVG, each beside a table of the same figures."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Bar:
    """Points of fit: got, still to find out, and not offered; they sum to 100."""

    got: float
    to_find_out: float
    not_offered: float


def fit_bar(option: dict[str, Any]) -> Bar:
    """Return the parts of an option's fit."""
    got, reach = option["fit"], option["could_reach"]
    return Bar(got, round(reach - got, 1), round(100 - reach, 1))
