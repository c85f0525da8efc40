"""What of a stored result is still shown: sharing may have ended since the run.

Whoever withdraws a home or a referral is not asked to wait for the next run. What names
one of them is left out at once, and what counted them is counted again. What cannot be
counted again without a new run (how good the plan is, what a choice costs others, how
sure an order is) is not shown any more.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from typing import Any

from app.match_runs.sides import without_details
from matching.criteria.words import plural

OLDER = (
    "Who or what is shared with you has changed since this run, so its figures are not "
    "shown. Look for homes again to have them."
)
NEEDED_BY = ("among_options_of", "only_option_of", "first_option_of", "planned_for")
STANDINGS = ("open", "open with questions", "near", "closed")


@dataclass(frozen=True, slots=True)
class Seen:
    """The young people and the homes of a run that are shared with the reader now.

    ``whole`` tells whether that is everyone and every home the run looked at.
    """

    young_people: Set[str]
    homes: Set[str]
    whole: bool

    def pair(self, row: dict[str, Any]) -> bool:
        """Tell whether both of a row are still shared."""
        return row["young_person"] in self.young_people and self.home(row)

    def home(self, row: dict[str, Any]) -> bool:
        """Tell whether the home of a row is still shared."""
        return row["household"] in self.homes


@dataclass(frozen=True, slots=True)
class Counts:
    """How many homes are options for a young person, open ones among them, or near."""

    options: int
    open_options: int
    near: int


def of_counts(
    young_person: str, found: Counts, withdrawn: Iterable[dict[str, Any]]
) -> Counts:
    """Return the counts of a young person without the homes withdrawn since.

    ``withdrawn`` is what the run found for each of those homes.
    """
    options, near = [], 0
    for home in withdrawn:
        options += [o for o in home["young_people"] if o["id"] == young_person]
        near += sum(row["id"] == young_person for row in home["near"])
    were_open = sum(one["standing"] == "open" for one in options)
    return Counts(
        found.options - len(options), found.open_options - were_open, found.near - near
    )


def of_result(content: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return what was found for a young person, of the homes that are still shared."""
    if seen.whole:
        return content
    left = [option for option in content["options"] if seen.home(option)]
    excluded = [row for row in content["excluded"] if seen.home(row)]
    openings = [_opening(one, seen) for one in content["openings"]]
    return {
        **content,
        "considered": len(left) + len(excluded),
        "standings": _standings([*left, *excluded]),
        "options": [_option(one, rank, seen) for rank, one in enumerate(left, 1)],
        "excluded": excluded,
        **_excluded_by(excluded),
        "openings": [one for one in openings if one["homes"]],
        "sureness": None,
    }


def of_plan(plan: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return a plan without whom and what is no longer shared."""
    if seen.whole:
        return plan
    people = seen.young_people
    return {
        **plan,
        "sentence": OLDER,
        "levels": [],
        "assignments": [row for row in plan["assignments"] if seen.pair(row)],
        "contradiction": [
            row for row in plan.get("contradiction", []) if seen.pair(row)
        ],
        "unplaced": [
            {
                **row,
                "competing_with": [i for i in row["competing_with"] if i in people],
                "sentence": "No home in this plan.",
            }
            for row in plan["unplaced"]
            if row["young_person"] in people
        ],
        "scarce": [
            {
                **row,
                **{key: [i for i in row[key] if i in people] for key in NEEDED_BY},
                "sentence": None,
            }
            for row in plan.get("scarce", [])
            if seen.home(row)
        ],
    }


def of_choices(choices: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return who could be offered which of the homes that are still shared."""
    if seen.whole:
        return choices
    offers = [
        {**row, "households": [h for h in row["households"] if h in seen.homes]}
        for row in choices["offers"]
        if row["young_person"] in seen.young_people
    ]
    return {
        **choices,
        "sentence": OLDER,
        "levels": [],
        "young_people": [],
        "offers": [row for row in offers if row["households"]],
    }


def of_cost(cost: dict[str, Any] | None, seen: Seen) -> dict[str, Any] | None:
    """Return what a choice takes from others, while all who could lose are shared."""
    return cost if seen.whole else None


def _standings(rows: Iterable[dict[str, Any]]) -> dict[str, int]:
    counted = Counter(row["standing"] for row in rows)
    return {standing.replace(" ", "_"): counted[standing] for standing in STANDINGS}


def _excluded_by(excluded: Sequence[dict[str, Any]]) -> dict[str, dict[str, int]]:
    """Count the homes each criterion keeps out, and those it alone does."""
    codes = [{reason["criterion"] for reason in row["failed"]} for row in excluded]
    return {
        "excluded_by": dict(Counter(code for each in codes for code in each)),
        "excluded_by_alone": dict(
            Counter(code for each in codes if len(each) == 1 for code in each)
        ),
    }


def _option(option: dict[str, Any], rank: int, seen: Seen) -> dict[str, Any]:
    return {
        **option,
        "rank": rank,
        "tied_with": [home for home in option["tied_with"] if home in seen.homes],
        "sure_above_next": None,
        "sure": None,
        "cost_to_others": None,
    }


def _opening(opening: dict[str, Any], seen: Seen) -> dict[str, Any]:
    """Return an opening of the homes it names that are still shared.

    How many it opens besides, and how many would open further on, is not known of them.
    """
    opened = [one for one in opening["opened"] if seen.home(one)]
    count = len(opened)
    changes = "; and ".join(change["sentence"] for change in opening["changes"])
    return {
        **opening,
        "homes": [one["household"] for one in opened],
        "opened": opened,
        "count": count,
        "best_fit": max((one["fit"] for one in opened), default=0.0),
        "further": [],
        "sentence": f"If {changes}, {plural(count, 'home')} would open.",
    }


def as_seen_by(
    content: dict[str, Any], people: Set[str], homes: Set[str], *, agency: bool
) -> dict[str, Any]:
    """Return what was found for a young person, as an organisation may see it.

    ``homes`` are those it may see; to an agency that is its own.
    """
    found = of_result(content, Seen(people, homes, whole=False))
    if agency:
        without_details(found)
    return found


def scarce_seen_by(
    plan: dict[str, Any] | None, people: Set[str], homes: Set[str]
) -> list[dict[str, Any]]:
    """Return the homes several young people need, as an organisation may see it."""
    if plan is None:
        return []
    scarce = of_plan(plan, Seen(people, homes, whole=False))["scarce"]
    return [row for row in scarce if len(row["among_options_of"]) > 1]
