"""What only the young person's own side reads of what a run found."""

import hashlib
from collections.abc import Iterable
from typing import Any

AGENCY_SIDE = {"agency", "carers"}


def without_details(content: dict[str, Any]) -> None:
    """Leave out what only the young person's own side may read.

    An agency sees the openings that are its own or its carers' to make.
    """
    content["openings"] = [
        opening
        for opening in content["openings"]
        if all(AGENCY_SIDE.issuperset(*c["lifted_by"]) for c in opening["changes"])
    ]
    for opening in content["openings"]:
        for change in opening["changes"]:
            change["reason"] = change["source"] = None
    _ask_the_authority((content.get("sureness") or {}).get("ask_first", []))
    for option in content["options"]:
        option["cost_to_others"] = None
        _ask_the_authority(option["questions"])
        without_line_details(option["verdicts"])
    without_reasons(content["excluded"])


def _ask_the_authority(questions: Iterable[dict[str, Any]]) -> None:
    """Name nobody of the other side to ask: who said what there is theirs to tell."""
    for question in questions:
        if question["ask"] not in AGENCY_SIDE:
            question["ask"] = "authority"


def without_line_details(lines: Iterable[dict[str, Any]]) -> None:
    """Leave out what verdicts say in detail."""
    for line in lines:
        line["detail"] = None


def without_reasons(excluded: Iterable[dict[str, Any]]) -> None:
    """Leave out what the reasons against a home say in detail."""
    for one in excluded:
        without_line_details(one["failed"])


def by_chance(drawn_for: str, options: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return options in an order by chance: the same at every look, and not by rank."""

    def drawn(option: dict[str, Any]) -> str:
        return hashlib.sha256(f"{drawn_for}:{option['household']}".encode()).hexdigest()

    return sorted(options, key=drawn)
