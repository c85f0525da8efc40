"""Who has no home in the plan and why, and which homes several need."""

from matching.report import Plan, ScarceHome, Unplaced
from matching.run import run
from tests.matching.check.small import PERSON, Record, case_of
from tests.matching.test_cost_to_others import home, person, siblings


def plan_of(young_people: list[Record], households: list[Record], **of: object) -> Plan:
    content = {"young_people": young_people, "households": households, **of}
    plan = run(case_of({"as_of": "2026-11-22", **content})).plan
    assert plan is not None
    return plan


def without(plan: Plan) -> dict[str, Unplaced]:
    return {one.young_person: one for one in plan.unplaced}


URGENT = person("C1", priority="urgent")


def test_rules_leave_no_option() -> None:
    no_driver = home("H1", carers=[{"gender": "male", "drives": False}])
    (one,) = plan_of([person("C1")], [no_driver]).unplaced
    assert (one.because, one.competing_with) == ("no option", [])


def test_others_need_the_home_more() -> None:
    one = without(plan_of([URGENT, person("C2")], [home("H1")]))["C2"]
    assert (one.because, one.competing_with) == ("needed more elsewhere", ["C1"])
    assert one.sentence == (
        "1 other has in this plan the home that could be theirs; it is their only "
        "option; they have a higher priority."
    )


def test_a_decision_gives_the_home_to_another() -> None:
    fixed = {"fixed": [{"young_person": "C2", "household": "H1"}]}
    plan = plan_of([URGENT, person("C2")], [home("H1")], decisions=fixed)
    assert without(plan)["C1"].sentence == (
        "1 other has in this plan the home that could be theirs; it is their only "
        "option; they are there by decision."
    )


def test_several_compete() -> None:
    homes = [home("H1"), home("H2")]
    people = [person("C1"), person("C2"), person("C3", priority="standard")]
    one = without(plan_of(people, homes))["C3"]
    assert one.competing_with == ["C1", "C2"]
    assert one.sentence == (
        "2 others have in this plan the homes that could be theirs; 2 of them with a "
        "higher priority."
    )


def test_people_ruled_out_every_option() -> None:
    ruled_out = {"ruled_out": [{"young_person": "C1", "household": "H1"}]}
    (one,) = plan_of([person("C1")], [home("H1")], decisions=ruled_out).unplaced
    assert one.because == "ruled out"


def test_every_option_has_questions() -> None:
    policy = {"base": "step-down", "plan_with_questions": False}
    asked = home("H1", available_from=None)
    (one,) = plan_of([person("C1")], [asked], policy=policy).unplaced
    assert one.because == "open questions"


def test_a_brother_or_sister_has_nowhere_to_go() -> None:
    both = without(plan_of(list(siblings()), [home("H1")]))
    assert {one.because for one in both.values()} == {"no home for all of them"}
    assert all(one.competing_with == [] for one in both.values())


def test_siblings_compete_with_those_who_have_their_homes() -> None:
    people = [*siblings(), person("C3", priority="urgent")]
    people[0]["priority"] = people[1]["priority"] = "standard"
    homes = [home("H1"), home("H2")]
    plan = plan_of([*people, person("C4", priority="urgent")], homes)
    both = without(plan)
    assert both["C1"].competing_with == both["C2"].competing_with == ["C3", "C4"]


def test_a_scarce_home_says_who_needs_it() -> None:
    people = [person("C1"), person("C2"), person("C3")]
    people[2]["needs"] = [
        *PERSON["needs"],
        {"criterion": "solo", "strength": "essential"},
    ]
    alone_no = home("H2", takes_alone="no")
    found = plan_of(people, [home("H1"), alone_no]).scarce
    assert found[0] == ScarceHome(
        household="H1",
        among_options_of=["C1", "C2", "C3"],
        only_option_of=["C3"],
        first_option_of=["C1", "C2", "C3"],
        planned_for=["C3"],
        sentence=(
            "3 young people have this home among their options: it is the only one for "
            "1 of them and the first for 3. 1 young person has it in this plan."
        ),
    )
    assert [one.household for one in found] == ["H1"]


def test_a_home_only_one_family_could_have_is_not_scarce() -> None:
    plan = plan_of(list(siblings()), [home("H1", terms={"places": 2})])
    assert plan.scarce == []
