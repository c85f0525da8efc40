"""Room: a place by the day needed, within approval and law, and a bedroom."""

import pytest

from tests.matching.criteria.judging import dated, days, household, judge, young_person

AGENCY, HOME_AUTHORITY = (("agency",),), (("home authority",),)


@pytest.mark.parametrize(
    ("free", "verdict", "shortfall"),
    [
        (days(-100), "met", None),
        (days(28), "met", None),
        (days(29), "not met", 1),
        (days(40), "not met", 12),
        (None, "not known", None),
    ],
)
def test_availability(free, verdict, shortfall):
    [outcome] = judge("availability", young_person(), household(available_from=free))
    assert (outcome.verdict, outcome.shortfall) == (verdict, shortfall)
    lifters = (("authority",), ("agency",)) if verdict == "not met" else ()
    assert outcome.lifted_by == lifters


def test_availability_is_judged_from_today_where_the_day_needed_has_passed():
    overdue = young_person(needed_by=days(-30))
    [outcome] = judge("availability", overdue, household(available_from=days(2)))
    assert outcome.shortfall == 2
    assert outcome.sentence == (
        "A place is free from 24 November 2026, 2 days after it is needed."
    )


def test_availability_is_as_old_as_its_fact():
    [outcome] = judge(
        "availability", young_person(), household(available_from=dated(days(0)))
    )
    assert outcome.rests_on == "2026-09-01"


def living(*ids, siblings=()):
    """Return the placements of these young people, each of 12."""
    return [{"young_person": i, "age": 12, "siblings": list(siblings)} for i in ids]


@pytest.mark.parametrize(
    ("terms", "there", "verdict", "shortfall", "lifted_by"),
    [
        ({"places": 2}, ["D1"], "met", None, ()),
        ({"places": 1}, ["D1"], "not met", 1, AGENCY),
        ({"places": 0}, [], "not met", 1, AGENCY),
        ({"places": 3}, ["D1", "D2"], "met", None, ()),
        ({"places": 4}, ["D1", "D2", "D3"], "not met", 1, HOME_AUTHORITY),
        (
            {"places": 3},
            ["D1", "D2", "D3"],
            "not met",
            1,
            (("agency", "home authority"),),
        ),
        ({}, ["D1", "D2"], "met", None, ()),
        ({}, ["D1", "D2", "D3"], "not met", 1, HOME_AUTHORITY),
        (None, [], "not known", None, ()),
        (None, ["D1", "D2", "D3"], "not met", 1, HOME_AUTHORITY),
    ],
)
def test_places(terms, there, verdict, shortfall, lifted_by):
    home = household(terms=terms, placements=living(*there))
    [outcome] = judge("places", young_person(), home)
    assert (outcome.verdict, outcome.shortfall) == (verdict, shortfall)
    assert outcome.lifted_by == lifted_by


def test_places_say_what_is_taken_and_who_could_agree_to_more():
    person = young_person()
    [met] = judge(
        "places", person, household(terms={"places": 2}, placements=living("D1"))
    )
    [over] = judge(
        "places",
        person,
        household(terms={"places": 4}, placements=living("D1", "D2", "D3")),
    )
    assert met.sentence == (
        "2 of 2 approved places would be taken, within the usual limit of 3."
    )
    assert over.sentence == (
        "4 fostered children would live here; the usual limit is 3. The authority "
        "where the carers live would need to agree an exemption that names each child."
    )


def test_the_usual_limit_does_not_hold_where_all_are_brothers_and_sisters():
    everyone = ["C1", "D1", "D2", "D3"]
    home = household(
        terms={"places": 4},
        placements=living("D1", "D2", "D3", siblings=everyone),
    )
    [outcome] = judge("places", young_person(), home)
    assert outcome.verdict == "met"
    assert outcome.sentence == (
        "All 4 would be brothers and sisters, so the usual limit of 3 does not apply."
    )


def test_one_child_there_who_is_no_sibling_keeps_the_usual_limit():
    home = household(
        terms={"places": 4},
        placements=[*living("D1", "D2", siblings=["C1", "D1", "D2"]), *living("D3")],
    )
    [outcome] = judge("places", young_person(), home)
    assert outcome.verdict == "not met"


def test_siblings_do_not_lift_the_terms_of_approval():
    home = household(
        terms={"places": 3},
        placements=living("D1", "D2", "D3", siblings=["C1", "D1", "D2", "D3"]),
    )
    [outcome] = judge("places", young_person(), home)
    assert outcome.lifted_by == AGENCY


@pytest.mark.parametrize(
    ("changed", "verdict"),
    [
        ({}, "met"),
        ({"valid_from": days(28)}, "met"),
        ({"valid_from": days(29)}, "not met"),
        ({"valid_to": days(28)}, "met"),
        ({"valid_to": days(27)}, "not met"),
        ({"young_people": ["C1", "D1", "D2"]}, "not met"),
        ({"authority": "A2"}, "not met"),
    ],
)
def test_an_exemption_names_every_child_on_the_day_by_the_home_authority(
    changed, verdict
):
    exemption = {
        "authority": "A1",
        "young_people": ["C1", "D1", "D2", "D3"],
        "valid_from": "2026-01-01",
    } | changed
    home = household(
        authority="A1",
        terms={"places": 4},
        placements=living("D1", "D2", "D3"),
        exemptions=[exemption],
    )
    authorities = ({"id": "A1", "name": "Ashmere"}, {"id": "A2", "name": "Brook"})
    [outcome] = judge("places", young_person(), home, authorities=authorities)
    assert outcome.verdict == verdict


def agreed_by(*authorities, child="D1"):
    """Return a bedroom agreement between C1 and a child who lives there."""
    return [
        {
            "between": ["C1", child],
            "agreed_by": list(authorities),
            "agreed_on": "2026-10-01",
        }
    ]


LIVES_THERE = [{"young_person": "D1", "age": 12, "authority": "A2"}]


@pytest.mark.parametrize(
    ("facts", "verdict", "shortfall"),
    [
        ({"bedrooms_free": 1}, "met", None),
        ({"bedrooms_free": 0}, "not met", 1),
        ({}, "not known", None),
        (
            {"bedrooms_free": 0, "sharing_agreements": agreed_by("A1", "A2")},
            "met",
            None,
        ),
        ({"sharing_agreements": agreed_by("A1", "A2")}, "met", None),
        ({"bedrooms_free": 0, "sharing_agreements": agreed_by("A1")}, "not met", 1),
        ({"bedrooms_free": 0, "sharing_agreements": agreed_by("A2")}, "not met", 1),
        (
            {"bedrooms_free": 0, "sharing_agreements": agreed_by("A1", child="D9")},
            "not met",
            1,
        ),
    ],
)
def test_bedroom(facts, verdict, shortfall):
    [outcome] = judge(
        "bedroom", young_person(), household(placements=LIVES_THERE, **facts)
    )
    assert (outcome.verdict, outcome.shortfall) == (verdict, shortfall)
    lifters = (("responsible authorities",),) if verdict == "not met" else ()
    assert outcome.lifted_by == lifters


def test_a_bedroom_may_be_shared_with_a_child_of_the_family():
    home = household(
        bedrooms_free=0,
        children=[{"id": "D1", "age": 12}],
        sharing_agreements=agreed_by("A1"),
    )
    [outcome] = judge("bedroom", young_person(), home)
    assert outcome.sentence == (
        "They would share a bedroom with a child who lives here, agreed in writing "
        "1 October 2026."
    )


@pytest.mark.parametrize(
    ("born", "verdict"), [("2023-01-01", "met"), ("2022-12-20", "not met")]
)
def test_an_own_bedroom_is_needed_over_three(born, verdict):
    [outcome] = judge("bedroom", young_person(born=born), household(bedrooms_free=0))
    assert outcome.verdict == verdict


def test_bedroom_is_as_old_as_its_fact():
    [outcome] = judge("bedroom", young_person(), household(bedrooms_free=dated(1)))
    assert outcome.rests_on == "2026-09-01"
