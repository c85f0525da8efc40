"""What must hold of any case, whoever is in it."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matching.case import Case
from matching.report import Report, to_json
from matching.run import Ask, run
from tests.matching.check.random_cases import random_case

Record = dict[str, Any]
FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
SEEDS = st.integers(0, 100_000)


def small(seed: int) -> Record:
    """Return a small random case as plain data, without decisions."""
    case = random_case(seed, young_people=4, households=5)
    content: Record = json.loads(case.model_dump_json(exclude_defaults=True))
    content.pop("decisions", None)
    return content


def report_of(content: Record) -> Report:
    """Run a case given as plain data."""
    case = Case.model_validate_json(json.dumps(content))
    return run(case, Ask(detail="full"))


def levels(report: Report) -> list[float]:
    """Return the values of the plan's levels."""
    return [level.value for level in report.plan.levels] if report.plan else []


def ranked(report: Report) -> dict[str, list[tuple[str, float, str]]]:
    """Return everyone's options without the order among equals."""
    return {
        person.id: sorted((o.standing, -o.fit, o.household) for o in person.options)
        for person in report.young_people
    }


@FEW
@given(SEEDS)
def test_the_same_case_gives_the_same_report_but_for_timings(seed: int) -> None:
    content = small(seed)
    one, two = (json.loads(to_json(report_of(content))) for _ in range(2))
    one.pop("seconds"), two.pop("seconds")
    assert one == two


@FEW
@given(SEEDS, st.randoms(use_true_random=False))
def test_shuffling_rows_changes_nothing(seed: int, random: Any) -> None:
    content = small(seed)
    before = report_of(content)
    random.shuffle(content["households"])
    random.shuffle(content["young_people"])
    after = report_of(content)
    assert ranked(after) == ranked(before)
    assert levels(after) == levels(before)
    assert after.plan is not None
    assert before.plan is not None
    assert after.plan.assignments == before.plan.assignments


@FEW
@given(SEEDS)
def test_renaming_homes_changes_only_the_order_among_equals(seed: int) -> None:
    content = small(seed)
    before = report_of(content)
    names = {h["id"]: f"Z{9 - n}" for n, h in enumerate(content["households"])}
    for home in content["households"]:
        home["id"] = names[home["id"]]
    for person in content["young_people"]:
        if person.get("current_household") in names:
            person["current_household"] = names[person["current_household"]]
    content["previous_plan"] = {
        p: names.get(h, h) for p, h in content.get("previous_plan", {}).items()
    }
    after = report_of(content)
    renamed = {
        person: sorted((s, f, names[h]) for s, f, h in options)
        for person, options in ranked(before).items()
    }
    assert ranked(after) == renamed
    assert levels(after) == levels(before)


@FEW
@given(SEEDS)
def test_a_home_that_suits_nobody_changes_nothing(seed: int) -> None:
    content = small(seed)
    before = report_of(content)
    offered = [a["id"] for a in content["authorities"]]
    home = {"id": "HX", "offered_to": offered, "status": "resigned"}
    content["households"].append(home)
    after = report_of(content)
    assert ranked(after) == ranked(before)
    assert levels(after) == levels(before)


@FEW
@given(SEEDS)
def test_one_more_home_never_lowers_the_first_level(seed: int) -> None:
    content = small(seed)
    last = content["households"].pop()
    if any(last["id"] == h for h in content.get("previous_plan", {}).values()):
        content["previous_plan"] = {}
    without = report_of(content)
    content["households"].append(last)
    assert levels(report_of(content))[0] >= levels(without)[0]


@FEW
@given(SEEDS)
def test_making_a_need_essential_never_raises_the_first_level(seed: int) -> None:
    content = small(seed)
    before = report_of(content)
    for person in content["young_people"]:
        for need in person.get("needs", []):
            if need["criterion"] not in ("interests", "siblings_together"):
                need["strength"] = "essential"
    assert levels(report_of(content))[0] <= levels(before)[0]


@FEW
@given(SEEDS, st.floats(0.01, 1.0))
def test_shifting_every_longitude_changes_nothing(seed: int, shift: float) -> None:
    content = small(seed)
    _on_a_map(content)
    before = report_of(content)
    _shift(content, shift)
    after = report_of(content)
    assert ranked(after) == ranked(before)
    assert levels(after) == levels(before)


def _on_a_map(here: Any) -> None:
    """Put a coordinate in the place of every postcode."""
    if isinstance(here, dict):
        if "postcode" in here:
            place = sum(map(ord, here.pop("postcode")))
            here.update(lat=52.0 + place % 7 / 10, lon=-3.0 + place % 5 / 10)
        for inner in here.values():
            _on_a_map(inner)
    elif isinstance(here, list):
        for inner in here:
            _on_a_map(inner)


def _shift(here: Any, shift: float) -> None:
    if isinstance(here, dict):
        if "lon" in here and here["lon"] is not None:
            here["lon"] += shift
        for inner in here.values():
            _shift(inner, shift)
    elif isinstance(here, list):
        for inner in here:
            _shift(inner, shift)


@pytest.mark.parametrize("detail", ["summary", "full"])
def test_an_empty_case_is_answered(detail: str) -> None:
    report = run(Case.model_validate_json('{"as_of": "2026-11-22"}'), Ask(detail))
    assert report.young_people == []
    assert report.plan is not None
    assert report.plan.status == "proved"
