"""Postcodes: read as people write them, never guessed, never an exception."""

import csv
from importlib import resources

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.places import (
    Precision,
    great_circle_km,
    locate,
    looks_like_postcode,
    outcode_of,
)


def table(name):
    text = (resources.files("matching") / "data" / name).read_text("utf-8")
    return [
        (code, float(lat), float(lon))
        for code, lat, lon in csv.reader(text.splitlines()[1:])
    ]


SECTORS = table("sectors.csv")


def km(one, other):
    a, b = locate(one), locate(other)
    return float(great_circle_km(a.lat, a.lon, b.lat, b.lon))


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("B1", "ST4", 59, 61),
        ("SW1A 1AA", "EH1", 530, 537),
        ("M1", "L1", 48, 52),
        ("ST4 2", "ST4", 1, 2.5),
        ("ST4 2AB", "ST4 2", 0, 0),
    ],
)
def test_distances_are_those_of_the_map(one, other, least, most):
    assert least <= km(one, other) <= most


@pytest.mark.parametrize("name", ["sectors.csv", "outcodes.csv"])
def test_every_row_of_the_tables_is_found_under_its_own_name(name):
    precision = Precision.SECTOR if name == "sectors.csv" else Precision.OUTCODE
    for code, lat, lon in table(name):
        found = locate(code)
        assert (found.lat, found.lon, found.precision) == (lat, lon, precision)


@given(
    st.sampled_from(SECTORS),
    st.text("ABDEFGHJLNPQRSTUWXYZ", min_size=2, max_size=2),
    st.sampled_from(["", " ", "  ", "\t", "\N{NO-BREAK SPACE}"]),
    st.booleans(),
)
def test_a_full_postcode_lies_in_its_sector_however_it_is_written(
    sector, unit, gap, lower
):
    code, lat, lon = sector
    text = f" {code.replace(' ', gap)}{unit} "
    found = locate(text.lower() if lower else text)
    assert (found.lat, found.lon, found.precision) == (lat, lon, Precision.SECTOR)
    assert found.error_km == 4.43


def test_a_sector_needs_its_space():
    assert locate("N1 1").precision is Precision.SECTOR
    assert locate("N11").precision is Precision.OUTCODE
    assert locate("ST4 2").precision is Precision.SECTOR
    assert locate("ST42") is None


def test_an_unknown_sector_falls_back_to_its_outcode():
    assert locate("BT1 1AA") == locate("BT1")
    assert locate("BT1 1AA").error_km == 7.48


@pytest.mark.parametrize(
    "text", ["", " ", "4ST 2AB", "ST4 2A", "ST4 22AB", "S T4", "ß1 1AA", "ST٤", "Leeds"]
)
def test_what_has_not_the_shape_of_a_postcode_is_known_as_such(text):
    assert not looks_like_postcode(text)
    assert locate(text) is None


def test_a_postcode_of_no_place_keeps_its_shape():
    assert looks_like_postcode("XX9 9XX")
    assert locate("XX9 9XX") is None


def test_the_outcode_is_all_that_may_be_shown():
    assert [outcode_of(p) for p in ("st42ab", "ST4 2", "ST4", "w1a 1aa", "Leeds")] == [
        "ST4",
        "ST4",
        "ST4",
        "W1A",
        None,
    ]


@given(st.text() | st.text("AB1 2z", max_size=9))
def test_no_text_raises(text):
    found = locate(text)
    assert found is None or (looks_like_postcode(text) and 49 < found.lat < 61)


latitudes = st.floats(49, 61)
longitudes = st.floats(-9, 2.5)


@given(latitudes, longitudes, latitudes, longitudes, st.floats(-100, 100))
def test_distance_is_the_same_both_ways_and_wherever_greenwich_is(a, b, c, d, shift):
    there = great_circle_km(a, b, c, d)
    assert there == pytest.approx(great_circle_km(c, d, a, b), abs=1e-6)
    assert there == pytest.approx(great_circle_km(a, b + shift, c, d + shift), abs=1e-6)


def test_distance_broadcasts_and_keeps_what_is_not_known():
    far = great_circle_km(
        np.array([[52.0], [53.0], [np.nan]]), -2.0, np.array([52.0, 53.0]), -2.0
    )
    assert far.shape == (3, 2)
    assert far[0, 1] == pytest.approx(111.195, abs=0.001)
    assert np.isnan(far[2]).all()
    assert great_circle_km(0, 0, 0, 180) == pytest.approx(20015.1, abs=0.1)
