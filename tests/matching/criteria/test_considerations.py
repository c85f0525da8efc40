"""What the carers said about each behaviour or need, and whom they hope for."""

import json

import pytest

from matching.case import Case
from matching.criteria import CRITERIA
from matching.criteria.asking import asked_of, people
from matching.policy import load_policy
from tests.matching.criteria.judging import household, judge, young_person

SELF_HARM = young_person(behaviours={"SELF_HARM": {"level": "medium"}})


def answered(answer, **more):
    """Return a home whose carers were asked about self-harm."""
    return household(considerations={"SELF_HARM": {"answer": answer, **more}})


@pytest.mark.parametrize(
    ("home", "verdict", "sentence"),
    [
        (answered("yes"), "met", "The carers said yes to: self-harm."),
        (
            answered("yes with support", support="clinical advice"),
            "part met",
            "The carers said yes to self-harm, with clinical advice.",
        ),
        (
            answered("discuss"),
            "not known",
            "The carers would like to talk about self-harm first.",
        ),
        (
            answered("no"),
            "not met",
            "Asked about self-harm, the carers have said they cannot offer what is "
            "needed.",
        ),
        (
            answered("no", may_say="They lost a sister."),
            "not met",
            "Asked about self-harm, the carers have said they cannot offer what is "
            "needed. They lost a sister.",
        ),
        (
            answered("not recorded"),
            "not known",
            "The carers have not been asked about self-harm.",
        ),
        (
            household(),
            "not known",
            "The carers have not been asked about self-harm.",
        ),
    ],
)
def test_the_carers_answer_is_the_verdict(home, verdict, sentence):
    [outcome] = judge("considerations", SELF_HARM, home)
    assert (outcome.verdict, outcome.sentence) == (verdict, sentence)
    assert outcome.ask == ("agency" if verdict == "not known" else None)


def test_nobody_lifts_the_carers_no():
    [outcome] = judge("considerations", SELF_HARM, answered("no"))
    assert outcome.lifted_by == ()


@pytest.mark.parametrize("level", ["historic", "low", "medium", "high"])
def test_every_level_is_asked_about(level):
    person = young_person(behaviours={"FIRE": {"level": level}})
    assert len(judge("considerations", person, household())) == 1


def test_each_behaviour_has_its_verdict_and_none_known_has_none():
    person = young_person(
        behaviours={
            "SELF_HARM": {"level": "low"},
            "FIRE": {"level": "none known"},
            "ADHD": {"level": "high"},
        }
    )
    home = household(considerations={"ADHD": "yes", "FIRE": "no", "SELF_HARM": "no"})
    verdicts = [o.verdict for o in judge("considerations", person, home)]
    assert verdicts == ["met", "not met"]


@pytest.mark.parametrize(
    ("confirmed", "day"),
    [({"confirmed_on": "2026-05-01"}, "2026-05-01"), ({}, "undated")],
)
def test_an_answer_is_about_risk_and_as_old_as_itself(confirmed, day):
    [outcome] = judge("considerations", SELF_HARM, answered("yes", **confirmed))
    assert outcome.rests_on == day
    assert CRITERIA["considerations"].risk


@pytest.mark.parametrize(
    ("hopes", "verdict"),
    [
        ({}, "met"),
        ({"ages": [8, 13], "genders": ["female"], "types": ["step-down"]}, "met"),
        ({"ages": [8, 12]}, "part met"),
        ({"ages": [14, 17]}, "part met"),
        ({"genders": ["male"]}, "part met"),
        ({"types": ["short breaks"]}, "part met"),
        (None, "not known"),
    ],
)
def test_a_wish_is_never_a_no(hopes, verdict):
    [outcome] = judge("carers_wish", young_person(), household(hopes=hopes))
    assert outcome.verdict == verdict
    assert outcome.lifted_by == ()


def test_outside_a_wish_the_carers_are_asked():
    hopes = {"ages": [8, 12], "genders": ["male"]}
    [outcome] = judge("carers_wish", young_person(), household(hopes=hopes))
    assert outcome.sentence == (
        "The carers hope for boys, ages 8 to 12. It is a wish, not a rule: they can be "
        "asked."
    )
    assert outcome.ask == "agency"


def test_a_wish_about_gender_is_not_known_where_theirs_is_not():
    [outcome] = judge(
        "carers_wish",
        young_person(gender=None),
        household(hopes={"genders": ["male"]}),
    )
    assert (outcome.verdict, outcome.ask) == ("not known", "social worker")


def test_answers_weigh_as_the_policy_says_and_wishes_weigh_nothing():
    policy = load_policy({"base": "step-down", "weights": {"considerations": 2.0}})
    case = Case.model_validate_json(
        json.dumps({"as_of": "2026-11-22", "young_people": [SELF_HARM]})
    )
    person = people(case, policy)["C1"]
    [answer] = asked_of(person, CRITERIA["considerations"])
    [wish] = asked_of(person, CRITERIA["carers_wish"])
    assert (answer.weight, wish.weight) == (2 * policy.strengths.consideration, 0)
    assert answer.decides
    assert not wish.decides
