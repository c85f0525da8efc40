"""The terms of approval: age, gender and kind of placement."""

import pytest

from tests.matching.criteria.judging import dated, household, judge, young_person

AGENCY = (("agency",),)


@pytest.mark.parametrize("code", ["approval_age", "approval_gender", "approval_type"])
def test_no_terms_set_no_limit_and_terms_not_recorded_are_not_known(code):
    [unlimited] = judge(code, young_person(), household(terms={}))
    [not_recorded] = judge(code, young_person(), household())
    assert unlimited.verdict == "met"
    assert unlimited.sentence.startswith("Approved with no limit on")
    assert not_recorded.verdict == "not known"
    assert not_recorded.ask == "agency"


@pytest.mark.parametrize(
    ("ages", "verdict", "shortfall"),
    [
        ([8, 17], "met", None),
        ([13, 13], "met", None),
        ([0, 12], "not met", 1),
        ([0, 10], "not met", 3),
        ([15, 17], "not met", 2),
    ],
)
def test_age(ages, verdict, shortfall):
    [outcome] = judge("approval_age", young_person(), household(terms={"ages": ages}))
    assert (outcome.verdict, outcome.shortfall) == (verdict, shortfall)
    assert outcome.lifted_by == (AGENCY if verdict == "not met" else ())


@pytest.mark.parametrize(
    ("born", "verdict"), [("2013-12-20", "met"), ("2013-12-21", "not met")]
)
def test_age_counts_completed_years_on_the_day_needed(born, verdict):
    [outcome] = judge(
        "approval_age", young_person(born=born), household(terms={"ages": [13, 17]})
    )
    assert outcome.verdict == verdict


def test_age_outside_says_who_can_ask_for_what():
    [outcome] = judge(
        "approval_age", young_person(), household(terms={"ages": [0, 10]})
    )
    assert outcome.sentence == (
        "Approved for ages 0 to 10; they will be 13. The agency could ask to vary the "
        "terms."
    )


@pytest.mark.parametrize(
    ("gender", "genders", "verdict"),
    [
        ("female", ["any"], "met"),
        ("female", ["female"], "met"),
        ("female", ["male"], "not met"),
        ("another", ["female", "male"], "not met"),
        (None, ["any"], "met"),
        (None, ["male"], "not known"),
    ],
)
def test_gender(gender, genders, verdict):
    [outcome] = judge(
        "approval_gender",
        young_person(gender=gender),
        household(terms={"genders": genders}),
    )
    assert outcome.verdict == verdict
    assert outcome.lifted_by == (AGENCY if verdict == "not met" else ())


def test_gender_not_recorded_is_asked_of_those_who_know_them():
    [outcome] = judge(
        "approval_gender",
        young_person(gender=None),
        household(terms={"genders": ["male"]}),
    )
    assert outcome.ask == "social worker"
    assert outcome.question == "What is their gender, as they would say it?"


@pytest.mark.parametrize(
    ("wanted", "types", "verdict"),
    [
        ("step-down", ["step-down"], "met"),
        ("step-down", ["short-term", "long-term"], "met"),
        ("step-down", ["short-term"], "not met"),
        ("long-term", ["step-down"], "not met"),
        ("step-down", [], "not met"),
    ],
)
def test_type_is_served_by_what_the_policy_says(wanted, types, verdict):
    [outcome] = judge(
        "approval_type",
        young_person(placement_type=wanted),
        household(terms={"types": types}),
    )
    assert outcome.verdict == verdict
    assert outcome.lifted_by == (AGENCY if verdict == "not met" else ())


def test_type_names_what_approval_is_for():
    home = household(terms={"types": ["short-term", "long-term"]})
    [met] = judge("approval_type", young_person(), home)
    [not_met] = judge(
        "approval_type",
        young_person(placement_type="parent and child"),
        home,
    )
    assert met.sentence == (
        "Approved for short-term and long-term; step-down was asked for."
    )
    assert not_met.sentence == (
        "Approved for short-term and long-term; parent and child was asked for. The "
        "agency could ask to vary the terms."
    )


def test_a_policy_may_take_the_varying_of_terms_off_the_table():
    [outcome] = judge(
        "approval_age",
        young_person(),
        household(terms={"ages": [0, 10]}),
        policy={"base": "step-down", "lifts": {"approval_age": []}},
    )
    assert outcome.lifted_by == ()


@pytest.mark.parametrize("code", ["approval_age", "approval_gender", "approval_type"])
@pytest.mark.parametrize(
    ("terms", "day"),
    [(dated({}), "2026-09-01"), ({}, "undated"), (None, None)],
)
def test_verdicts_are_as_old_as_the_terms(code, terms, day):
    [outcome] = judge(code, young_person(), household(terms=terms))
    assert outcome.rests_on == day
