"""What the plan may not do, though each pair alone is an option."""

from typing import Any

import pytest

from .small import Record, right_report, two_and_two, wrong


def said(content: Record, report: Record) -> list[str]:
    """Return what is wrong with who lives where."""
    return [
        line
        for line in wrong(content, report)
        if line.startswith("plan: ") and "level" not in line
    ]


def with_need(person: Record, criterion: str, **parameters: Any) -> None:
    need = {"criterion": criterion, "strength": "essential", "parameters": parameters}
    person["needs"] = [*person["needs"], need]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"terms": {"places": 1}}, "plan: C1, C2 at H1 are 1 more than its places"),
        ({"bedrooms_free": 1}, "plan: C1, C2 at H1 lack 1 of their bedrooms"),
        (
            {"takes_alone": "only"},
            "plan: H1 takes one young person alone, and has C1, C2",
        ),
    ],
)
def test_a_home_has_room_for_so_many(change: Record, expected: str) -> None:
    content = two_and_two()
    content["households"][0].update(change)
    assert said(content, right_report(content)) == [expected]


def test_a_written_agreement_lets_two_share_a_bedroom() -> None:
    content = two_and_two()
    content["households"][0].update(
        bedrooms_free=1,
        sharing_agreements=[
            {"between": ["C1", "C2"], "agreed_by": ["A1"], "agreed_on": "2026-11-01"}
        ],
    )
    assert said(content, right_report(content)) == []


@pytest.mark.parametrize("one", [0, 1])
def test_a_bar_holds_from_either_side(one: int) -> None:
    content = two_and_two()
    content["young_people"][one]["cannot_live_with"] = [f"C{2 - one}"]
    assert said(content, right_report(content)) == [
        f"plan: at H1, C{1 + one} cannot live with C{2 - one}"
    ]


@pytest.mark.parametrize(
    ("criterion", "parameters"),
    [
        ("solo", {}),
        ("no_children_under", {"age": 14}),
        ("youngest", {"gap_years": 1}),
        ("oldest", {"gap_years": 1}),
        ("no_children_of_gender", {"gender": "female"}),
    ],
)
def test_an_essential_about_children_holds_against_the_other(
    criterion: str, parameters: Record
) -> None:
    content = two_and_two()
    with_need(content["young_people"][0], criterion, **parameters)
    assert said(content, right_report(content)) == [
        f"plan: at H1, the essential {criterion} of C1 does not hold with C2"
    ]


def test_the_usual_limit_holds_unless_the_homes_own_authority_exempts() -> None:
    content = two_and_two()
    home = content["households"][0]
    home.update(
        authority="A1",
        terms={},
        placements=[
            {"young_person": "P1", "age": 9},
            {"young_person": "P2", "age": 8},
        ],
    )
    report = right_report(content)
    over = "plan: C1, C2 at H1 are 1 more than its places"
    assert said(content, report) == [over]
    exemption = {
        "young_people": ["P1", "P2", "C1", "C2"],
        "valid_from": "2026-01-01",
    }
    home["exemptions"] = [exemption | {"authority": "A2"}]
    assert said(content, report) == [over]
    home["exemptions"] = [exemption | {"authority": "A1"}]
    assert said(content, report) == []
    home["exemptions"][0]["young_people"].remove("P2")
    assert said(content, report) == [over]


def test_siblings_may_exceed_the_usual_limit_together() -> None:
    content = two_and_two()
    content["households"][0].update(
        terms={},
        placements=[
            {"young_person": "P1", "age": 9, "siblings": ["P2", "C1", "C2"]},
            {"young_person": "P2", "age": 8, "siblings": ["P1", "C1", "C2"]},
        ],
    )
    for person in content["young_people"]:
        person["sibling_group"] = "S1"
    assert said(content, right_report(content)) == []


def test_essential_siblings_are_placed_all_or_none() -> None:
    content = two_and_two()
    for person in content["young_people"]:
        person["sibling_group"] = "S1"
        with_need(person, "siblings_together")
    report = right_report(content)
    assert said(content, report) == []
    report["plan"]["unplaced"] = [
        {"young_person": report["plan"]["assignments"].pop()["young_person"]}
    ]
    assert said(content, report) == [
        "plan: of the siblings S1 some have a home and some none"
    ]


def test_a_split_holds_only_as_it_was_declared() -> None:
    content = two_and_two()
    content["households"][1] = content["households"][0] | {"id": "H2"}
    for person in content["young_people"]:
        person["sibling_group"] = "S1"
    with_need(content["young_people"][0], "siblings_together")
    report = right_report(content)
    report["plan"]["assignments"][1]["household"] = "H2"
    apart = "plan: the siblings S1 live apart and may not be split so"
    assert said(content, report) == [apart]
    content["young_people"][0]["needs"][1]["parameters"] = {
        "sub_groups": [["C1"], ["C2"]]
    }
    assert said(content, report) == []


def test_what_people_decided_is_in_the_plan_and_what_they_ruled_out_is_not() -> None:
    content = two_and_two()
    content["decisions"] = {
        "fixed": [{"young_person": "C1", "household": "H2"}],
        "ruled_out": [{"young_person": "C2", "household": "H1"}],
    }
    report = right_report(content)
    assert said(content, report) == [
        "plan: C1 at H2 is decided and is not in the plan",
        "plan: C2 at H1 was ruled out",
    ]
    report["plan"]["assignments"][0]["household"] = "H2"
    report["plan"]["unplaced"] = [
        {"young_person": report["plan"]["assignments"].pop()["young_person"]}
    ]
    assert said(content, report) == []


def test_a_promise_to_one_who_lives_there_closes_the_home() -> None:
    content = two_and_two()
    content["households"][0]["placements"] = [
        {"young_person": "P1", "age": 9, "solo_promised": True}
    ]
    content["households"][0]["terms"] = {"places": 3}
    assert said(content, right_report(content)) == [
        "plan: C1 at H1 stands 'closed': solo_promise",
        "plan: C2 at H1 stands 'closed': solo_promise",
    ]


def test_a_home_with_the_animal_to_avoid_is_no_option() -> None:
    content = two_and_two()
    content["households"][0]["animals"] = [{"species": "dog", "kept_apart": "no"}]
    with_need(content["young_people"][0], "animals", avoid=["dog"])
    assert said(content, right_report(content)) == [
        "plan: C1 at H1 stands 'near': animals"
    ]


def test_there_is_a_plan_unless_decisions_contradict_each_other() -> None:
    content = two_and_two()
    content["decisions"] = {
        "fixed": [{"young_person": "C1", "household": "H1"}],
        "ruled_out": [],
    }
    report = right_report(content)
    report["plan"] = {
        "status": "contradiction",
        "levels": [],
        "assignments": [],
        "unplaced": [],
    }
    assert said(content, report) == [
        "plan: there is none, and all that was decided can hold at once"
    ]
