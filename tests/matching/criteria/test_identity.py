"""Language, faith and culture: shared, supported, or asked about."""

import pytest

from tests.matching.criteria.judging import (
    dated,
    household,
    judge,
    need,
    young_person,
)

CASES = {
    "language": ("languages", "languages", ["pl"], "Polish"),
    "faith": ("what", "faith", "Islam", "Islam"),
    "culture": ("what", "cultures", ["Irish Traveller"], "Irish Traveller"),
}
CAN = {"language": "languages", "faith": "faiths", "culture": "cultures"}


def person_for(code):
    """Return a young person to whom one thing matters."""
    parameter, _, value, _ = CASES[code]
    what = value if isinstance(value, list) else [value]
    return young_person(**need(code, **{parameter: what}))


def carer(code, *, shares):
    """Return a carer who shares it, or who is recorded as sharing something else."""
    _, field, value, _ = CASES[code]
    other = ["something else"] if isinstance(value, list) else "something else"
    return {field: value if shares else other}


def supporting(code, *, supports):
    """Return what a home can support."""
    _, _, value, _ = CASES[code]
    what = value if isinstance(value, list) else [value]
    return {"can_support": {CAN[code]: what if supports else []}}


@pytest.mark.parametrize("code", CASES)
def test_shared_supported_or_neither(code):
    person = person_for(code)
    other = carer(code, shares=False)
    yes, no = supporting(code, supports=True), supporting(code, supports=False)
    verdicts = {
        "shared by one of them": household(carers=[other, carer(code, shares=True)]),
        "supported": household(carers=[other], **yes),
        "supported, not known to be shared": household(**yes),
        "neither": household(carers=[other], **no),
        "one carer not recorded": household(carers=[other, {}], **no),
        "support not recorded": household(carers=[other]),
        "nothing recorded": household(),
    }
    assert {
        name: judge(code, person, home)[0].verdict for name, home in verdicts.items()
    } == {
        "shared by one of them": "met",
        "supported": "part met",
        "supported, not known to be shared": "part met",
        "neither": "not met",
        "one carer not recorded": "not known",
        "support not recorded": "not known",
        "nothing recorded": "not known",
    }


@pytest.mark.parametrize(
    ("code", "met", "part_met", "not_met"),
    [
        (
            "language",
            "Polish is spoken here.",
            "Polish is not spoken here; the carers can support keeping it up.",
            "Polish is not spoken here and no support is recorded.",
        ),
        (
            "faith",
            "This home shares their faith (Islam).",
            "This home can support their faith (Islam).",
            "Support for their faith (Islam) is not recorded as something this home "
            "offers.",
        ),
        (
            "culture",
            "This home shares their culture (Irish Traveller).",
            "This home can support their culture (Irish Traveller).",
            "Support for their culture (Irish Traveller) is not recorded as something "
            "this home offers.",
        ),
    ],
)
def test_sentences_hold_nothing_against_anyone(code, met, part_met, not_met):
    person = person_for(code)
    other = carer(code, shares=False)
    homes = [
        household(carers=[carer(code, shares=True)]),
        household(carers=[other], **supporting(code, supports=True)),
        household(carers=[other], **supporting(code, supports=False)),
    ]
    outcomes = [judge(code, person, home)[0] for home in homes]
    assert [o.sentence for o in outcomes] == [met, part_met, not_met]
    assert outcomes[2].lifted_by == (("authority",),)


def test_words_are_compared_whatever_their_case():
    person = young_person(**need("faith", what=[" islam "]))
    [outcome] = judge("faith", person, household(carers=[{"faith": "Islam"}]))
    assert outcome.verdict == "met"


def test_every_language_counts():
    person = young_person(**need("language", languages=["pl", "uk"]))
    home = household(carers=[{"languages": ["pl"]}], can_support={"languages": ["uk"]})
    [outcome] = judge("language", person, home)
    assert outcome.verdict == "part met"


@pytest.mark.parametrize(
    ("code", "record", "asked"),
    [
        ("language", {"languages": ["pl", "en"]}, 1),
        ("language", {"languages": ["en"]}, 0),
        ("faith", {"faith": "Islam"}, 1),
        ("culture", {"cultures": ["Irish Traveller"]}, 1),
        ("language", {}, 0),
        ("faith", {}, 0),
        ("culture", {}, 0),
    ],
)
def test_considered_where_their_record_says_it_matters(code, record, asked):
    assert len(judge(code, young_person(**record), household())) == asked


@pytest.mark.parametrize("code", CASES)
def test_the_weakest_fact_dates_the_verdict(code):
    home = household(
        carers=dated([carer(code, shares=False)], on="2026-03-01"),
        can_support=dated({CAN[code]: []}, on="2026-09-01"),
    )
    [outcome] = judge(code, person_for(code), home)
    assert outcome.rests_on == "2026-03-01"
