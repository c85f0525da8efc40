"""What options are said to take from others, and who needs a home, is counted again."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from matching.check import check
from matching.report import to_json
from matching.run import run

from .small import HOME, PERSON, Record, case_of

Change = Callable[[Record], Any]


def cost(report: Record) -> Record:
    """Return what C2 at H1 is said to take from C1."""
    found: Record = report["young_people"][1]["options"][0]["cost_to_others"]
    return found


def scarce(report: Record) -> Record:
    found: Record = report["plan"]["scarce"][0]
    return found


WRONG: list[tuple[str, Change, str]] = [
    (
        "sum",
        lambda r: cost(r)["levels"][0].update(lower=2, upper=2),
        "C2 at H1: placed: others lose 2; it comes to 4",
    ),
    (
        "bounds",
        lambda r: cost(r)["levels"][0].update(lower=5, exact=False),
        "C2 at H1: placed: 5 … 4 is no cost",
    ),
    (
        "no option",
        lambda r: cost(r)["affects"][0].update(gets="H2"),
        "C2 at H1: H2 is no option for C1",
    ),
    ("nobody", lambda r: cost(r)["affects"].clear(), "it comes to 0"),
    (
        "crowded",
        lambda r: cost(r)["affects"].clear(),
        "C1, C2 at H1 are 1 more than its places",
    ),
    (
        "scarce",
        lambda r: scarce(r)["only_option_of"].pop(),
        "plan: who needs H1 is counted wrongly",
    ),
    (
        "competes",
        lambda r: r["plan"]["unplaced"][0]["competing_with"].append("C2"),
        "plan: C2 competes with C2, who has no home",
    ),
]


@pytest.mark.parametrize(
    ("change", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_a_wrong_cost_is_found(change: Change, said: str) -> None:
    urgent = PERSON | {"id": "C1", "priority": "urgent"}
    one_place = HOME | {"id": "H1", "terms": {"places": 1}}
    no_driver = HOME | {"id": "H2", "carers": [{"gender": "male", "drives": False}]}
    case = case_of(
        {
            "as_of": "2026-11-22",
            "young_people": [urgent, PERSON | {"id": "C2"}],
            "households": [one_place, no_driver],
        }
    )
    report = json.loads(to_json(run(case)))
    # Of a report about one household nothing could be counted again.
    report["households"].append({"id": "H2", "young_people": []})
    assert check(case, report) == []
    change(report)
    assert any(said in wrong for wrong in check(case, report))
