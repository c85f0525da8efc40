"""Travel times: the estimate, a file of journeys, and one source behind another."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.places import EARTH_RADIUS_KM, locate
from matching.policy import TravelAssumptions
from matching.travel import (
    EstimatedTravel,
    TravelMatrixError,
    WithFallback,
    read_matrix,
)

ESTIMATE = EstimatedTravel(
    TravelAssumptions(detour=1.25, town_kmh=30.0, mixed_kmh=51.0, open_kmh=75.0)
)


def at(*postcodes):
    found = [locate(p) for p in postcodes]
    return np.array([(f.lat, f.lon) if f else (np.nan, np.nan) for f in found])


def north(km):
    """A place this far, as the crow flies, north of (52, -2)."""
    return np.array([[52 + np.degrees(km / EARTH_RADIUS_KM), -2.0]])


def estimate(km):
    return float(ESTIMATE.minutes(north(km), north(0))[0, 0])


@pytest.mark.parametrize(
    ("km", "minutes"),
    [(0, 0), (4, 10), (6.4, 16), (20, 36), (80, 96)],
    ids=["none", "in town", "edge of town", "edge of mixed roads", "open roads"],
)
def test_the_estimate_adds_up_town_mixed_and_open_roads(km, minutes):
    assert estimate(km) == pytest.approx(minutes, abs=1e-6)


@given(st.floats(0, 400), st.floats(0.01, 50))
def test_further_takes_longer_without_a_leap(km, more):
    # The slowest road is town at 30 km/h over a detour of 1.25: 2.5 minutes a km.
    assert 0 < estimate(km + more) - estimate(km) <= 2.5 * more + 1e-6


def test_an_estimate_from_nowhere_is_not_known():
    minutes = ESTIMATE.minutes(at("ST4", "XX9"), at("B1", "XX9", "M1"))
    assert np.isnan(minutes).tolist() == [[False, True, False], [True] * 3]


def test_a_file_of_journeys_knows_only_its_journeys():
    travel = read_matrix(["From, To,Minutes", "ST4 2AB,b1,55", "M1,B1,90.5"])
    minutes = travel.minutes(at("ST4 2", "M1", "B1"), at("B1", "M1"))
    np.testing.assert_array_equal(
        minutes, [[55, np.nan], [90.5, np.nan], [np.nan, np.nan]]
    )


def test_of_two_journeys_between_the_same_places_the_longer_counts():
    lines = ["from,to,minutes", "ST4 2AB,B1,55", "ST4 2ZZ,B1,61", "ST4 2AA,B1,50"]
    assert read_matrix(lines).minutes(at("ST4 2"), at("B1"))[0, 0] == 61


def test_every_row_that_cannot_be_used_is_told_at_once():
    with pytest.raises(TravelMatrixError) as raised:
        read_matrix(
            [
                "from,to,minutes",
                "ST4,B1,55",
                "XX9,B1,55",
                "ST4,,55",
                "ST4,B1,soon",
                "ST4,B1,-1",
                "ST4,B1,nan",
                "ST4,B1",
            ]
        )
    minutes = "minutes must be a number from 0 to 1439"
    assert raised.value.errors == [
        "row 3: the postcode under from is not known",
        "row 4: the postcode under to is not known",
        *(f"row {row}: {minutes}" for row in (5, 6, 7, 8)),
    ]


@pytest.mark.parametrize(
    "lines", [[], ["ST4,B1,55"], ["from,to"], ["from,to,minutes", "x" * 200_000]]
)
def test_what_is_not_a_file_of_journeys_is_refused(lines):
    with pytest.raises(TravelMatrixError, match=r"first line must name|row 2: "):
        read_matrix(lines)


@given(st.lists(st.text(max_size=30), max_size=5))
def test_no_lines_raise_anything_else(lines):
    with suppress(TravelMatrixError):
        read_matrix(["from,to,minutes", *lines])


def test_the_estimate_fills_what_a_file_does_not_have():
    travel = WithFallback(read_matrix(["from,to,minutes", "ST4,B1,55"]), ESTIMATE)
    minutes = travel.minutes(at("ST4", "M1"), at("B1"))
    assert minutes[0, 0] == 55
    assert minutes[1, 0] == ESTIMATE.minutes(at("M1"), at("B1"))[0, 0]
    assert travel.label == (
        "travel times from a file where it has them, else estimate from distance"
    )
