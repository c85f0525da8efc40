"""Homes from a list: seen before anything is saved, saved whole, and taken back."""

import json
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import text

from app.audit.service import verify
from app.core.clock import now
from app.core.db import open_session, open_system_session
from app.core.sealing import Sealed
from app.exchange import service
from app.exchange.homes.columns import COLUMNS
from app.exchange.models import Import, ImportItem
from app.notes.models import Note
from tests.app.browser import ADDRESS, Browser
from tests.app.exchange.test_tables import workbook

HEADER = ("Home ID", "Name", "Postcode", "Approval", "Bedrooms free", "Animals")
HOME = ("H1", "Amara and Jo", "ST4 2AB", "approved", "1", "2 dogs; cat")
OTHER = ("H2", "Bea", "ST5 1AA", "on hold", "0", "none")
TABLES = ("data_import", "import_item", "import_problem", "external_id", "household")


def sheet(*rows, header=HEADER):
    return "\n".join(",".join(row) for row in (header, *rows)).encode()


@pytest.fixture
def officer(app, world):
    browser = Browser(app)
    browser.sign_in(world.agency.email)
    return browser


@pytest.fixture
def upload(officer):
    return lambda *files, **form: sent(officer, *files, **form)


def sent(browser, *files, day="20/11/2026", source="Our list", **form):
    """Send files to be read, and return the answer."""
    browser.post("/nowhere")
    parts = dict(zip(("day", "month", "year"), day.split("/"), strict=True))
    form = {"kind": "homes", "source": source, **parts, **form}
    return browser.request(
        "POST",
        "/imports",
        data={"form_token": browser._token_on_forms(), **form},
        files=[("files", ("homes.csv", file)) for file in files],
        headers={"Origin": ADDRESS},
    )


@pytest.fixture
def imported(upload, officer):
    """Import files as they stand, and return the import's path."""

    def do(*files, **form):
        path = upload(*files, **form).headers["location"]
        assert officer.post(f"{path}/confirm").status_code == 303
        return path

    return do


@pytest.fixture
def kept(engine):
    """Everything the database holds in some tables, byte for byte under its seals."""
    ring = engine.get_execution_options()["key_ring"]

    def open_cell(table, column, key, cell):
        if not isinstance(cell, bytes | memoryview):
            return cell
        return ring.open(Sealed.of_bytes(bytes(cell)), f"{table}.{column}:{key}")

    def do(*tables):
        with open_system_session(engine) as session:
            return {
                table: [
                    tuple(open_cell(table, *cell) for cell in cells_of(row))
                    for row in session.connection().execute(
                        text(f"SELECT * FROM {table} ORDER BY id")  # noqa: S608
                    )
                ]
                for table in tables or TABLES
            }

    return do


def cells_of(row):
    """Yield each cell with its column and its row's id."""
    yield from ((name, row.id, cell) for name, cell in row._mapping.items())


@pytest.fixture
def homes(world):
    """The agency's homes by name."""

    def do():
        answer = world.client("agency").get("/api/v1/households").json()
        return {one["label"]: one for one in answer["items"]}

    return do


def test_nothing_is_saved_before_it_is_confirmed_and_then_with_source_and_day(
    upload, officer, homes
):
    answer = upload(sheet(HOME, OTHER))
    assert answer.status_code == 303
    shown = officer.get(answer.headers["location"]).text
    assert "2 new homes · 0 changes · 0 conflicts · 0 rows not read" in shown
    assert homes() == {}
    done = officer.post(f"{answer.headers['location']}/confirm")
    assert "2 homes imported" in officer.get(done.headers["location"]).text
    said = {"source": "Our list", "confirmed_on": "2026-11-20"}
    assert homes()["Amara and Jo"]["record"] == {
        "location": {"value": {"postcode": "ST4 2AB"}, **said},
        "status": {"value": "approved", **said},
        "bedrooms_free": {"value": 1, **said},
        "animals": {
            "value": [{"species": "dog", "count": 2}, {"species": "cat"}],
            **said,
        },
    }
    assert homes()["Bea"]["record"]["animals"]["value"] == []
    assert homes()["Bea"]["offered_to"] == []


def test_the_same_file_twice_changes_nothing(imported, upload, officer, kept):
    imported(sheet(HOME, OTHER))
    before = kept("household", "external_id")
    again = upload(sheet(HOME, OTHER)).headers["location"]
    shown = officer.get(again).text
    assert "0 new homes · 0 changes" in shown
    assert "This file was imported on" in shown
    assert "Nothing is different." in shown
    officer.post(f"{again}/confirm")
    assert kept("household", "external_id") == before


def test_undo_restores_every_record_byte_for_byte(imported, officer, homes, kept):
    imported(sheet(HOME))
    before = kept("household", "household_offer")
    links = kept("external_id")
    path = imported(sheet((*HOME[:3], "on hold", "2", "cat"), OTHER), day="21/11/2026")
    assert homes()["Amara and Jo"]["record"]["bedrooms_free"]["value"] == 2
    assert officer.post(f"{path}/undo").status_code == 303
    assert "Every record is as it was" in officer.get(path).text
    after = kept("household", "household_offer")
    # All but the version, which never goes back, and when it was written.
    same = [tuple(map(str, row)) for row in before["household"]]
    for old, new in zip(same, after["household"], strict=True):
        differ = [i for i, cell in enumerate(new) if str(cell) != old[i]]
        assert len(differ) == 2, (old, new)
    assert kept("external_id") == links
    assert homes()["Amara and Jo"]["version"] == 3
    assert officer.post(f"{path}/undo").status_code == 303
    assert officer.post(f"{path}/confirm").status_code == 409


def test_undo_takes_nothing_back_once_somebody_changed_a_record(
    imported, officer, homes, world
):
    path = imported(sheet(HOME, OTHER))
    home = homes()["Bea"]
    put = {"label": "Bea", "record": {**home["record"], "setting": "rural"}}
    answer = world.client("agency").request(
        "PUT", f"/api/v1/households/{home['id']}", json=put, headers={"If-Match": "1"}
    )
    assert answer.status_code == 200
    refused = officer.post(f"{path}/undo")
    assert refused.status_code == 409
    assert "or wrote about them: Bea" in refused.text
    assert set(homes()) == {"Amara and Jo", "Bea"}
    assert homes()["Bea"]["record"]["setting"]["value"] == "rural"


def test_a_home_others_have_written_of_is_not_taken_back(
    imported, officer, homes, world, referral, system
):
    path = imported(sheet(HOME, OTHER))
    note = Note(
        organisation_id=world.authority.organisation.id,
        authority_id=world.authority.organisation.id,
        young_person_id=referral["young_people"][0]["id"],
        household_id=homes()["Bea"]["id"],
        everyone=False,
        text="For ourselves alone.",
        written_by=world.authority.person.id,
        written_at=now(),
    )
    system.add(note)
    system.commit()
    refused = officer.post(f"{path}/undo")
    assert refused.status_code == 409
    assert "or wrote about them: Bea" in refused.text
    with system:
        assert system.get(Note, note.id)


def test_the_newer_fact_stands_and_a_person_says_where_neither_is(
    imported, upload, officer, homes
):
    imported(sheet(HOME))
    older = upload(sheet((*HOME[:3], "on hold", *HOME[4:])), day="19/11/2026")
    shown = officer.get(older.headers["location"]).text
    assert "Hearth's: newer" in unescape(shown)
    assert "There is nothing to import" in shown
    newer = imported(sheet((*HOME[:4], "", "3 dogs")), day="21/11/2026")
    assert "confirmed 20 November 2026" in officer.get(newer).text
    facts = homes()["Amara and Jo"]["record"]
    # An empty cell takes nothing away.
    assert facts["bedrooms_free"]["confirmed_on"] == "2026-11-20"
    assert facts["status"]["confirmed_on"] == "2026-11-21"
    assert facts["animals"]["value"] == [{"species": "dog", "count": 3}]

    path = upload(sheet((*HOME[:4], "", "horse")), day="21/11/2026")
    path = path.headers["location"]
    shown = officer.get(path).text
    assert "1 conflict ·" in shown
    assert "which is right?" in shown
    assert "There is nothing to import as it stands" in shown
    field = shown.split(':animals"')[0].rsplit('"', 1)[1] + ":animals"
    officer.post(f"{path}/answers", {field: "both"})
    assert "Hearth's, as a question" in unescape(officer.get(path).text)
    officer.post(f"{path}/confirm")
    # It has no day any more: the home is among those to check, and says what of.
    asked = homes()["Amara and Jo"]["record"]["animals"]
    assert asked["value"] == [{"species": "dog", "count": 3}]
    assert asked["source"].startswith("Not sure. Our list, confirmed 21 November 2026:")
    assert asked["source"].endswith("1 horse")
    assert "confirmed_on" not in asked

    path = upload(sheet((*HOME[:4], "", "horse")), day="22/11/2026")
    path = path.headers["location"]
    field = (
        f"{officer.get(path).text.split(':animals')[0].rsplit(chr(34), 1)[1]}:animals"
    )
    officer.post(f"{path}/answers", {field: "theirs", "x:y": "theirs"})
    assert "The file's: you said so" in unescape(officer.get(path).text)
    officer.post(f"{path}/confirm")
    facts = homes()["Amara and Jo"]["record"]
    assert facts["animals"]["value"] == [{"species": "horse"}]


def test_what_the_list_has_no_word_about_is_kept(world, imported, homes):
    record = {
        "animals": [{"species": "dog", "kept_apart": "yes"}],
        "children": [{"age": 9, "gender": "female", "kind": "adopted"}],
        "terms": {"places": 2, "named_children": ["YP-1"]},
        "carers": [{"gender": "female", "faith": "Sikh", "drives": False}],
        "location": {"postcode": "ST4 2AB"},
    }
    world.client("agency").request(
        "POST", "/api/v1/households", json={"label": "Amara and Jo", "record": record}
    )
    columns = ("Animals", "Children at home", "Approved places", "Carer 1 drives")
    header = ("Home ID", "Name", "Postcode", "Animals", *columns[1:])
    row = ("H1", "amara & jo".replace("&", "and"), "st42ab", "dog", "9", "2", "no")
    path = imported(sheet(row, header=header))
    facts = homes()["Amara and Jo"]["record"]
    assert facts["animals"]["value"] == [{"species": "dog", "kept_apart": "yes"}]
    assert facts["children"]["value"][0]["kind"] == "adopted"
    assert facts["terms"]["value"]["named_children"] == ["YP-1"]
    assert facts["carers"]["value"][0]["faith"]["value"] == "Sikh"
    assert facts["carers"]["value"][0]["drives"]["source"] == "Our list"
    assert path


def test_a_possible_duplicate_is_asked_about_and_never_merged(
    imported, upload, officer, homes
):
    imported(sheet(HOME))
    # Another system: its ids say nothing here.
    alike = ("A-7", "Amara and Jo", "ST9 9ZZ", "approved", "3", "")
    path = upload(sheet(alike), source="Case system").headers["location"]
    shown = officer.get(path).text
    assert "0 new homes · 0 changes · 1 conflict" in shown
    assert "It is Amara and Jo (R-1)" in shown
    officer.post(f"{path}/confirm")
    assert len(homes()) == 1
    assert homes()["Amara and Jo"]["version"] == 1

    path = upload(sheet(alike), source="Case system", day="22/11/2026")
    path = path.headers["location"]
    field = officer.get(path).text.split(':same_as"')[0].rsplit('"', 1)[1] + ":same_as"
    officer.post(f"{path}/answers", {field: homes()["Amara and Jo"]["id"]})
    assert "0 new homes · 1 change" in officer.get(path).text
    officer.post(f"{path}/confirm")
    assert homes()["Amara and Jo"]["record"]["bedrooms_free"]["value"] == 3

    # Known by now; and its name and postcode may change with it.
    again = ("A-7", "Amara", "ST1 1AA", "approved", "4", "")
    shown = officer.get(
        upload(sheet(again), source="case  SYSTEM", day="23/11/2026").headers[
            "location"
        ]
    ).text
    assert "0 new homes" in shown
    other = ("A-8", "Amara and Jo", "ST7 7AA", "approved", "3", "")
    path = upload(sheet(other), source="Third system").headers["location"]
    field = officer.get(path).text.split(':same_as"')[0].rsplit('"', 1)[1] + ":same_as"
    officer.post(f"{path}/answers", {field: "another"})
    assert "1 new home ·" in officer.get(path).text


def test_what_was_changed_since_the_preview_is_shown_first(
    upload, officer, homes, imported, world
):
    imported(sheet(HOME))
    path = upload(sheet((*HOME[:4], "5", ""), OTHER), day="25/11/2026")
    path = path.headers["location"]
    home = homes()["Amara and Jo"]
    record = {**home["record"], "bedrooms_free": 4}
    world.client("agency").request(
        "PUT",
        f"/api/v1/households/{home['id']}",
        json={"label": "Amara and Jo", "record": record},
        headers={"If-Match": "1"},
    )
    refused = officer.post(f"{path}/confirm")
    assert refused.status_code == 409
    assert "Nothing was saved." in refused.text
    assert set(homes()) == {"Amara and Jo"}
    assert officer.post(f"{path}/confirm").status_code == 303
    assert set(homes()) == {"Amara and Jo", "Bea"}


def test_everything_wrong_is_said_at_once_with_row_and_column(upload, officer):
    header = (*HEADER, "Local authority", "Approved from age", "Approved to age")
    header += ("Free from", "Carer 1 drives", "Colour")
    wrong = ("H1", "", "=1+2", "aproved", "two", "600 dogs", "Nowhere", "17", "8")
    wrong += ("31/02/2026", "maybe", "red")
    path = upload(sheet(wrong, OTHER, ("H2", "Cy"), header=header))
    shown = officer.get(path.headers["location"]).text
    assert "0 new homes" in shown
    for column, said in (
        ("Name", "is empty"),
        ("Postcode", "=1+2 is not a postcode, or the first part of one"),
        ("Approval", "aproved is not one of: in assessment, approved"),
        ("Bedrooms free", "two is not a whole number from 0 to 20, in figures"),
        ("Animals", "600 dogs is not an animal, like 2 dogs"),
        ("Local authority", "Nowhere is not an authority in Hearth"),
        ("Approved to age", "8 is less than 17, the age it is from"),
        ("Free from", "31/02/2026 is not a date"),
        ("Carer 1 drives", "maybe is neither yes nor no"),
        ("Colour", "We do not know this column. It was left out"),
        ("Home ID", "H2 is in rows 3, 4. None was read"),
    ):
        assert f"{column}</td>" in shown
        assert said in shown


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("1/2/26", "1/2/26 has no full year. Write it like 27/3/2027"),
        ("12/25/2026", "12/25/2026 is not a date"),
        ("45000", "45000 is not a date"),
        ("tomorrow", "tomorrow is not a date"),
        ("1/1/0001", "1/1/0001 is not a date"),
    ],
)
def test_dates_that_could_be_several_are_not_guessed_at(upload, officer, written, said):
    header = ("Home ID", "Name", "Free from")
    path = upload(sheet(("H1", "Bea", written), header=header)).headers["location"]
    assert said in officer.get(path).text


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("Home ID,Name,Animals,Pets", "The column Animals is there more than once"),
    ],
)
def test_a_table_with_a_column_twice_is_refused_whole(upload, header, said):
    answer = upload(header.encode() + b"\n1,2,3,4")
    assert answer.status_code == 422
    assert answer.text.count(said) == 2
    assert 'value="Our list"' in answer.text


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_more_rows_than_are_read_leave_nothing_behind(upload, engine, monkeypatch):
    monkeypatch.setattr("app.exchange.homes.reader.MOST_ROWS", 1)
    answer = upload(sheet(HOME, OTHER))
    assert answer.status_code == 422
    assert "There are more than 1 rows" in answer.text
    with open_system_session(engine) as session:
        assert session.query(Import).all() == session.query(ImportItem).all() == []


def test_the_form_says_everything_at_once_and_keeps_what_was_typed(upload):
    answer = upload(source="", day="31/2/2026", kind="")
    assert answer.status_code == 422
    for said in (
        "Select what you want to import",
        "Select a file",
        "Enter where the list comes from",
        "Enter a date, for example 27 3 2026",
    ):
        assert answer.text.count(said) == 2
    assert 'value="31"' in answer.text
    assert "must be today or in the past" in upload(sheet(HOME), day="1/1/2099").text
    picture = upload(b"\x89PNG\r\n\x1a\n")
    assert picture.text.count("The selected file is a picture") == 2


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_filled_in_as_its_guidance_says_is_read_whole(
    officer, upload, form
):
    empty = officer.get(f"/imports/template?kind=homes&form={form}")
    assert empty.status_code == 200
    assert upload(empty.content).headers["location"]
    row = [column.example for column in COLUMNS]
    known = ("Ashmere", "Brackwell")
    row = ["" if any(name in cell for name in known) else cell for cell in row]
    if form == "xlsx":
        filled = workbook([column.heading for column in COLUMNS], row)
    else:
        written = ",".join(f'"{cell}"' for cell in row)
        filled = empty.content + written.encode()
    shown = officer.get(upload(filled, day="26/11/2026").headers["location"]).text
    assert "1 new home · 0 changes · 0 conflicts · 0 rows not read" in shown
    assert "Not read, or not as it stood" not in shown


def test_what_is_given_up_or_grows_old_is_not_kept(upload, officer, kept, engine):
    path = upload(sheet((*HOME, "zebra"), header=(*HEADER, "Secret"))).headers
    assert "zebra" not in str(kept())
    assert "Amara" in str(kept())
    assert officer.post(f"{path['location']}/abandon").status_code == 303
    assert "Amara" not in str(kept())
    assert "Nothing of it was saved" in officer.get(path["location"]).text
    assert officer.post(f"{path['location']}/confirm").status_code == 409

    old = upload(sheet(HOME)).headers["location"]
    with open_system_session(engine) as session:
        session.get_one(Import, old.split("/")[-1]).created_at -= timedelta(hours=25)
        session.commit()
    officer.get("/imports")
    assert "Amara" not in str(kept())
    done = upload(sheet(HOME)).headers["location"]
    officer.post(f"{done}/confirm")
    with open_system_session(engine) as session:
        made = session.get_one(Import, done.split("/")[-1])
        made.ended_at = now() - timedelta(days=31)
        session.commit()
    officer.get("/imports")
    assert kept("import_item") == {"import_item": []}
    assert "Undo" not in officer.get(done).text


def test_another_agencys_homes_are_no_duplicates_and_its_imports_not_there(
    app, world, imported
):
    path = imported(sheet(HOME))
    other = Browser(app)
    other.sign_in(world.other_agency.email)
    shown = other.get(sent(other, sheet(HOME)).headers["location"]).text
    assert "1 new home · 0 changes · 0 conflicts" in shown
    assert "This file was imported" not in shown
    assert other.get(path).status_code == 404
    for action in ("confirm", "undo", "abandon", "answers"):
        assert other.post(f"{path}/{action}").status_code == 404


def test_all_of_it_is_on_record_without_a_word_of_it(imported, officer, engine, world):
    path = imported(sheet(HOME))
    officer.post(f"{path}/undo")
    with open_session(engine, world.agency.actor) as session:
        assert verify(session, world.agency.organisation.id).fault is None
        rows = session.connection().execute(
            text("SELECT action, detail FROM audit_entry ORDER BY position")
        )
        entries = [(row.action, json.dumps(row.detail)) for row in rows]
    actions = [action for action, _ in entries]
    for expected in (
        "import.previewed",
        "household.created",
        "import.done",
        "household.removed",
        "import.undone",
    ):
        assert expected in actions
    assert "Amara" not in str(entries)


def test_references_of_homes_taken_away_do_not_stand_in_the_way(
    imported, officer, homes, world
):
    path = imported(sheet(HOME, OTHER))
    make = {"label": "Cy", "record": {}}
    client = world.client("agency")
    client.request("POST", "/api/v1/households", json=make)
    officer.post(f"{path}/undo")
    for label in ("Dee", "Eve", "Flo"):
        answer = client.request(
            "POST", "/api/v1/households", json={**make, "label": label}
        )
        assert answer.status_code == 201
    assert len({one["reference"] for one in homes().values()}) == 4


def test_pressing_twice_shows_what_the_first_did(upload, officer, homes):
    path = upload(sheet(HOME)).headers["location"]
    for _ in range(2):
        assert officer.post(f"{path}/confirm").status_code == 303
    assert len(homes()) == 1
    assert service.PREVIEW_KEPT
