"""A right report passes; one wrong thing at a time is found and named."""

from collections.abc import Callable
from typing import Any

import pytest

from matching.check import check

from .small import Record, case_of, right_report, two_and_two, wrong

Change = Callable[[Record], Any]


def test_a_right_report_passes() -> None:
    content = two_and_two()
    assert check(case_of(content), right_report(content)) == []


def first(report: Record) -> Record:
    return report["young_people"][0]


def best(report: Record) -> Record:
    return first(report)["options"][0]


def level(report: Record, name: str) -> Record:
    return next(one for one in report["plan"]["levels"] if one["name"] == name)


def drop_failure(report: Record) -> None:
    first(report)["excluded"][0]["failed"].clear()


def add_failure(report: Record) -> None:
    failed = first(report)["excluded"][0]["failed"]
    failed.append(failed[0] | {"criterion": "approval", "need": None})


def hide_option(report: Record) -> None:
    first(report)["options"].clear()
    report["households"][0]["young_people"].pop(0)


def hide_exclusion(report: Record) -> None:
    first(report)["excluded"].clear()


def place_nowhere(report: Record) -> None:
    report["plan"]["assignments"].pop()


def place_twice(report: Record) -> None:
    assignments = report["plan"]["assignments"]
    assignments.append(assignments[0] | {"household": "H2"})


def lose_a_line(report: Record) -> None:
    best(report)["verdicts"].pop()


def turn_a_line(report: Record) -> None:
    best(report)["verdicts"][-1]["verdict"] = "part met"


WRONG: list[tuple[str, Change, str]] = [
    ("rank", lambda r: best(r).update(rank=2), "C1: options are ranked [2]"),
    ("sum", lambda r: best(r).update(fit=99.9), "C1 at H1: contributions add up to"),
    (
        "of",
        lambda r: best(r)["contributions"][0].update(of=100.1),
        "C1 at H1: what could be contributed adds up to 100.1, not 100",
    ),
    ("reach", lambda r: best(r).update(could_reach=90.0), "C1 at H1: could reach 90"),
    ("tie", lambda r: best(r).update(tied_with=["H1"]), "H1 is named as too close"),
    ("standing", lambda r: best(r).update(standing="near"), "C1 at H1: stands as"),
    ("line", lose_a_line, "C1 at H1: nothing is said of driver (need 0)"),
    ("verdict", turn_a_line, "driver (need 0) is said to be part met; it is met"),
    ("failed missing", drop_failure, "C1 at H2: driver (need 0) keeps it out"),
    ("failed too many", add_failure, "C1 at H2: approval is said to keep it out"),
    ("hidden option", hide_option, "C1: H1 is an option and is not listed"),
    ("hidden exclusion", hide_exclusion, "C1: H2 is not an option and nothing says"),
    ("considered", lambda r: first(r).update(considered=3), "C1: 3 households are"),
    (
        "excluded_by",
        lambda r: first(r)["excluded_by"].update(driver=2),
        "C1: excluded_by counts 2 for driver; 1 do",
    ),
    (
        "standings",
        lambda r: first(r)["standings"].update(open=2),
        "C1: 2 households are said to stand 'open'; 1 do",
    ),
    ("forgotten", place_nowhere, "plan: C2 is neither placed nor said to be without"),
    ("two homes", place_twice, "plan: C1 has 2 homes"),
    (
        "not an option",
        lambda r: r["plan"]["assignments"][0].update(household="H2"),
        "plan: C1 at H2 stands 'near': driver",
    ),
    (
        "value",
        lambda r: level(r, "placed").update(value=5, bound=5),
        "plan: the level 'placed' says 5; the plan comes to 6",
    ),
    (
        "bound",
        lambda r: level(r, "total fit").update(bound=199.0, proved=False),
        "plan: the level 'total fit' reaches 200, beyond its bound 199",
    ),
    (
        "proof",
        lambda r: level(r, "total fit").update(bound=201.0),
        "plan: the level 'total fit' is said to be proved between 200 and 201",
    ),
    (
        "other side",
        lambda r: r["households"][0]["young_people"][0].update(fit=90.0),
        "H1: C1 has another rank or fit than in their options",
    ),
    (
        "policy",
        lambda r: r["policy"].update(version="1"),
        "report: the policy's version is '1'",
    ),
    ("no field", lambda r: best(r).pop("fit"), "young_people/0/options/0/fit: Field"),
    (
        "no policy",
        lambda r: r["policy"]["effective"].pop("tie"),
        "report: policy/effective/tie: Field required",
    ),
]


@pytest.mark.parametrize(
    ("change", "said"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG]
)
def test_a_wrong_report_is_found(change: Change, said: str) -> None:
    content = two_and_two()
    report = right_report(content)
    change(report)
    assert [line for line in wrong(content, report) if said in line]


def test_a_report_of_another_case_is_found() -> None:
    content = two_and_two()
    report = right_report(content)
    content["households"][1]["setting"] = "rural"
    assert check(case_of(content), report) == [
        "report: it was made from another case: the hashes differ"
    ]


def test_nonsense_is_said_to_be_no_report() -> None:
    found = check(case_of(two_and_two()), {"young_people": [{"id": 3}]})
    assert "report: case: Field required" in found
    assert all(line.startswith("report: ") for line in found)
