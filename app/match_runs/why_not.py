"""Which homes that are no options a page shows, and who could change what."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from matching.criteria import CRITERIA

Excluded = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: near or closed, stopped by a criterion, called so."""

    standing: str = ""
    reason: str = ""
    home: str = ""

    def shows(self, one: Excluded, names: Mapping[str, str]) -> bool:
        """Tell whether a home is among what is looked for."""
        called = names.get(one["household"], "").casefold()
        return (
            self.standing in (one["standing"], "")
            and (not self.reason or self.reason in _reasons(one))
            and self.home.casefold() in called
        )

    def address(self) -> str:
        """Return it as a part of an address.

        Never what a home is called: an agency may call it by the carers' names.
        """
        asked = {"standing": self.standing, "reason": self.reason}
        return urlencode({k: v for k, v in asked.items() if v})


def has_place(one: Excluded) -> bool:
    """Tell whether a home has a place by the day it is needed, and is no option."""
    return not any(CRITERIA[code].room for code in _reasons(one))


def who_could_change(excluded: Iterable[Excluded]) -> dict[str, list[str]]:
    """Return for each criterion who has a part in lifting it for any of these homes."""
    found: dict[str, set[str]] = {}
    for one in excluded:
        for reason in one["failed"]:
            who = found.setdefault(reason["criterion"], set())
            who.update(*reason["lifted_by"])
    return {code: sorted(who) for code, who in found.items()}


def _reasons(one: Excluded) -> set[str]:
    return {reason["criterion"] for reason in one["failed"]}
