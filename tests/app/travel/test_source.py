"""Choosing where travel times come from, in words."""

import numpy as np
import pytest

from app.travel.osrm import OsrmTravel
from app.travel.source import TravelSourceError, travel_from
from app.travel.valhalla import ValhallaTravel
from matching.places import locate


def test_a_router_is_named_by_its_address():
    assert travel_from("osrm:http://router:5000/") == OsrmTravel("http://router:5000")
    assert travel_from(" valhalla:https://maps.example/v ") == ValhallaTravel(
        "https://maps.example/v"
    )


def test_a_file_is_named_by_its_path(tmp_path):
    file = tmp_path / "journeys.csv"
    file.write_text("from,to,minutes\nST4,B1,55\n", "utf-8-sig")
    stoke, birmingham = locate("ST4"), locate("B1")
    minutes = travel_from(f"csv:{file}").minutes(
        np.array([[stoke.lat, stoke.lon]]), np.array([[birmingham.lat, birmingham.lon]])
    )
    assert minutes[0, 0] == 55


@pytest.mark.parametrize(
    "spec",
    [
        "",
        "osrm",
        "osrm:",
        "http://router:5000",
        "osrm:router:5000",
        "osrm:ftp://router",
        "osrm:http://",
        "osrm:http://router:port",
        "osrm:http://name:word@router",
        "valhalla:http://router?json={}",
        "csv:no/such/file.csv",
    ],
)
def test_what_names_no_source_is_refused(spec):
    with pytest.raises(TravelSourceError) as raised:
        travel_from(spec)
    assert "word" not in str(raised.value)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (b"from,to,minutes\nXX9,B1,5\nST4,B1,?\n", "row 2: .*\n.*row 3: "),
    ],
)
def test_a_file_that_cannot_be_used_says_why(tmp_path, content, why):
    file = tmp_path / "journeys.csv"
    file.write_bytes(content)
    with pytest.raises(TravelSourceError, match=why):
        travel_from(f"csv:{file}")
