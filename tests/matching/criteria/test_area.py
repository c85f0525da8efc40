"""Whether the home is in the authority's area, and whose approval it else needs."""

import pytest

from tests.matching.criteria.judging import household, judge, need, young_person

AUTHORITIES = (
    {"id": "A1", "name": "Ashmere", "adjoining": ["A2"], "places": ["ST4"]},
    {"id": "A2", "name": "Brook", "places": ["ST1"]},
    {"id": "A3", "name": "Coldwell", "adjoining": ["A1"]},
    {"id": "A4", "name": "Dunmoor"},
)
IN_AREA = young_person(**need("in_area", authority="A1"))


def judged(home, person=IN_AREA):
    """Return the verdict on this home."""
    [outcome] = judge("in_area", person, home, authorities=AUTHORITIES)
    return outcome


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"authority": "A1"}, "met"),
        ({"authority": "A2"}, "part met"),
        ({"authority": "A3"}, "part met"),
        ({"authority": "A4"}, "not met"),
        ({"location": {"postcode": "ST4 2AB"}}, "met"),
        ({"location": {"postcode": "ST1"}}, "part met"),
        ({"authority": "A4", "location": {"postcode": "ST4"}}, "not met"),
        ({"location": {"postcode": "B14"}}, "not known"),
        ({"location": {"lat": 53.0, "lon": -2.2}}, "not known"),
        ({}, "not known"),
    ],
)
def test_in_area(facts, verdict):
    outcome = judged(household(**facts))
    assert outcome.verdict == verdict
    lifters = (("authority",),) if verdict == "not met" else ()
    assert outcome.lifted_by == lifters


@pytest.mark.parametrize(
    ("authority", "sentence"),
    [
        ("A1", "Inside Ashmere."),
        (
            "A2",
            "In Brook, next to Ashmere; a nominated officer would need to agree.",
        ),
        (
            "A4",
            "Outside Ashmere and its neighbours; the director of children's services "
            "would need to agree.",
        ),
    ],
)
def test_it_says_who_would_need_to_agree(authority, sentence):
    assert judged(household(authority=authority)).sentence == sentence


def test_where_nobody_asks_it_is_considered_for_their_own_authority():
    outcome = judged(household(authority="A1"), young_person())
    assert outcome.sentence == "Inside Ashmere."
