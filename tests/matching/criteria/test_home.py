"""The home itself: adaptations, long-term care, setting, interests and fee."""

import pytest
from pydantic import ValidationError

from tests.matching.criteria.judging import (
    dated,
    days,
    household,
    judge,
    need,
    young_person,
)

AUTHORITY = (("authority",),)
ACCESS = young_person(**need("accessibility", adaptations=["ramp", "wet room"]))


def planned(kind, day):
    """Return an adaptation with the day it is planned for."""
    return {"kind": kind, "planned_for": day}


@pytest.mark.parametrize(
    ("adaptations", "verdict", "shortfall", "sentence"),
    [
        (
            ["Ramp", "wet room", "hoist"],
            "met",
            None,
            "Everything needed is here: ramp and wet room.",
        ),
        (
            ["ramp", planned("wet room", days(0))],
            "met",
            None,
            "Everything needed is here: ramp and wet room.",
        ),
        (
            ["ramp", planned("wet room", days(1))],
            "part met",
            None,
            "Planned for 23 November 2026: wet room.",
        ),
        (
            ["ramp"],
            "not met",
            1,
            "Not here yet: wet room. The authority and the agency can look at "
            "adaptations.",
        ),
        (
            [planned("ramp", days(60))],
            "not met",
            2,
            "Not here yet: ramp and wet room. The authority and the agency can look "
            "at adaptations.",
        ),
        (
            None,
            "not known",
            None,
            "It is not recorded which adaptations are here.",
        ),
    ],
)
def test_accessibility(adaptations, verdict, shortfall, sentence):
    [outcome] = judge("accessibility", ACCESS, household(adaptations=adaptations))
    assert (outcome.verdict, outcome.shortfall) == (verdict, shortfall)
    assert outcome.sentence == sentence
    lifters = (("authority",), ("agency",)) if verdict == "not met" else ()
    assert outcome.lifted_by == lifters


def test_adaptations_on_their_record_are_considered():
    person = young_person(adaptations=["ramp"])
    [outcome] = judge("accessibility", person, household(adaptations=["ramp"]))
    assert outcome.verdict == "met"
    assert judge("accessibility", young_person(), household()) == []


@pytest.mark.parametrize(
    ("offers", "verdict", "sentence"),
    [
        (["long-term"], "met", "This home offers long-term care."),
        (
            ["short-term", "step-down"],
            "not met",
            "This home offers short-term and step-down; long-term was asked for.",
        ),
        (
            None,
            "not known",
            "It is not recorded whether this home offers long-term care.",
        ),
    ],
)
def test_long_term(offers, verdict, sentence):
    person = young_person(**need("long_term"))
    [outcome] = judge("long_term", person, household(offers=offers))
    assert (outcome.verdict, outcome.sentence) == (verdict, sentence)
    assert outcome.lifted_by == (AUTHORITY if verdict == "not met" else ())


@pytest.mark.parametrize(
    ("wanted", "there", "verdict", "sentence"),
    [
        ("urban", "urban", "met", "A home in the town, as asked."),
        (
            "rural",
            "urban",
            "not met",
            "A home in the town; the country was asked for.",
        ),
        (
            "rural",
            None,
            "not known",
            "It is not recorded whether this home is in town or country.",
        ),
        ("either", "rural", "met", "Town or country would both be right."),
        ("either", None, "met", "Town or country would both be right."),
    ],
)
def test_setting(wanted, there, verdict, sentence):
    person = young_person(**need("setting", setting=wanted))
    [outcome] = judge("setting", person, household(setting=there))
    assert (outcome.verdict, outcome.sentence) == (verdict, sentence)


@pytest.mark.parametrize(
    ("interests", "verdict", "degree", "sentence"),
    [
        (["Horses", "baking", "chess"], "met", 1, "Shares horses and baking."),
        (["baking"], "part met", 0.5, "Shares 1 of 2: baking."),
        ([], "not met", 0, "None of their interests is recorded here yet."),
        (None, "not known", 0, "No interests are recorded here yet."),
    ],
)
def test_interests(interests, verdict, degree, sentence):
    person = young_person(
        **need("interests", "preferred", interests=["horses", "baking"])
    )
    [outcome] = judge("interests", person, household(interests=interests))
    assert (outcome.verdict, outcome.degree) == (verdict, degree)
    assert outcome.sentence == sentence
    assert outcome.lifted_by == ()


@pytest.mark.parametrize(
    ("fee", "verdict", "shortfall", "sentence"),
    [
        (1300, "met", None, "Within £1,300 a week."),
        (1300.5, "not met", 0.5, "£1 a week above £1,300."),
        (2500, "not met", 1200, "£1,200 a week above £1,300."),
        (None, "not known", None, "The weekly fee is not recorded."),
    ],
)
def test_budget_counts_where_the_policy_lets_it(fee, verdict, shortfall, sentence):
    person = young_person(**need("budget", weekly=1300))
    home = household(weekly_fee=fee)
    [outcome] = judge(
        "budget", person, home, policy={"base": "step-down", "budget": True}
    )
    assert (outcome.verdict, outcome.shortfall) == (verdict, shortfall)
    assert outcome.sentence == sentence
    assert judge("budget", person, home) == []


@pytest.mark.parametrize(
    ("code", "parameters"),
    [
        ("accessibility", {"adaptations": []}),
        ("interests", {"interests": []}),
        ("setting", {"setting": "seaside"}),
        ("budget", {"weekly": 0}),
        ("long_term", {"for": "ever"}),
    ],
)
def test_parameters_that_ask_nothing_are_refused(code, parameters):
    with pytest.raises(ValidationError):
        judge(
            code,
            young_person(**need(code, "preferred", **parameters)),
            household(),
            policy={"base": "step-down", "budget": True},
        )


@pytest.mark.parametrize(
    ("code", "parameters", "fact"),
    [
        ("accessibility", {"adaptations": ["ramp"]}, {"adaptations": dated([])}),
        ("long_term", {}, {"offers": dated([])}),
        ("setting", {"setting": "urban"}, {"setting": dated("rural")}),
        ("interests", {"interests": ["chess"]}, {"interests": dated([])}),
        ("budget", {"weekly": 900}, {"weekly_fee": dated(1300)}),
    ],
)
def test_verdicts_are_as_old_as_their_fact(code, parameters, fact):
    person = young_person(**need(code, "preferred", **parameters))
    policy = {"base": "step-down", "budget": True}
    [outcome] = judge(code, person, household(**fact), policy=policy)
    assert outcome.rests_on == "2026-09-01"
