"""Young people from a list: drafts of referrals, none live, and taken back."""

import re
from html import unescape

import pytest

from app.core.actor import Role
from app.core.db import open_session, open_system_session
from app.exchange.drafts.columns import COLUMNS
from app.referral_form.models import ReferralDraft
from app.referrals.models import Referral
from tests.app import builders
from tests.app.browser import Browser
from tests.app.exchange.test_tables import workbook
from tests.app.features.test_imports import kept, sent

__all__ = ["kept"]

HEADER = ("Young person ID", "Name to use when sharing", "Date of birth", "Gender")
HEADER += ("Lives now", "Interests", "Why now")
ROW = ("YP-1", "Kestrel", "14/3/2013", "girl", "children's home", "football;art", "New")
OTHER = ("YP-2", "Wren", "1/5/2012", "male", "", "", "")
TABLES = ("referral_draft", "external_id")


def sheet(*rows, header=HEADER):
    return "\n".join(
        ",".join(f'"{c}"' for c in row) for row in (header, *rows)
    ).encode()


@pytest.fixture
def placements(app, world, system):
    return data_officer(app, system, world.authority)


def data_officer(app, system, of):
    officer = builders.member(system, role=Role.DATA_OFFICER, of=of.organisation)
    browser = Browser(app)
    browser.sign_in(officer.email)
    return browser


@pytest.fixture
def upload(placements):
    def do(*files, **form):
        answer = sent(placements, *files, kind="referrals", **form)
        return answer.headers["location"]

    return do


@pytest.fixture
def imported(upload, placements):
    def do(*files, **form):
        path = upload(*files, **form)
        assert placements.post(f"{path}/confirm").status_code == 303
        return path

    return do


@pytest.fixture
def drafts(engine, world):
    """The authority's drafts by the young person's id."""

    def do():
        with open_session(engine, world.authority.actor) as session:
            rows = session.query(ReferralDraft).all()
            return {
                row.answers["child_id"]: (row.id, dict(row.answers), row.origin)
                for row in rows
            }

    return do


def test_a_list_gives_drafts_and_nothing_live(upload, placements, drafts, engine):
    path = upload(sheet(ROW, OTHER))
    assert "2 new young people · 0 changes" in placements.get(path).text
    assert drafts() == {}
    placements.post(f"{path}/confirm")
    _, answers, origin = drafts()["YP-1"]
    assert origin == "referrals"
    assert answers == {
        "child_id": "YP-1",
        "sharing_name": "Kestrel",
        "born-day": "14",
        "born-month": "3",
        "born-year": "2013",
        "gender": "female",
        "lives_now": "children's home",
        "interests": "football\nart",
        "why_now": "New",
    }
    with open_system_session(engine) as session:
        assert session.query(Referral).count() == 0
    assert "From a list, confirm" in placements.get("/referrals").text
    draft = drafts()["YP-1"][0]
    page = placements.get(f"/referrals/{draft}/tasks").text
    assert "begun from a list, young person YP-1, as of 20 November 2026" in page
    assert "You have completed 0 of" in page
    assert 'value="Kestrel"' in placements.get(f"/referrals/{draft}/pages/about").text


def test_the_same_list_twice_changes_nothing(imported, upload, placements, kept):
    imported(sheet(ROW, OTHER))
    before = kept(*TABLES)
    again = upload(sheet(ROW, OTHER))
    shown = placements.get(again).text
    assert "0 new young people · 0 changes · 0 conflicts" in shown
    placements.post(f"{again}/confirm")
    assert kept(*TABLES) == before


def test_newer_facts_win_visibly_and_never_over_what_people_wrote(
    imported, upload, placements, drafts
):
    imported(sheet(ROW))
    draft = drafts()["YP-1"][0]
    page = placements.get(f"/referrals/{draft}/pages/about").text
    typed = dict(re.findall(r'<input[^>]* name="([^"]+)"[^>]* value="([^"]*)"', page))
    typed |= {"sharing_name": "Merlin", "gender": "another", "lives_now": "family"}
    saved = placements.post(f"/referrals/{draft}/pages/about", typed)
    assert saved.status_code == 303
    newer = ("YP-1", "Kestrel", "14/3/2013", "girl", "", "chess", "Ready")
    path = upload(sheet(newer), day="21/11/2026")
    shown = unescape(placements.get(path).text)
    assert "0 new young people · 1 change · 0 conflicts" in shown
    assert "Hearth's: somebody wrote it here" in shown
    assert "The file's: newer" in shown
    placements.post(f"{path}/confirm")
    answers = drafts()["YP-1"][1]
    assert (answers["sharing_name"], answers["gender"]) == ("Merlin", "another")
    # An empty cell takes nothing away.
    assert answers["lives_now"] == "family"
    assert (answers["interests"], answers["why_now"]) == ("chess", "Ready")
    # An older list changes nothing, and one of the same day is asked about.
    older = upload(sheet((*newer[:6], "Old")), day="19/11/2026")
    assert "There is nothing to import" in placements.get(older).text
    same = upload(sheet((*newer[:6], "Else")), day="21/11/2026")
    shown = placements.get(same).text
    assert "1 conflict" in shown
    field = shown.split(':why_now"')[0].rsplit('"', 1)[1] + ":why_now"
    # Who cannot tell has both kept, as a question on the draft's page.
    assert "Not sure: keep both, as a question" in shown
    placements.post(f"{same}/answers", {field: "both"})
    placements.post(f"{same}/confirm")
    key, answers = drafts()["YP-1"][:2]
    assert answers["why_now"] == "Ready"
    tasks = f"/referrals/{key}/tasks"
    assert "Two lists differ; see The move." in placements.get(tasks).text
    asked = "the other: Else, as of 21 November 2026. Say which is right."
    assert asked in placements.get(f"/referrals/{key}/pages/move").text
    assert placements.post(f"{same}/undo").status_code == 303
    assert "Two lists differ" not in placements.get(tasks).text
    same = upload(sheet((*newer[:6], "Else")), day="21/11/2026")
    field = placements.get(same).text.split(':why_now"')[0].rsplit('"', 1)[1]
    placements.post(f"{same}/answers", {f"{field}:why_now": "theirs"})
    placements.post(f"{same}/confirm")
    assert drafts()["YP-1"][1]["why_now"] == "Else"


def test_undo_puts_every_draft_back_byte_for_byte(imported, placements, kept, drafts):
    imported(sheet(ROW))
    before = kept(*TABLES)
    newer = ("YP-1", "Merlin", "14/3/2013", "girl", "", "chess", "Ready")
    path = imported(sheet(newer, OTHER), day="21/11/2026")
    assert drafts()["YP-1"][1]["sharing_name"] == "Merlin"
    assert placements.post(f"{path}/undo").status_code == 303
    after = kept(*TABLES)
    assert str(after) == str(before)


def test_undo_takes_nothing_back_once_somebody_went_on(imported, placements, drafts):
    first = imported(sheet(ROW, OTHER))
    newer = ("YP-1", "Merlin", "", "", "", "", "")
    imported(sheet(newer), day="21/11/2026")
    refused = placements.post(f"{first}/undo")
    assert refused.status_code == 409
    assert "or wrote about them: Kestrel" in refused.text
    assert len(drafts()) == 2


def test_who_may_be_the_same_is_asked_about_and_never_merged(
    imported, upload, placements, drafts
):
    imported(sheet(ROW))
    alike = ("9", "kestrel", "14/3/2013", "girl", "", "chess", "")
    path = upload(sheet(alike), source="Case system", day="22/11/2026")
    shown = placements.get(path).text
    assert "0 new young people · 0 changes · 1 conflict" in shown
    assert "the same name and date of birth" in shown
    field = shown.split(':same_as"')[0].rsplit('"', 1)[1] + ":same_as"
    placements.post(f"{path}/answers", {field: drafts()["YP-1"][0]})
    assert "1 change" in placements.get(path).text
    placements.post(f"{path}/confirm")
    assert len(drafts()) == 1
    assert drafts()["YP-1"][1]["interests"] == "chess"
    again = upload(sheet(alike), source="Case system", day="22/11/2026")
    assert "0 new young people · 0 changes · 0 conflicts" in placements.get(again).text


def test_another_authoritys_young_people_are_its_own(
    app, world, system, imported, drafts
):
    imported(sheet(ROW))
    other = data_officer(app, system, world.other_authority)
    answer = sent(other, sheet(ROW), kind="referrals")
    shown = other.get(answer.headers["location"]).text
    assert "1 new young person · 0 changes · 0 conflicts" in shown
    other.post(f"{answer.headers['location']}/confirm")
    assert len(drafts()) == 1


def test_everything_wrong_is_said_at_once_with_row_and_column(upload, placements):
    header = (*HEADER, "Furthest miles from it", "Family home postcode", "Colour")
    wrong = ("", "a\nb", "31/2/2013", "gril", "moon", "x" * 300, "", "ten", "=1+2", "")
    late = ("YP-3", "Late", "14/3/2031", *[""] * 7)
    path = upload(sheet(wrong, ("YP-1", *[""] * 9), late, OTHER, OTHER, header=header))
    shown = unescape(placements.get(path).text)
    assert "1 new young person ·" in shown
    for column, said in (
        ("Young person ID", "is empty"),
        ("Date of birth", "31/2/2013 is not a date"),
        ("Gender", "gril is not one of: female, male, another, not known"),
        ("Interests", "has a part longer than 200 characters"),
        ("Furthest miles from it", "ten is not a number from 0 to 1000, in figures"),
        ("Family home postcode", "=1+2 is not a postcode, or the first part of one"),
        ("Name to use when sharing", "has a line break or a character"),
        ("Date of birth", "14/3/2031 makes them -5 on the day the list is from"),
        ("Young person ID", "YP-2 is in rows 5, 6. None was read"),
        ("Colour", "We do not know this column. It was left out"),
    ):
        assert f"{column}</td>" in shown
        assert said in shown


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_filled_in_as_its_guidance_says_is_read_whole(
    placements, upload, form
):
    assert "kind=referrals&amp;form=csv" in placements.get("/imports/new").text
    empty = placements.get(f"/imports/template?kind=referrals&form={form}")
    row = [column.example for column in COLUMNS]
    if form == "xlsx":
        filled = workbook([column.heading for column in COLUMNS], row)
    else:
        filled = empty.content + ",".join(f'"{cell}"' for cell in row).encode()
    shown = placements.get(upload(filled, day="26/11/2026")).text
    assert "1 new young person · 0 changes · 0 conflicts · 0 rows not read" in shown
    assert "Not read, or not as it stood" not in shown


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Person ID,Forename,Date of Birth,Gender,Placement Type", "a Mosaic-like"),
        ("LCS ID,Surname,DoB,Sex,Placement Code", "an LCS-like"),
        ("Eclipse ID,Name,Date of Birth,Gender,PlacementType", "an Eclipse-like"),
    ],
)
def test_case_systems_lists_are_read_without_a_question_and_without_names(
    imported, placements, drafts, kept, header, name
):
    path = imported(f"{header}\n77,Realname,14/03/2013,F,K2".encode())
    shown = placements.get(path).text
    assert f"Read as {name} list of children looked after" in shown
    _, answers, _ = drafts()["77"]
    assert (answers["gender"], answers["lives_now"]) == ("female", "children's home")
    assert "Realname" not in str(kept("import_item", "import_problem", *TABLES))
