"""How near the home is, and whether they can keep their school."""

import pytest
from pydantic import ValidationError

from matching.travel import MatrixTravel
from tests.matching.criteria.judging import (
    dated,
    household,
    judge,
    km_north,
    need,
    young_person,
)

POINT = household(location=km_north(0))
MILE = 1.609344
AUTHORITY = (("authority",),)


def near(**parameters):
    """Return a young person who needs to be near a place."""
    return young_person(**need("near", **parameters))


@pytest.mark.parametrize(
    ("km", "verdict", "shortfall", "degree"),
    [
        (1, "met", None, 1),
        (4, "met", None, 1),
        (7, "met", None, 0.5),
        (9.99, "met", None, 0),
        (10.01, "not met", 0.01, 0),
        (15, "not met", 5, 0),
    ],
)
def test_near_falls_from_ideal_to_furthest(km, verdict, shortfall, degree):
    [outcome] = judge("near", near(place=km_north(km), ideal_km=4, max_km=10), POINT)
    assert outcome.verdict == verdict
    assert outcome.shortfall == (shortfall and pytest.approx(shortfall))
    assert outcome.degree == pytest.approx(degree, abs=0.002)
    assert outcome.lifted_by == (AUTHORITY if verdict == "not met" else ())


@pytest.mark.parametrize(
    ("km", "degree"), [(0, 1), (5, 0.5), (9.99, 0), (None, 0)], ids=str
)
def test_near_without_an_ideal_falls_from_the_door(km, degree):
    place = {"postcode": "ZZ99"} if km is None else km_north(km)
    [outcome] = judge("near", near(place=place, max_km=10), POINT)
    assert outcome.degree == pytest.approx(degree, abs=0.002)


def test_near_where_the_ideal_is_also_the_furthest():
    person = near(place=km_north(5), ideal_km=10, max_km=10)
    [outcome] = judge("near", person, POINT)
    assert (outcome.verdict, outcome.degree) == ("met", 1)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        (
            {"max_km": 10, "why": "home"},
            "About 16 km from home; up to 10 km was asked for.",
        ),
        (
            {"max_miles": 6, "why": "contact"},
            "About 10 miles from where they see their family; up to 6 miles was asked "
            "for.",
        ),
        (
            {"max_miles": 12.5, "ideal_miles": 5, "why": "school"},
            "About 10 miles from school (5 would be ideal, up to 12.5 miles was asked "
            "for).",
        ),
        (
            {"max_minutes": 30, "why": "activity"},
            "About 32 minutes (estimate from distance) from their activity; up to 30 "
            "minutes was asked for.",
        ),
    ],
)
def test_near_speaks_the_unit_it_was_written_in(parameters, sentence):
    [outcome] = judge("near", near(place=km_north(16.1), **parameters), POINT)
    assert outcome.sentence == sentence


def test_near_says_its_shortfall_in_the_unit_it_was_written_in():
    person = near(place=km_north(10 * MILE), max_miles=6)
    [outcome] = judge("near", person, POINT)
    assert outcome.shortfall == pytest.approx(4)


@pytest.mark.parametrize(
    ("home", "place", "ask"),
    [
        (household(), km_north(5), "agency"),
        (household(location={"postcode": "ZZ99"}), km_north(5), "agency"),
        (POINT, {"postcode": "ZZ99"}, "social worker"),
    ],
)
@pytest.mark.parametrize("most", [{"max_km": 10}, {"max_minutes": 30}], ids=str)
def test_near_is_not_known_where_a_place_is_not(home, place, ask, most):
    [outcome] = judge("near", near(place=place, **most), home)
    assert (outcome.verdict, outcome.ask) == ("not known", ask)


@pytest.mark.parametrize("code", ["near", "keep_school"])
def test_a_journey_no_table_knows_is_not_known(code):
    person = young_person(**need(code, place=km_north(5), max_minutes=30))
    [outcome] = judge(code, person, POINT, travel=MatrixTravel({}))
    assert outcome.verdict == "not known"
    assert outcome.sentence.startswith("It is not known how long the journey")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"max_km": 10, "max_miles": 6},
        {"ideal_km": 5},
        {"ideal_km": 5, "max_miles": 10},
        {"ideal_km": 11, "max_km": 10},
        {"max_km": 0},
        {"max_km": -1},
        {"max_km": float("nan")},
        {"max_km": 10, "why": "work"},
        {"max_km": 10, "furthest": 3},
    ],
    ids=str,
)
def test_near_takes_one_unit_and_sense(parameters):
    with pytest.raises(ValidationError):
        judge("near", near(place=km_north(5), **parameters), POINT)


def test_near_their_own_home_is_considered_though_nobody_asked():
    [outcome] = judge("near", young_person(home=km_north(10 * MILE)), POINT)
    assert (outcome.verdict, outcome.degree) == ("met", pytest.approx(2 / 3))
    assert outcome.sentence == (
        "About 10 miles from home (up to 20 miles counts as near)."
    )


@pytest.mark.parametrize("code", ["near", "keep_school"])
def test_nothing_recorded_is_nothing_considered(code):
    assert judge(code, young_person(), POINT) == []


def keep_school(km, **parameters):
    """Return a young person whose school is so far from the home."""
    parameters = {"place": km_north(km), "max_km": 16} | parameters
    return young_person(**need("keep_school", **parameters))


def carers(*drive):
    """Return the carers of a home, who drive or do not (None: not recorded)."""
    return {"carers": [{"drives": drives} for drives in drive]}


@pytest.mark.parametrize(
    ("km", "transport", "facts", "verdict"),
    [
        (15.99, None, {}, "met"),
        (16.01, None, {}, "not met"),
        (10, "taxi", {}, "met"),
        (10, "bus", {}, "met"),
        (10, "not settled", {}, "part met"),
        (10, "carer", carers(False, True), "met"),
        (10, "carer", carers(None, True), "met"),
        (10, "carer", carers(False), "part met"),
        (10, "carer", carers(False, None), "not known"),
        (10, "carer", {}, "not known"),
        (3 * MILE - 0.01, "carer", carers(False), "met"),
        (3 * MILE + 0.01, "carer", carers(False), "part met"),
        (20, "carer", carers(True), "not met"),
    ],
)
def test_keep_school_needs_someone_to_take_them(km, transport, facts, verdict):
    person = keep_school(km, **({"transport": transport} if transport else {}))
    home = household(location=km_north(0), **facts)
    [outcome] = judge("keep_school", person, home)
    assert outcome.verdict == verdict
    assert outcome.lifted_by == (AUTHORITY if verdict == "not met" else ())


@pytest.mark.parametrize(
    ("born", "verdict"), [("2018-12-20", "met"), ("2018-12-21", "part met")]
)
def test_under_eight_the_walk_to_school_is_two_miles(born, verdict):
    person = keep_school(2.5 * MILE, transport="carer") | {"born": born}
    home = household(location=km_north(0), **carers(False))
    [outcome] = judge("keep_school", person, home)
    assert outcome.verdict == verdict


@pytest.mark.parametrize(
    ("km", "parameters", "sentence"),
    [
        (
            9.7,
            {"transport": "taxi"},
            "They can stay at their school: about 10 km, by taxi.",
        ),
        (
            9.7,
            {"transport": "not settled"},
            "About 10 km from their school; transport is not arranged yet.",
        ),
        (
            21.2,
            {},
            "About 21 km from their school; up to 16 km was asked for, so they would "
            "change school or travel further.",
        ),
    ],
)
def test_keep_school_says_how_far_and_who_takes_them(km, parameters, sentence):
    [outcome] = judge("keep_school", keep_school(km, **parameters), POINT)
    assert outcome.sentence == sentence


def test_keep_school_says_how_much_further():
    [outcome] = judge("keep_school", keep_school(21.2), POINT)
    assert outcome.shortfall == pytest.approx(5.2)


def test_keep_school_asks_the_virtual_school_where_it_is():
    person = keep_school(0, place={"postcode": "ZZ99"})
    [outcome] = judge("keep_school", person, POINT)
    assert (outcome.verdict, outcome.ask) == ("not known", "virtual school")


def test_their_school_is_considered_though_nobody_asked():
    [outcome] = judge("keep_school", young_person(school=km_north(20)), POINT)
    assert outcome.sentence == (
        "About 12 miles from their school; up to 10 miles counts as near, so they "
        "would change school or travel further."
    )


@pytest.mark.parametrize(
    ("transport", "day"), [("carer", "2026-03-01"), ("taxi", "2026-09-01")]
)
def test_who_drives_counts_where_a_carer_takes_them(transport, day):
    home = household(
        location=dated(km_north(0)),
        carers=dated([{"drives": True}], on="2026-03-01"),
    )
    [outcome] = judge("keep_school", keep_school(10, transport=transport), home)
    assert outcome.rests_on == day
