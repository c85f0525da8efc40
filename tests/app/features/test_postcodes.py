"""Full postcodes: read as downloaded, and what distances rest on is said."""

import csv
import io
import json
import zipfile

import pytest

from app.cli.main import main
from app.core.db import open_system_session
from app.postcodes import service
from app.postcodes.reading import PostcodesUnreadableError, read
from matching.case_file import read_case
from matching.check import check
from matching.places import great_circle_km
from matching.report import to_json
from matching.run import Ask, run
from tests.app.browser import Browser
from tests.app.features.conftest import job

# Rows of the shape of OS Code-Point Open: no headings, eastings and northings.
CODE_POINT = """\
"ST4 2AA",10,388012,345010,"E92000001","","","","E06000021",""
"ST4 2AB",10,387100,344900,"E92000001","","","","E06000021",""
"ST4 9ZZ",90,0,0,"E92000001","","","","E06000021",""
"B33 8TH",10,414300,286700,"E92000001","","","","E08000025",""
"NR30 5SU",10,651410,313177,"E92000001","","","","E07000145",""
"nonsense",10,1,2
"""
# And of the ONS Postcode Directory: headings and degrees; one used no more, one
# nowhere.
DIRECTORY = """\
pcd,pcd2,pcds,dointr,doterm,oslaua,lat,long
ST4 2AA,ST4  2AA,ST4 2AA,198001,,E06000021,53.001700,-2.179000
ST4 2AB,ST4  2AB,ST4 2AB,198001,199512,E06000021,53.000700,-2.193000
ST4 2AB,ST4  2AB,ST4 2AB,199601,,E06000021,53.000800,-2.193700
JE2 3AB,JE2  3AB,JE2 3AB,199601,,L99999999,99.999999,0.000000
"""


@pytest.fixture
def code_point(tmp_path):
    """As it is downloaded: a zip, a file for each area, and lists beside them."""
    path = tmp_path / "codepo_gb.zip"
    rows = list(csv.reader(io.StringIO(CODE_POINT)))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("readme.txt", "x")
        made.writestr("Doc/Code-Point_Open_Column_Headers.csv", "PC,PQ\nPostcode,x\n")
        for area in ("st", "b", "nr"):
            of = [row for row in rows if row[0].lower().startswith(area)]
            made.writestr(f"Data/CSV/{area}.csv", "\n".join(map(",".join, of)))
    return path


def test_both_lists_are_read_as_downloaded(code_point, tmp_path):
    found = read(code_point)
    assert found.source == "OS Code-Point Open"
    assert (found.count, found.without_position, found.unreadable) == (4, 1, 0)
    # The water tower at Caister, in the Ordnance Survey's guide to coordinates.
    tower = 52 + 39 / 60 + 28.8282 / 3600, 1 + 42 / 60 + 57.8663 / 3600
    assert great_circle_km(*found.areas["NR"]["NR305SU"], *tower) < 0.02
    directory = tmp_path / "ONSPD_NOV_2025_UK.csv"
    directory.write_text(DIRECTORY, "utf-8-sig")
    found = read(directory)
    assert (found.count, found.without_position) == (2, 1)
    assert found.areas["ST"]["ST42AB"] == (53.0008, -2.1937)


@pytest.mark.parametrize(
    "content",
    [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", b"PK\x03\x04 cut off", b"\x89PNG\r\n"],
)
def test_what_is_no_list_of_postcodes_is_said_and_changes_nothing(
    content, tmp_path, db, engine, code_point, monkeypatch, capsys
):
    monkeypatch.setenv("HEARTH_DATABASE_URL", db)
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    assert main(["postcodes", "load", str(code_point)]) == 0
    assert "Loaded 4 postcodes from OS Code-Point Open" in capsys.readouterr().out
    wrong = tmp_path / "wrong.csv"
    wrong.write_bytes(content)
    assert main(["postcodes", "load", str(wrong)]) == 2
    assert "Nothing was changed" in capsys.readouterr().err
    with pytest.raises(PostcodesUnreadableError):
        read(wrong)
    assert main(["postcodes", "show"]) == 0
    assert "4 postcodes from OS Code-Point Open" in capsys.readouterr().out


def test_a_run_goes_by_postcodes_and_says_so(app, world, engine, code_point):
    def run_of():
        asked = world.client("authority").request("POST", "/api/v1/match-runs", json={})
        job(engine)(asked.json()["id"])
        officer = Browser(app)
        officer.sign_in(world.authority.email)
        page = officer.get(f"/runs/{asked.json()['id']}").text
        return " ".join(page.split())

    home = {"value": {"postcode": "ST4 2AB"}, "confirmed_on": "2026-11-01"}
    body = {
        "label": "Amara and Jo",
        "record": {"location": home},
        "offered_to": [world.authority.organisation.id],
    }
    near = {
        "criterion": "near",
        "strength": "essential",
        "parameters": {"place": {"postcode": "B33 8TH"}, "max_miles": 60},
    }
    young = {
        "sharing_name": "Robin",
        "record": {
            "born": "2013-04-01",
            "needed_by": "2027-01-15",
            "placement_type": "step-down",
            "needs": [near],
        },
    }
    agency, authority = world.client("agency"), world.client("authority")
    assert agency.request("POST", "/api/v1/households", json=body).status_code == 201
    sent = {"young_people": [young]}
    assert authority.request("POST", "/api/v1/referrals", json=sent).status_code == 201
    assert "Homes: by the middle of their postcode sector" in run_of()
    with open_system_session(engine) as session:
        service.load(session, read(code_point))
        session.commit()
    page = run_of()
    assert "Homes: by their full postcode, to about half a mile." in page
    assert "Places named in needs: by their full postcode." in page


def test_a_home_is_placed_to_about_half_a_mile_and_a_need_exactly(engine, code_point):
    """However many distances somebody asks for, they do not find the house."""
    here = {"location": {"value": {"postcode": "st42ab"}, "confirmed_on": None}}
    next_door = {"location": {"value": {"postcode": "ST4 2AB"}}}
    other = {"location": {"value": {"postcode": "ST4 2"}}}
    unknown = {"location": {"value": {"postcode": "ST4 9ZZ"}}}
    need = {"parameters": {"place": {"postcode": "ST4 2AA"}}}
    with open_system_session(engine) as session:
        service.load(session, read(code_point))
        service.place_homes(session, [here, next_door, other, unknown, {}])
        service.place_needs(session, [{"needs": [need, {}], "avoid_places": []}])
        session.rollback()
    place = here["location"]["value"]
    assert place["postcode"] == "st42ab"
    assert "lat" not in other["location"]["value"]
    assert "lat" not in unknown["location"]["value"]
    true = read(code_point).areas["ST"]["ST42AB"]
    apart = float(great_circle_km(place["lat"], place["lon"], *true))
    assert 0 < apart <= place["within_km"] == service.HOME_WITHIN_KM
    assert need["parameters"]["place"]["lat"] == pytest.approx(53.00215, abs=1e-3)
    lat, lon = next_door["location"]["value"]["lat"], place["lon"]
    assert (lat, lon) == (place["lat"], next_door["location"]["value"]["lon"])


def test_the_engine_and_its_check_go_by_the_coordinate_beside_a_postcode():
    """An area to avoid is told from a home the postcode's sector could not tell."""
    place = {"postcode": "ST4 2AB", "lat": 53.005, "lon": -2.1975, "within_km": 0.8}
    case = {
        "as_of": "2026-11-27",
        "policy": "step-down",
        "authorities": [{"id": "A1", "name": "Ashmere"}],
        "households": [
            {"id": "H1", "offered_to": ["A1"], "location": {"value": place}},
            {
                "id": "H2",
                "offered_to": ["A1"],
                "location": {"value": {"postcode": "ST4 2AB"}},
            },
        ],
        "young_people": [
            {
                "id": "C1",
                "authority": "A1",
                "born": "2013-04-01",
                "needed_by": "2027-01-15",
                "placement_type": "step-down",
                "avoid_places": [
                    {"place": {"lat": 53.005, "lon": -2.1}, "radius_km": 4}
                ],
            }
        ],
    }
    made = read_case(json.dumps(case).encode())
    report = run(made, Ask(detail="full"))
    shown = json.loads(to_json(report))
    assert check(made, shown) == []
    assert shown["located"] == {
        "homes": {"postcode": 1, "sector": 1},
        "places": {"point": 1},
    }
    said = {
        home["household"]: [
            line["sentence"]
            for line in home.get("verdicts", ())
            if line["criterion"] == "avoid_place"
        ]
        for home in shown["young_people"][0]["options"]
    }
    assert said["H1"] == ["Outside every area they need to stay away from."]
    assert "not exact enough" in said["H2"][0]
