"""Areas a young person needs to stay away from."""

import pytest

from matching.places import locate
from tests.matching.criteria.judging import (
    dated,
    household,
    judge,
    km_north,
    young_person,
)

POINT = household(location=km_north(0))


def avoiding(*areas, **record):
    """Return a young person with areas to avoid: (place, radius in km)."""
    return young_person(
        avoid_places=[{"place": place, "radius_km": km} for place, km in areas],
        **record,
    )


@pytest.mark.parametrize(
    ("km", "verdict", "shortfall"),
    [(4, "not met", 6), (9.9, "not met", 0.1), (10.1, "met", None), (40, "met", None)],
)
def test_the_border_is_where_it_was_drawn(km, verdict, shortfall):
    [outcome] = judge("avoid_place", avoiding((km_north(km), 10)), POINT)
    assert outcome.verdict == verdict
    assert outcome.shortfall == (shortfall and pytest.approx(shortfall, abs=1e-6))
    assert outcome.lifted_by == ()


def test_how_deep_is_told_to_ones_own_side_alone():
    [outcome] = judge("avoid_place", avoiding((km_north(4), 10)), POINT)
    assert outcome.sentence == "Inside an area they need to stay away from."
    assert outcome.detail == (
        "Inside an area they need to stay away from, by about 6 km."
    )


@pytest.mark.parametrize(
    ("km", "verdict"),
    [
        (5, "not met"),
        (7, "not known"),
        (10, "not known"),
        (14, "not known"),
        (15, "met"),
    ],
)
def test_the_middle_of_a_sector_may_lie_on_the_other_side_of_the_border(km, verdict):
    middle = locate("ST4 2")
    centre = {"lat": middle.lat + km / 111.195, "lon": middle.lon}
    home = household(location={"postcode": "ST4 2"})
    [outcome] = judge("avoid_place", avoiding((centre, 10)), home)
    assert outcome.verdict == verdict


@pytest.mark.parametrize(
    ("home", "place", "ask"),
    [
        (household(), km_north(4), "agency"),
        (household(location={"postcode": "ZZ99"}), km_north(4), "agency"),
        (POINT, {"postcode": "ZZ99"}, "social worker"),
    ],
)
def test_what_cannot_be_placed_is_not_known(home, place, ask):
    [outcome] = judge("avoid_place", avoiding((place, 10)), home)
    assert (outcome.verdict, outcome.ask) == ("not known", ask)


@pytest.mark.parametrize(
    ("areas", "verdict"),
    [
        ([(km_north(40), 10), (km_north(4), 10)], "not met"),
        ([({"postcode": "ZZ99"}, 10), (km_north(4), 10)], "not met"),
        ([({"postcode": "ZZ99"}, 10), (km_north(40), 10)], "not known"),
        ([(km_north(40), 10), (km_north(50), 10)], "met"),
    ],
)
def test_the_worst_of_several_areas_counts(areas, verdict):
    [outcome] = judge("avoid_place", avoiding(*areas), POINT)
    assert outcome.verdict == verdict


def test_no_areas_ask_nothing():
    assert judge("avoid_place", young_person(), POINT) == []


def test_it_rests_on_where_the_home_is():
    home = household(location=dated(km_north(0)))
    [outcome] = judge("avoid_place", avoiding((km_north(4), 10)), home)
    assert outcome.rests_on == "2026-09-01"
