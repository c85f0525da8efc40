"""Approval: who is approved on the day a home is needed."""

import pytest

from tests.matching.criteria.judging import days, household, judge, young_person


@pytest.mark.parametrize(
    ("facts", "verdict", "shortfall", "lifted_by"),
    [
        ({"status": "approved"}, "met", None, ()),
        ({"status": "on hold"}, "not met", None, (("agency",),)),
        ({"status": "suspended"}, "not met", None, ()),
        ({"status": "resigned"}, "not met", None, ()),
        ({"status": "in assessment"}, "not met", None, (("agency",),)),
        (
            {"status": "in assessment", "approval_expected": days(49)},
            "not met",
            21,
            (("agency",),),
        ),
        (
            {"status": "in assessment", "approval_expected": days(28)},
            "not met",
            0,
            (("agency",),),
        ),
        ({}, "not known", None, ()),
        ({"status": None}, "not known", None, ()),
    ],
)
def test_approval(facts, verdict, shortfall, lifted_by):
    [outcome] = judge("approval", young_person(), household(**facts))
    assert (outcome.verdict, outcome.shortfall, outcome.lifted_by) == (
        verdict,
        shortfall,
        lifted_by,
    )


def test_sentence_says_how_long_after_the_day_needed():
    home = household(status="in assessment", approval_expected=days(49))
    [outcome] = judge("approval", young_person(), home)
    assert outcome.sentence == (
        "The carers are being assessed; approval is expected 10 January 2027, 3 weeks "
        "after the home is needed."
    )


def test_not_recorded_asks_the_agency():
    [outcome] = judge("approval", young_person(), household())
    assert outcome.ask == "agency"
    assert outcome.question == "What is the approval status today?"
