"""What an option takes from others is what the plan loses when it is made again."""

from collections import Counter
from collections.abc import Iterator

import pytest

from matching.cost_to_others import DECIDED, QUESTIONS, RULED_OUT, SIBLINGS
from matching.cost_words import NOTHING
from matching.region import region
from matching.report import CostToOthers
from matching.run import COSTS, Ask, Progress, run
from tests.matching.check.small import HOME, PERSON, Record, case_of
from tests.matching.full_resolve import compare, samples


def test_it_equals_the_plan_made_again() -> None:
    found = Counter(compare(sample) for sample in samples(60))
    assert set(found) <= {"equal", "both: no plan", "a decision changes more"}
    assert found["equal"] >= 40
    assert found["both: no plan"] >= 1


def test_what_is_not_worked_out_lies_within_its_bounds() -> None:
    bounded = 0
    for sample in samples(40, worked_out=False):
        again = sample.decided
        if again is None or again.solution.status == "contradiction":
            continue
        bounds = zip(sample.lower, sample.lost, sample.upper, strict=True)
        assert all(low <= lost <= high for low, lost, high in bounds), sample
        exact = all(level.exact for level in sample.cost.levels)
        assert exact or "not worked out to the end" in sample.cost.sentence
        bounded += not exact
    assert bounded >= 20


def home(name: str, **of: object) -> Record:
    return HOME | {"id": name, "terms": {"places": 1}, **of}


def person(name: str, **of: object) -> Record:
    return PERSON | {"id": name, **of}


SMOKERS = [{"gender": "female", "drives": True, "smokes": True}]
MAN = {"gender": "male", "drives": True, "smokes": False}
NO_SMOKE = [
    {"criterion": "driver", "strength": "essential"},
    {"criterion": "smoke_free", "strength": "preferred"},
]


def carer_gender(gender: str) -> Record:
    return {
        "criterion": "carer_gender",
        "strength": "essential",
        "parameters": {"includes": gender},
    }


def cost(content: Record, young_person: str, household: str) -> CostToOthers:
    report = run(case_of({"as_of": "2026-11-22", **content}), Ask(detail="full"))
    (found,) = (
        option.cost_to_others
        for one in report.young_people
        if one.id == young_person
        for option in one.options
        if option.household == household
    )
    assert found is not None
    return found


def siblings() -> Iterator[Record]:
    """Yield two who may live apart but must both have a home."""
    apart = {"sub_groups": [["C1"], ["C2"]]}
    for name in ("C1", "C2"):
        need = {
            "criterion": "siblings_together",
            "strength": "essential",
            "parameters": apart,
        }
        yield person(name, sibling_group="S", needs=[PERSON["needs"][0], need])


def test_someone_would_have_none() -> None:
    people = [person("C1", priority="urgent"), person("C2")]
    found = cost({"young_people": people, "households": [home("H1")]}, "C2", "H1")
    assert found.sentence == (
        "Choosing this home would leave 1 other young person without one."
    )
    (one,) = found.affects
    assert (one.young_person, one.instead_of, one.gets) == ("C1", "H1", None)
    levels = {level.name: level.lower for level in found.levels}
    assert (levels["placed"], levels["total fit"]) == (4, 90.9)


def test_someone_would_have_another() -> None:
    people = [person("C1", needs=NO_SMOKE), person("C2")]
    homes = [home("H1"), home("H2", carers=SMOKERS)]
    found = cost({"young_people": people, "households": homes}, "C2", "H1")
    assert found.sentence == (
        "1 other young person would have another home, with a fit 21.4 points lower."
    )
    assert found.levels[0].upper == 0


def test_one_would_have_none_and_another_one_instead() -> None:
    people = [
        person("C1", priority="urgent"),
        person("C2", needs=[carer_gender("male")]),
        person("C3", needs=[carer_gender("female")], priority="standard"),
    ]
    homes = [home("H1"), home("H2", carers=[MAN])]
    found = cost({"young_people": people, "households": homes}, "C1", "H2")
    assert found.sentence == (
        "As many others would have a home, but not the same: 1 would have none, and 1 "
        "who has none in the plan would have one."
    )
    assert found.levels[0].lower == 3 - 2


def test_it_takes_nothing() -> None:
    people = [person("C1"), person("C2", needs=NO_SMOKE)]
    homes = [home("H1"), home("H2", carers=SMOKERS), home("H3", carers=SMOKERS)]
    content = {"young_people": people, "households": homes}
    for name, household in (("C1", "H2"), ("C1", "H3"), ("C2", "H1")):
        assert cost(content, name, household).sentence == NOTHING


def test_there_is_no_plan_with_it() -> None:
    one_of = {"young_people": [person("C1"), person("C2")], "households": [home("H1")]}
    pair = {"young_person": "C2", "household": "H1"}
    for name, word, said in (("C1", "fixed", DECIDED), ("C2", "ruled_out", RULED_OUT)):
        assert cost(one_of | {"decisions": {word: [pair]}}, name, "H1") == CostToOthers(
            [], [], said
        )
    apart = {"young_people": list(siblings()), "households": [home("H1")]}
    assert cost(apart, "C1", "H1").sentence == SIBLINGS


def test_the_plan_leaves_out_homes_with_questions() -> None:
    homes = [home("H1"), home("H2", available_from=None)]
    content = {"young_people": [person("C1")], "households": homes}
    policy = {"base": "step-down", "plan_with_questions": False}
    assert cost(content | {"policy": policy}, "C1", "H2").sentence == QUESTIONS


def test_a_run_tells_how_far_it_is_and_stops() -> None:
    case = region(5, young_people=20, households=60).case
    told: list[Progress] = []
    report = run(case, progress=told.append)
    shown = sum(len(one.options) for one in report.young_people)
    assert [t.done for t in told if t.stage == COSTS][-1] == shown

    told.clear()
    stopped = run(
        case, progress=told.append, stop=lambda: any(t.stage == COSTS for t in told)
    )
    assert stopped.plan == report.plan
    costs = [o.cost_to_others for one in stopped.young_people for o in one.options]
    assert len(costs) == shown
    assert any(of and "not worked out to the end" in of.sentence for of in costs)


@pytest.mark.parametrize("detail", ["summary", "full"])
def test_every_option_shown_carries_it(detail: str) -> None:
    report = run(region(5, young_people=12, households=40).case, Ask(detail=detail))
    options = [option for one in report.young_people for option in one.options]
    assert options
    assert all(option.cost_to_others for option in options)


def test_a_household_says_it_of_each_young_person() -> None:
    case = region(5, young_people=12, households=40).case
    wanted = max(run(case).households, key=lambda of: len(of.young_people)).id
    (found,) = run(case, Ask(household=wanted)).households
    assert found.young_people
    assert all(one.option and one.option.cost_to_others for one in found.young_people)
