"""OSRM and Valhalla over real HTTP, with answers in the shapes they document."""

import json
import logging
import re

import numpy as np
import pytest

from app.travel.osrm import OsrmTravel
from app.travel.router import Patience
from app.travel.valhalla import ValhallaTravel
from matching.policy import TravelAssumptions
from matching.travel import EstimatedTravel, TravelUnavailableError, WithFallback
from tests.app.travel.stub_router import Answer, stub_router

HURRIED = Patience(seconds=0.2, attempts=3, pause=0.01)
STOKE, STAFFORD, LEEK = (53.0027, -2.1794), (52.8067, -2.1168), (53.1061, -2.0239)
AT_SEA, NOWHERE = (54.5, 1.5), (np.nan, np.nan)
HOMES = np.array([STOKE, NOWHERE, STAFFORD, STOKE, LEEK])
SCHOOL = np.array([[52.9850, -2.2100]])


def waypoint(lon, lat):
    return {"hint": "kv__f", "distance": 4.1, "name": "", "location": [lon, lat]}


def osrm(path, _):
    """Answer 100 seconds a degree north of 50, and refuse what is at sea."""
    places = re.findall(r"(-?[0-9.]+),(-?[0-9.]+)", path)
    *starts, end = [(float(lon), float(lat)) for lon, lat in places]
    if any(lon > 1 for lon, _ in (*starts, end)):
        body = {"code": "NoSegment", "message": "Could not find a matching segment"}
        return Answer(body, 400)
    return Answer(
        {
            "code": "Ok",
            "durations": [[round(100 * (lat - 50), 1)] for _, lat in starts],
            "sources": [waypoint(*start) for start in starts],
            "destinations": [waypoint(*end)],
        }
    )


def valhalla(_, body):
    """Answer 100 seconds a degree north of 50, and refuse what is at sea."""
    if any(place["lon"] > 1 for place in body["sources"] + body["targets"]):
        refusal = {
            "error_code": 171,
            "error": "No suitable edges near location",
            "status_code": 400,
            "status": "Bad Request",
        }
        return Answer(refusal, 400)
    cells = [
        [
            {
                "distance": 12.4,
                "time": round(100 * (place["lat"] - 50), 1),
                "to_index": 0,
                "from_index": row,
            }
        ]
        for row, place in enumerate(body["sources"])
    ]
    return Answer(
        {
            "algorithm": "timedistancematrix",
            "units": "kilometers",
            "sources": [body["sources"]],
            "targets": [body["targets"]],
            "sources_to_targets": cells,
        }
    )


BOTH = pytest.mark.parametrize(
    ("router", "served"), [(OsrmTravel, osrm), (ValhallaTravel, valhalla)]
)


def minutes_of(lat):
    return round(100 * (round(lat, 4) - 50), 1) / 60


@BOTH
def test_each_home_gets_its_own_minutes(router, served):
    with stub_router(served) as stub:
        minutes = router(stub.url).minutes(HOMES, SCHOOL)
    expected = [[minutes_of(lat)] for lat, _ in HOMES.tolist() if lat == lat]
    np.testing.assert_allclose(minutes[[0, 2, 3, 4]], expected)
    assert np.isnan(minutes[1, 0])
    assert len(stub.asked) == 1


def test_osrm_is_asked_as_it_documents():
    with stub_router(osrm) as stub:
        OsrmTravel(stub.url).minutes(HOMES[:3], SCHOOL)
    assert stub.asked == [
        (
            "/table/v1/driving/-2.1168,52.8067;-2.1794,53.0027;-2.2100,52.9850"
            "?sources=0;1&destinations=2&annotations=duration",
            None,
        )
    ]


def test_valhalla_is_asked_as_it_documents():
    with stub_router(valhalla) as stub:
        ValhallaTravel(stub.url).minutes(HOMES[:1], SCHOOL)
    assert stub.asked == [
        (
            "/sources_to_targets",
            {
                "sources": [{"lat": 53.0027, "lon": -2.1794}],
                "targets": [{"lat": 52.985, "lon": -2.21}],
                "costing": "auto",
            },
        )
    ]


@BOTH
def test_many_homes_are_asked_for_in_batches(router, served):
    homes = np.column_stack([np.linspace(51, 54, 10), np.linspace(-2, -1, 10)])
    to = np.array([SCHOOL[0], NOWHERE, STOKE])
    with stub_router(served) as stub:
        minutes = router(stub.url, at_once=4).minutes(homes, to)
    expected = [minutes_of(lat) for lat in homes[:, 0].tolist()]
    np.testing.assert_allclose(minutes[:, 0], expected)
    np.testing.assert_allclose(minutes[:, 2], expected)
    assert np.isnan(minutes[:, 1]).all()
    assert len(stub.asked) == 2 * 3


@BOTH
def test_nothing_known_is_nothing_asked(router, served):
    with stub_router(served) as stub:
        minutes = router(stub.url).minutes(np.array([NOWHERE]), SCHOOL)
    assert np.isnan(minutes).all()
    assert stub.asked == []


@BOTH
def test_a_place_no_road_leads_to_spoils_nothing_for_the_others(router, served):
    homes = np.array([STOKE, AT_SEA, STAFFORD, LEEK])
    with stub_router(served) as stub:
        minutes = router(stub.url).minutes(homes, SCHOOL)
        to_sea = router(stub.url).minutes(homes, np.array([AT_SEA]))
    assert np.isnan(minutes[:, 0]).tolist() == [False, True, False, False]
    assert np.isnan(to_sea).all()


NO_WAY = {
    OsrmTravel: {"code": "Ok", "durations": [[None]]},
    ValhallaTravel: {
        "sources_to_targets": [
            [{"distance": None, "time": None, "to_index": 0, "from_index": 0}]
        ]
    },
}


@pytest.mark.parametrize("router", NO_WAY)
def test_no_way_between_two_places_is_not_known(router):
    with stub_router(lambda *_: Answer(NO_WAY[router])) as stub:
        minutes = router(stub.url).minutes(HOMES[:1], SCHOOL)
    assert np.isnan(minutes[0, 0])


@pytest.mark.parametrize(
    ("answer", "why", "asked"),
    [
        (Answer(b"oh dear", 500), "answered with status 500", 3),
        (Answer(b"", 503), "answered with status 503", 3),
        (Answer(b"", 404), "answered with status 404", 1),
        (Answer(b"", 302), "answered with status 302", 1),
        (Answer({}, wait=0.5), "did not answer in time", 3),
        (Answer(b"<html>"), "sent an answer that cannot be read", 1),
        (Answer({"code": "Ok"}), "sent an answer that cannot be read", 1),
        (
            Answer({"code": "Ok", "durations": [[-1]]}),
            "sent an answer that cannot be read",
            1,
        ),
        (
            Answer(b'{"code": "Ok", "durations": [[NaN]]}'),
            "sent an answer that cannot be read",
            1,
        ),
        (
            Answer({"code": "Ok", "durations": [[1], [2]]}),
            "answered for other journeys than asked for",
            1,
        ),
        (
            Answer({"code": "TooBig", "message": "Too many table coordinates"}, 400),
            "refused to answer (TooBig)",
            1,
        ),
    ],
)
def test_a_router_that_fails_says_how_and_names_no_place(answer, why, asked):
    with stub_router(lambda *_: answer) as stub:
        travel = OsrmTravel(stub.url, patience=HURRIED)
        with pytest.raises(TravelUnavailableError) as raised:
            travel.minutes(HOMES[:1], SCHOOL)
    assert str(raised.value) == f"The router at {stub.url} {why}."
    assert len(stub.asked) == asked


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer({"sources_to_targets": [[{"time": "soon"}]]}), "cannot be read"),
        (Answer({"sources_to_targets": []}), "other journeys than asked for"),
        (Answer({"error_code": 150, "error": "Too many"}, 400), r"refused .*\(150\)"),
    ],
)
def test_a_valhalla_that_fails_says_how(answer, why):
    with (
        stub_router(lambda *_: answer) as stub,
        pytest.raises(TravelUnavailableError, match=why),
    ):
        ValhallaTravel(stub.url).minutes(HOMES[:1], SCHOOL)


def test_a_router_that_recovers_is_believed():
    answers = iter([Answer(b"", 503), Answer(b"", 500)])
    with stub_router(lambda *asked: next(answers, None) or osrm(*asked)) as stub:
        travel = OsrmTravel(stub.url, patience=HURRIED)
        minutes = travel.minutes(HOMES[:1], SCHOOL)
    assert minutes[0, 0] == pytest.approx(minutes_of(STOKE[0]))


def test_a_run_goes_on_with_the_estimate_and_says_so():
    estimate = EstimatedTravel(
        TravelAssumptions(detour=1.3, town_kmh=30, mixed_kmh=50, open_kmh=75)
    )
    with stub_router(osrm) as stub:
        address = stub.url
    travel = WithFallback(OsrmTravel(address, patience=HURRIED), estimate)
    assert travel.label == (
        "driving times from OSRM where it has them, else estimate from distance"
    )
    minutes = travel.minutes(HOMES, SCHOOL)
    np.testing.assert_array_equal(minutes, estimate.minutes(HOMES, SCHOOL))
    assert travel.label == (
        "driving times from OSRM until it could not be asked, "
        "else estimate from distance"
    )
    assert str(travel.failure) == f"The router at {address} could not be reached."


def test_a_failed_router_is_not_asked_again():
    with stub_router(lambda *_: Answer(b"", 404)) as stub:
        travel = WithFallback(OsrmTravel(stub.url), OsrmTravel(stub.url))
        with pytest.raises(TravelUnavailableError):
            travel.minutes(HOMES, SCHOOL)
        with pytest.raises(TravelUnavailableError):
            travel.minutes(HOMES, SCHOOL)
    assert len(stub.asked) == 3


def test_where_anyone_lives_stands_in_no_log(caplog):
    caplog.set_level(logging.INFO)
    with stub_router(osrm) as stub:
        OsrmTravel(stub.url).minutes(HOMES, SCHOOL)
    assert "53.0027" in json.dumps(stub.asked)
    assert "53.0027" not in caplog.text


def test_a_proxy_of_the_machine_is_not_used(monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with stub_router(osrm) as stub:
        OsrmTravel(stub.url).minutes(HOMES, SCHOOL)
    assert len(stub.asked) == 1
