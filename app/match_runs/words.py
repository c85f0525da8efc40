"""What stands in a result, in words."""

from typing import Any

from matching.criteria import CRITERIA
from matching.criteria.words import BEHAVIOURS


def title_of(line: dict[str, Any]) -> str:
    """Return what a verdict is about."""
    if line.get("behaviour"):
        return f"What the carers said: {BEHAVIOURS[line['behaviour']]}"
    return CRITERIA[line["criterion"]].title


WHERE = {
    "point": "by their coordinate",
    "postcode": "by their full postcode",
    "sector": "by the middle of their postcode sector (95 in 100 lie within 3 miles)",
    "outcode": "by the middle of their outcode (95 in 100 lie within 5 miles)",
    "not known": "not placed, as no postcode that is known is recorded",
}
HOMES = WHERE | {"postcode": "by their full postcode, to about half a mile"}


def distances(located: dict[str, dict[str, int]] | None) -> dict[str, list[str]]:
    """Say what a run's distances rest on, for homes and for places.

    Nothing is counted: some of it may have been withdrawn since.
    """
    how = {"Homes": ("homes", HOMES), "Places named in needs": ("places", WHERE)}
    found = located or {}
    return {
        named: [said for kind, said in words.items() if found.get(key, {}).get(kind)]
        for named, (key, words) in how.items()
        if found.get(key)
    }
