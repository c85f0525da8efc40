"""Promises to a child who lives there, and records of who cannot live together."""

import pytest

from tests.matching.criteria.judging import household, judge, young_person


@pytest.mark.parametrize(
    ("placements", "verdict"),
    [
        ([], "met"),
        ([{"young_person": "D1", "age": 12}], "met"),
        ([{"young_person": "D1", "age": 12, "solo_promised": True}], "not met"),
    ],
)
def test_solo_promise(placements, verdict):
    [outcome] = judge("solo_promise", young_person(), household(placements=placements))
    assert outcome.verdict == verdict
    assert outcome.lifted_by == ()
    assert bool(outcome.sentence) == (verdict == "not met")


@pytest.mark.parametrize(
    ("mine", "home", "verdict"),
    [
        ([], {"placements": [{"young_person": "D1", "age": 12}]}, "met"),
        (["D1"], {"placements": [{"young_person": "D1", "age": 12}]}, "not met"),
        (["D1"], {"children": [{"id": "D1", "age": 12}]}, "not met"),
        (["D9"], {"placements": [{"young_person": "D1", "age": 12}]}, "met"),
        (
            [],
            {
                "placements": [
                    {"young_person": "D1", "age": 12, "cannot_live_with": ["C1"]}
                ]
            },
            "not met",
        ),
    ],
)
def test_cannot_live_with_holds_whoever_recorded_it(mine, home, verdict):
    [outcome] = judge(
        "cannot_live_with", young_person(cannot_live_with=mine), household(**home)
    )
    assert outcome.verdict == verdict
    assert outcome.lifted_by == ()


def test_cannot_live_with_does_not_say_who():
    [outcome] = judge(
        "cannot_live_with",
        young_person(cannot_live_with=["D1"]),
        household(placements=[{"young_person": "D1", "age": 12}]),
    )
    assert outcome.sentence == (
        "There is a recorded reason why they and someone living here should not live "
        "together."
    )
    assert "D1" not in outcome.sentence


def test_the_agencys_word_is_kept_and_nobody_else_changes_it():
    home = household(not_right_for=["C1"])
    [outcome] = judge("agency_word", young_person(), home)
    assert (outcome.verdict, outcome.lifted_by) == ("not met", ())
    assert outcome.sentence == (
        "The agency has said that this home would not be right for them."
    )
    [outcome] = judge("agency_word", young_person(), household(not_right_for=["C2"]))
    assert (outcome.verdict, outcome.sentence) == ("met", "")
