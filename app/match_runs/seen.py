"""What of a stored result is still shown: sharing may have ended since the run.

Whoever withdraws a home or a referral is not asked to wait for the next run. What names
one of them is left out; counts and sentences of the whole stay as the run found them.
"""

from collections.abc import Set
from dataclasses import dataclass
from typing import Any

NEEDED_BY = ("among_options_of", "only_option_of", "first_option_of", "planned_for")


@dataclass(frozen=True, slots=True)
class Seen:
    """The young people and the homes of a run that are shared with the reader now."""

    young_people: Set[str]
    homes: Set[str]

    def pair(self, row: dict[str, Any]) -> bool:
        """Tell whether both of a row are still shared."""
        return row["young_person"] in self.young_people and self.home(row)

    def home(self, row: dict[str, Any]) -> bool:
        """Tell whether the home of a row is still shared."""
        return row["household"] in self.homes


def of_result(content: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return what was found for a young person, of the homes that are still shared."""
    openings = [_opening(one, seen) for one in content["openings"]]
    return {
        **content,
        "options": [_option(o, seen) for o in content["options"] if seen.home(o)],
        "excluded": [row for row in content["excluded"] if seen.home(row)],
        "openings": [one for one in openings if one["homes"]],
    }


def of_plan(plan: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return a plan without whom and what is no longer shared."""
    people = seen.young_people
    return {
        **plan,
        "assignments": [row for row in plan["assignments"] if seen.pair(row)],
        "contradiction": [
            row for row in plan.get("contradiction", []) if seen.pair(row)
        ],
        "unplaced": [
            {**row, "competing_with": [i for i in row["competing_with"] if i in people]}
            for row in plan["unplaced"]
            if row["young_person"] in people
        ],
        "scarce": [
            {**row, **{key: [i for i in row[key] if i in people] for key in NEEDED_BY}}
            for row in plan.get("scarce", [])
            if seen.home(row)
        ],
    }


def of_choices(choices: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return who could be offered which of the homes that are still shared."""
    offers = [
        {**row, "households": [h for h in row["households"] if h in seen.homes]}
        for row in choices["offers"]
        if row["young_person"] in seen.young_people
    ]
    return {**choices, "offers": [row for row in offers if row["households"]]}


def of_cost(cost: dict[str, Any] | None, seen: Seen) -> dict[str, Any] | None:
    """Return what a choice takes from others, naming none who is no longer shared."""
    if cost is None:
        return None
    homes = {None, *seen.homes}
    affects = [
        one
        for one in cost["affects"]
        if one["young_person"] in seen.young_people
        and one["instead_of"] in homes
        and one["gets"] in homes
    ]
    return {**cost, "affects": affects}


def _option(option: dict[str, Any], seen: Seen) -> dict[str, Any]:
    return {
        **option,
        "tied_with": [home for home in option["tied_with"] if home in seen.homes],
        "cost_to_others": of_cost(option.get("cost_to_others"), seen),
    }


def _opening(opening: dict[str, Any], seen: Seen) -> dict[str, Any]:
    homes = [home for home in opening["homes"] if home in seen.homes]
    return {
        **opening,
        "homes": homes,
        "opened": [one for one in opening["opened"] if seen.home(one)],
        "count": opening["count"] - (len(opening["homes"]) - len(homes)),
    }
