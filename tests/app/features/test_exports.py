"""Exports: one's own records, read back as they were, inert, and on record."""

import csv
import io

import pytest
from openpyxl import load_workbook

from app.audit.repository import AuditRepository, Sought
from app.cli.main import main
from app.core.db import open_session
from app.core.spreadsheet import as_it_was, inert
from app.exports.models import Export
from tests.app.browser import Browser
from tests.app.features.test_imports import sent

REASON = "For the monthly report to the manager"
BEGINNINGS = ("=", "+", "-", "@", "\t", "\r", "\n", "'=", "''@", "＝")
SAID = {"source": "supervising social worker", "confirmed_on": "2026-11-01"}


@pytest.fixture
def officer(app, world):
    browser = Browser(app)
    browser.sign_in(world.agency.email)
    return browser


def taken(browser, kind, form, reason=REASON):
    """Export, and return the file."""
    asked = {"kind": kind, "form": form, "reason": reason}
    answer = browser.post("/exports", asked)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-disposition"].startswith("attachment")
    return answer.content


def rows_of(content, form):
    """Return a file's rows as a library of the format reads them."""
    if form == "csv":
        assert content.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    book = load_workbook(io.BytesIO(content))
    cells = [list(row) for row in book.worksheets[0].iter_rows()]
    assert not any(cell.data_type in "fe" for row in cells for cell in row)
    return [[cell.value for cell in row] for row in cells]


def inert_in(rows):
    begins = ("=", "+", "-", "@", "\t", "\r")
    return not any(isinstance(c, str) and c.startswith(begins) for r in rows for c in r)


@pytest.fixture
def homes(world, household):
    """Homes with values a sheet finds hard, and one of another agency."""
    authority = world.authority.organisation.id
    awkward = (
        {
            "label": '=HYPERLINK("https://x.example"; "Zoë, 李")',
            "offered_to": [authority, world.other_authority.organisation.id],
            "record": {
                "location": {"value": {"postcode": "st42ab"}, **SAID},
                "authority": authority,
                "status": {"value": "on hold", **SAID, "source": "@panel, 陳"},
                "approved_on": "2019-03-14",
                "terms": {
                    "value": {"places": 2, "ages": [8, 17], "genders": ["female"]},
                    **SAID,
                },
                "carers": {
                    "value": [
                        {
                            "gender": "female",
                            "faith": {"value": "-Sikh", **SAID},
                            "languages": {
                                "value": ["Zazaki, northern", 'the "old" one', "Ελλ"],
                                **SAID,
                            },
                            "drives": {"value": False, **SAID},
                        },
                        {"smokes": {"value": True, "confirmed_on": "2026-10-05"}},
                    ],
                    "source": "carers",
                },
                "children": {"value": [{"age": 9, "kind": "adopted"}], **SAID},
                "animals": {
                    "value": [
                        {"species": "Dog", "count": 2, "kept_apart": "yes"},
                        {"species": "pony", "count": 3},
                        {"species": "bus"},
                    ],
                    **SAID,
                },
                "interests": {"value": ["+jazz", "tea; cake"], **SAID},
                "takes_alone": {"value": "can be", **SAID},
            },
        },
        {
            "label": "'=Not a formula\nbut two lines",
            "record": {
                "terms": {"places": 30, "types": ["step-down"]},
                "carers": [{"faith": "one\nof two"}, {}, {"gender": "male"}],
                "location": {"lat": 52.5, "lon": -1.9},
                "offers": {"value": [], **SAID},
                "animals": [],
            },
        },
        {"label": "Bea", "record": {"considerations": {"FIRE": "no"}}},
    )
    for home in awkward:
        answer = world.client("agency").request("POST", "/api/v1/households", json=home)
        assert answer.status_code == 201, answer.text
    foreign = {"label": "Foreign canary", "record": {"interests": ["canary"]}}
    world.client("other_agency").request("POST", "/api/v1/households", json=foreign)
    return awkward


@pytest.mark.parametrize("text", [*BEGINNINGS, "=1+1", "'x", "", "a=b", "'", "−1"])
def test_what_is_made_inert_is_read_as_it_was(text):
    assert as_it_was(inert(text)) == text
    assert not inert(text).startswith(("=", "+", "-", "@", "\t", "\r", "＝"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_homes_read_back_are_no_news(officer, homes, world, form):
    content = taken(officer, "homes", form)
    rows = rows_of(content, form)
    assert inert_in(rows)
    assert len(rows) == 1 + 1 + len(homes)
    assert b"Foreign" not in content
    before = world.client("agency").get("/api/v1/households").text
    for source in ("Hearth", "Any other name"):
        path = sent(officer, content, source=source, day="27/11/2026")
        assert path.status_code == 303, path.text
        shown = officer.get(path.headers["location"]).text
        assert "0 new homes · 0 changes · 0 conflicts · 0 rows not read" in shown
        nothing = ("There is nothing to import", "Nothing is different.")
        assert any(said in shown for said in nothing)
        assert "newer" not in shown
        officer.post(f"{path.headers['location']}/confirm")
    assert world.client("agency").get("/api/v1/households").text == before
    at = {name: place for place, name in enumerate(rows[0])}
    home = next(row for row in rows if "HYPERLINK" in (row[1] or ""))
    assert as_it_was(home[1]) == homes[0]["label"]
    assert home[at["Carer 1 languages"]] == ('"Zazaki, northern"; the "old" one; Ελλ')
    assert as_it_was(home[at["Interests"]]) == '+jazz; "tea; cake"'
    assert home[at["Confirmed on"]] == "2026-10-05"
    # What the sheet cannot say is not in it, and told.
    assert not home[at["Animals"]]
    assert "It had no place for" in officer.get("/exports").text


def test_a_file_read_where_nothing_is_there_makes_the_same_homes(
    officer, homes, app, world
):
    """Another agency reads the file: all that is in it arrives."""
    content = taken(officer, "homes", "xlsx")
    other = Browser(app)
    other.sign_in(world.other_agency.email)
    path = sent(other, content, day="27/11/2026").headers["location"]
    other.post(f"{path}/confirm")
    answer = world.client("other_agency").get("/api/v1/households").json()
    made = {one["label"]: one["record"] for one in answer["items"]}
    home = made[homes[0]["label"]]
    assert home["interests"]["value"] == ["+jazz", "tea; cake"]
    assert home["carers"]["value"][0]["faith"]["value"] == "-Sikh"
    assert home["carers"]["value"][0]["languages"]["value"][0] == "Zazaki, northern"
    assert home["carers"]["value"][1]["smokes"]["value"] is True
    assert home["terms"]["value"]["ages"] == [8, 17]
    # Nobody confirmed these on a day, and reading the file makes none up.
    assert made["Amara and Jo"]["bedrooms_free"].get("confirmed_on") is None


def test_a_reason_is_needed_and_what_was_typed_is_kept(officer, homes):
    answer = officer.post("/exports", {"kind": "homes", "reason": "for <me>"})
    assert answer.status_code == 422
    assert answer.text.count("Select a kind of file") == 2
    assert answer.text.count("Enter why you need the file, in 3 words or more") == 2
    assert "for &lt;me&gt;" in answer.text
    assert 'value="homes" checked' in answer.text
    assert "Nothing has been exported yet" in answer.text
    refused = officer.post("/exports", {"kind": "decisions", "reason": "x " * 400})
    assert refused.text.count("Select what you want to export") == 2
    assert refused.text.count("Reason must be 500 characters or fewer") == 2


def test_every_export_is_on_record_and_listed(officer, homes, world, engine, app):
    taken(officer, "homes", "csv")
    shown = officer.get("/exports").text
    assert REASON in shown
    assert "Homes, 4 rows, CSV" in shown
    assert "There is no such page" in officer.get("/exports?page=9").text
    with open_session(engine, world.agency.actor) as session:
        entries = list(AuditRepository(session).every(Sought()))
        export = next(one for one in entries if one.action == "export.made")
        assert export.detail == {"kind": "homes", "form": "csv", "rows": 4}
        each = [one for one in entries if one.action == "household.in_export"]
        assert len(each) == 4
        assert {one.detail["export"] for one in each} == {export.record_id}
        assert session.get_one(Export, export.record_id).reason == REASON
    listed = world.client("agency").get("/api/v1/exports").json()
    assert [(one["kind"], one["reason"]) for one in listed["items"]] == [
        ("homes", REASON)
    ]
    assert world.client("other_agency").get("/api/v1/exports").json()["total"] == 0


def test_the_api_gives_the_same_file(officer, homes, world):
    wanted = {"kind": "homes", "form": "csv", "reason": REASON}
    client = world.client("agency")
    answer = client.request("POST", "/api/v1/exports", json=wanted)
    assert answer.content == taken(officer, "homes", "csv")
    short = client.request("POST", "/api/v1/exports", json={**wanted, "reason": "x"})
    assert short.status_code == 422
    assert short.json()["errors"][0]["pointer"] == "/reason"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_at_the_terminal(homes, world, db, engine, tmp_path, monkeypatch, capsys, form):
    monkeypatch.setenv("HEARTH_ENVIRONMENT", "test")
    monkeypatch.setenv("HEARTH_DATABASE_URL", db)
    out = tmp_path / f"homes.{form}"
    own = ["--organisation", world.agency.organisation.code]
    asked = ["export", "homes", *own, "--reason", REASON, "--out", str(out)]
    assert main(asked) == 0
    assert "4 rows written" in capsys.readouterr().out
    assert len(rows_of(out.read_bytes(), form)) == 5
    assert out.stat().st_mode & 0o777 == 0o600
    # What is there is never written over, and then nothing is on record.
    assert main(asked) == 2
    assert main([*asked[:-1], str(tmp_path / "homes.pdf")]) == 2
    assert "Select a kind of file" in capsys.readouterr().err
    with open_session(engine, world.agency.actor) as session:
        assert AuditRepository(session).page(Sought(record=""), 1, 10**9).total
        made = [
            one
            for one in AuditRepository(session).every(Sought())
            if one.action == "export.made"
        ]
        assert len(made) == 1
