"""Options side by side: a row a thing judged, in groups, those that differ first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GROUPS = (
    ("Essential", "need", "essential"),
    ("Strongly preferred", "need", "strongly preferred"),
    ("Preferred", "need", "preferred"),
    ("Nobody has said yet whether it matters", "need", "not known"),
    ("Considered because law or policy asks", "considered", None),
    ("Basic rules", "gate", None),
)
"""What each group is called, with the kind and the strength of what stands in it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing judged: ``line`` says what, ``cells`` how of each option, or None."""

    line: dict[str, Any]
    cells: list[dict[str, Any] | None]

    @property
    def differs(self) -> bool:
        """Tell whether the options have different verdicts."""
        return len({cell["verdict"] if cell else None for cell in self.cells}) > 1


def side_by_side(
    chosen: Sequence[dict[str, Any]], *, differing: bool
) -> list[tuple[str, list[Row]]]:
    """Return the groups that have rows; only ``differing`` rows, or all."""
    by_thing: dict[tuple[object, ...], dict[int, dict[str, Any]]] = {}
    for place, option in enumerate(chosen):
        for line in option["verdicts"]:
            key = (line["criterion"], line["need"], line["behaviour"])
            by_thing.setdefault(key, {})[place] = line
    rows = [
        Row(next(iter(each.values())), [each.get(n) for n in range(len(chosen))])
        for each in by_thing.values()
    ]
    rows = [row for row in rows if row.differs or not differing]
    rows.sort(key=lambda row: not row.differs)
    found = [(title, _of(rows, kind, strength)) for title, kind, strength in GROUPS]
    return [(title, theirs) for title, theirs in found if theirs]


def _of(rows: Sequence[Row], kind: str, strength: str | None) -> list[Row]:
    return [
        row
        for row in rows
        if row.line["kind"] == kind and strength in (None, row.line["strength"])
    ]
