"""Any other sheet: which column is which is asked once, and remembered."""

import re
from html import unescape

import pytest

from app.core.db import open_session
from app.exchange.mapping import Mapping, headings_of
from app.exchange.models import ImportMapping
from tests.app.browser import Browser
from tests.app.features.test_imports import (
    homes,
    imported,
    kept,
    officer,
    sent,
    upload,
)

__all__ = ["homes", "imported", "kept", "officer", "upload"]

OTHERS = (
    "Ref no,Who,Where they live,Stage,Takes,Boss\n"
    "C7,Amara and Jo,ST4 2AB,Panel passed,S/T & St. breaks;step-down,Pat Canary\n"
    "C8,Bea,ST5 1AA,Paused,step-down,Pat Canary\n"
)
MEANT = {
    "Ref no": "id",
    "Who": "label",
    "Where they live": "postcode",
    "Stage": "status",
    "Takes": "types",
    "Boss": "",
}


def fields(page):
    """Return the fields of a page by their labels."""
    found = re.findall(r'<label class="[^"]*" for="([^"]+)">\s*(.*?)\s*</label>', page)
    return {unescape(label): name for name, label in found}


def said(page, meant):
    return {fields(page)[label]: value for label, value in meant.items()}


def test_another_sheet_is_asked_about_once_and_then_read_without_a_question(
    upload, officer, homes, kept
):
    path = upload(OTHERS.encode()).headers["location"]
    shown = officer.get(path)
    assert shown.headers["location"] == f"{path}/columns"
    shown = officer.get(f"{path}/columns").text
    assert "In it: Panel passed · Paused" in shown
    answer = officer.post(f"{path}/columns", said(shown, MEANT))
    assert answer.headers["location"] == f"{path}/values"
    shown = officer.get(f"{path}/values").text
    assert list(fields(shown)) == [
        "panel passed",
        "paused",
        "s/t & st breaks",
    ]
    values = {
        "panel passed": "approved",
        "paused": "on hold",
        "s/t & st breaks": "short breaks",
    }
    answer = officer.post(f"{path}/values", said(shown, values))
    assert answer.headers["location"] == path
    shown = officer.get(path).text
    assert "2 new homes · 0 changes · 0 conflicts · 0 rows not read" in shown
    assert "Not read, or not as it stood" not in shown
    assert kept("import_part") == {"import_part": []}
    officer.post(f"{path}/confirm")
    facts = homes()["Amara and Jo"]["record"]
    assert facts["status"]["value"] == "approved"
    assert facts["terms"]["value"]["types"] == ["short breaks", "step-down"]
    assert homes()["Bea"]["record"]["status"]["value"] == "on hold"

    again = upload(OTHERS.replace("Paused", "Panel passed").encode(), day="21/11/2026")
    shown = officer.get(again.headers["location"]).text
    assert "0 new homes · 2 changes · 0 conflicts" in shown
    # Another system's columns are asked about anew; so are they of another agency.
    assert "columns" in officer.get(
        upload(OTHERS.encode(), source="Other").headers["location"]
    ).headers.get("location", "")


def test_what_was_said_can_be_said_anew_and_is_the_organisations_own(
    app, world, upload, officer, engine
):
    path = upload(OTHERS.encode()).headers["location"]
    page = officer.get(f"{path}/columns").text
    officer.post(f"{path}/columns", said(page, MEANT))
    officer.post(f"{path}/abandon")
    path = upload(OTHERS.encode(), columns="ask").headers["location"]
    page = officer.get(f"{path}/columns").text
    assert page.count("selected") == 5
    anew = {**MEANT, "Boss": "said_by", "Stage": ""}
    officer.post(f"{path}/columns", said(page, anew))
    with open_session(engine, world.agency.actor) as session:
        [kept] = session.query(ImportMapping).all()
        assert kept.said["columns"]["boss"] == "said_by"
        assert kept.said["columns"]["stage"] == ""
    other = Browser(app)
    other.sign_in(world.other_agency.email)
    there = sent(other, OTHERS.encode()).headers["location"]
    assert other.get(there).headers["location"] == f"{there}/columns"
    assert other.get(f"{there}/columns").text.count("selected") == 0
    for name in ("columns", "values"):
        assert other.get(f"{path}/{name}").status_code == 404
        assert other.post(f"{path}/{name}").status_code == 404


def test_what_is_amiss_with_the_choice_is_said_and_nothing_is_remembered(
    upload, officer, kept
):
    path = upload(OTHERS.encode()).headers["location"]
    page = officer.get(f"{path}/columns").text
    wrong = {**MEANT, "Who": "", "Boss": "id"}
    refused = officer.post(f"{path}/columns", said(page, wrong))
    assert refused.status_code == 422
    text = unescape(refused.text)
    assert text.count("Select which column is Name") == 2
    assert text.count("Ref no and Boss cannot both be Home ID") == 2
    assert text.count("selected") == 5
    assert kept("import_mapping") == {"import_mapping": []}
    # A value nobody said a meaning for is told with its row, and the rest is read.
    officer.post(f"{path}/columns", said(page, MEANT))
    page = officer.get(f"{path}/values").text
    officer.post(f"{path}/values", said(page, {"paused": "-"}))
    shown = officer.get(path).text
    assert "1 new home ·" in shown
    assert "Panel passed is not one of: in assessment, approved" in shown


@pytest.mark.parametrize(
    ("sheet", "name"),
    [
        (
            "Carer Ref,Carer Name,Carer Status,Placement Types,Email\n"
            "1,Bea,Active,LT;Short Term,b@x.example\n",
            "a Charms-like list of carers",
        ),
        (
            "Provider ID,Provider Name,Provider Status,Placement Category\n"
            "1,Bea,Live,Long Term;ST\n",
            "a list of providers and vacancies, as case systems write them",
        ),
    ],
)
def test_shapes_known_beforehand_are_read_without_a_question(
    upload, officer, homes, sheet, name
):
    path = upload(sheet.encode()).headers["location"]
    shown = officer.get(path).text
    assert f"Read as {name}" in shown
    assert "1 new home · 0 changes · 0 conflicts · 0 rows not read" in shown
    officer.post(f"{path}/confirm")
    facts = homes()["Bea"]["record"]
    assert facts["status"]["value"] == "approved"
    assert sorted(facts["terms"]["value"]["types"]) == ["long-term", "short-term"]


def test_headings_are_shown_with_some_of_their_values():
    from app.exchange.tables import Table

    rows = [(2, ["a", None]), (3, ["b", "x" * 99]), (4, ["b"]), (5, ["c", 1.0])]
    one, two = headings_of([Table("t", ["A", "B"], rows)])
    assert (one.name, list(one.samples)) == ("A", ["a", "b", "c"])
    assert (two.name, list(two.samples)) == ("B", ["x" * 60, "1"])
    assert Mapping().with_values({"k": {"a": "b"}}).with_values(
        {"k": {"c": "d"}}
    ).values == {"k": {"a": "b", "c": "d"}}
