"""Imports a worker does: large files are read, and many records written, by a job."""

import threading
from html import unescape

import pytest
from sqlalchemy import func, select

from app.core.db import open_session, open_system_session
from app.erasure import tasks as erasing
from app.exchange import at_work, service
from app.exchange.models import Import, ImportItem, ImportJob, ImportPart
from app.exchange.readying import made_ready
from app.exchange.tasks import work
from app.households.models import Household
from tests.app.features.test_imports import (
    HEADER,
    HOME,
    OTHER,
    homes,
    imported,
    kept,
    officer,
    sent,
    sheet,
    upload,
)

__all__ = ["homes", "imported", "kept", "officer", "upload"]


@pytest.fixture(autouse=True)
def _all_is_large(monkeypatch):
    monkeypatch.setattr(service, "SMALL", 0)
    monkeypatch.setattr(service, "FEW", 0)


@pytest.fixture
def worked(engine):
    """Do what waits, as a worker would."""

    def do():
        job = work(engine)
        for key in job.unfinished():
            job.do(key)

    do.engine = engine
    return do


@pytest.fixture
def count(engine):
    def counted(table):
        with open_system_session(engine) as session:
            return session.scalars(select(func.count()).select_from(table)).one()

    return counted


def test_a_large_file_is_read_and_imported_by_a_worker(
    upload, officer, worked, homes, count
):
    path = upload(sheet(HOME, OTHER)).headers["location"]
    waits = officer.get(path).text
    assert "The file is being read" in waits
    assert f'href="{path}">Refresh' in waits
    assert f'data-poll-url="{path}/progress"' in waits
    assert "Waiting to start" in officer.get(f"{path}/progress").text
    assert count(ImportPart) == 1
    worked()
    assert "data-poll-done" in officer.get(f"{path}/progress").text
    assert "2 new homes" in officer.get(path).text
    assert count(ImportPart) == 0
    assert homes() == {}
    assert officer.post(f"{path}/confirm").status_code == 303
    assert officer.post(f"{path}/confirm").status_code == 303
    assert "The records are being saved" in officer.get(path).text
    assert count(ImportJob) == 2
    worked()
    assert "2 homes imported" in officer.get(path).text
    assert set(homes()) == {"Amara and Jo", "Bea"}


def test_many_records_are_taken_back_by_a_worker(
    imported, upload, officer, worked, homes, kept, world, monkeypatch
):
    monkeypatch.setattr(service, "FEW", 10)
    monkeypatch.setattr(service, "SMALL", 1_000)
    offer = (world.authority.organisation.name,)
    header = (*HEADER, "Offered to")
    imported(sheet((*HOME, ""), header=header))
    before, links = kept("household", "household_offer"), kept("external_id")
    newer = (*HOME[:4], "2", "cat")
    listed = sheet((*newer, *offer), (*OTHER, *offer), header=header)
    path = imported(listed, day="21/11/2026")
    assert len(kept("household_offer")["household_offer"]) == 2
    monkeypatch.setattr(service, "FEW", 0)
    # Once somebody changed a record nothing is taken back, and the page says whose.
    home = homes()["Bea"]
    put = {"label": "Bea", "record": home["record"], "offered_to": home["offered_to"]}
    url, agency = f"/api/v1/households/{home['id']}", world.client("agency")
    agency.request("PUT", url, json=put, headers={"If-Match": "1"})
    for _ in range(2):
        assert officer.post(f"{path}/undo").status_code == 303
    assert "The import is being taken back" in officer.get(path).text
    api = f"/api/v1{path}"
    assert agency.get(api).json()["state"] == "undoing"
    worked()
    shown = unescape(officer.get(path).text)
    assert "Nothing was taken back. Somebody has changed these" in shown
    assert "or wrote about them: Bea." in shown
    read = agency.get(api).json()
    assert (read["state"], read["touched"]) == ("done", 1)
    assert set(homes()) == {"Amara and Jo", "Bea"}
    # Her change is taken away by hand, so that it is as it was imported.
    with open_system_session(worked.engine) as session:
        session.get_one(Household, home["id"]).version = 1
        session.commit()
    assert agency.request("POST", f"{api}/undo").json()["state"] == "undoing"
    worked()
    assert "Every record is as it was" in officer.get(path).text
    after = kept("household", "household_offer")
    assert after["household_offer"] == before["household_offer"]
    # All but the version, which never goes back, and when it was written.
    [old], [new] = before["household"], after["household"]
    assert sum(one != other for one, other in zip(old, new, strict=True)) == 2
    assert kept("external_id") == links
    heard = world.client("authority").get("/api/v1/changes").json()["items"]
    told = [one["type"] for one in heard if one["type"].startswith("household")]
    assert sorted(told)[-2:] == ["household.removed", "household.withdrawn"]


def test_what_was_given_up_is_not_gone_on_with(upload, officer, worked, homes, count):
    path = upload(sheet(HOME)).headers["location"]
    assert officer.post(f"{path}/abandon").headers["location"] == "/imports"
    worked()
    assert "Import given up" in officer.get(path).text
    assert (count(ImportPart), count(ImportItem)) == (0, 0)
    path = upload(sheet(HOME)).headers["location"]
    worked()
    officer.post(f"{path}/confirm")
    officer.post(f"{path}/abandon")
    worked()
    assert "Import given up" in officer.get(path).text
    assert homes() == {}


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_files_nobody_came_back_for_go_by_themselves(upload, engine, worked, count):
    upload(sheet(HOME))
    with open_system_session(engine) as session:
        session.query(Import).one().created_at -= service.PREVIEW_KEPT
        session.commit()
    ended = threading.Event()
    ended.set()
    erasing.work(engine, ended)
    assert count(ImportPart) == 0
    # Its job finds nothing to read.
    worked()
    assert count(ImportItem) == 0


def test_a_file_that_cannot_be_read_says_why_and_is_chosen_again(
    upload, officer, worked, count
):
    path = upload(b"Home ID,Name\n1," + b"x" * 1_100_000).headers["location"]
    worked()
    shown = officer.get(path).text
    assert "The file could not be read" in shown
    assert "Line 2 of the file is far too long" in shown
    assert (count(ImportPart), count(ImportItem)) == (0, 0)
    again = officer.get(f"/imports/new?again={path.split('/')[-1]}").text
    assert 'value="Our list"' in again
    assert 'value="2026"' in again
    # What is seen at a glance is said in the form, which keeps what was typed.
    refused = upload(b"\x89PNG" + b"0" * 9)
    assert refused.status_code == 422
    assert "is a picture" in refused.text
    assert 'value="Our list"' in refused.text


def test_columns_are_asked_for_once_a_worker_has_seen_them(upload, officer, worked):
    content = b"Ref,Who\n1,Bea"
    path = upload(content).headers["location"]
    worked()
    assert officer.get(path).headers["location"] == f"{path}/columns"
    said = {"column:0": "id", "column:1": "label"}
    assert officer.post(f"{path}/columns", said).headers["location"] == path
    assert "The file is being read" in officer.get(path).text
    worked()
    assert "1 new home " in officer.get(path).text


def test_what_changed_meanwhile_is_looked_at_again(
    imported, upload, officer, worked, homes, world, monkeypatch
):
    monkeypatch.setattr(service, "FEW", 10)
    monkeypatch.setattr(service, "SMALL", 1_000)
    imported(sheet(HOME))
    monkeypatch.setattr(service, "FEW", 0)
    newer = sheet((*HOME[:4], "2", "cat"))
    path = upload(newer, day="21/11/2026").headers["location"]
    officer.post(f"{path}/confirm")
    home = homes()["Amara and Jo"]
    put = {"label": "Jo", "record": {**home["record"], "setting": "rural"}}
    world.client("agency").request(
        "PUT", f"/api/v1/households/{home['id']}", json=put, headers={"If-Match": "1"}
    )
    worked()
    shown = unescape(officer.get(path).text)
    assert "Nothing was saved. Somebody changed records" in shown
    assert homes()["Jo"]["record"]["bedrooms_free"]["value"] == 1
    officer.post(f"{path}/confirm")
    worked()
    assert "1 home imported" in officer.get(path).text
    assert homes()["Jo"]["record"]["bedrooms_free"]["value"] == 2


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_what_was_made_ready_is_left_aside_when_it_is_so_no_more(
    upload, engine, world, worked, homes
):
    actor = world.agency.actor
    key = upload(sheet(HOME, OTHER)).headers["location"].rpartition("/")[2]
    worked()
    with (
        open_session(engine, actor, reads_only=True) as reading,
        made_ready(reading, actor, key) as ready,
    ):
        assert [len(some) for some in ready.batches()] == [2]
        body = {"label": OTHER[1], "record": {}}
        assert world.client("agency").request("POST", "/api/v1/households", json=body)
        with open_session(engine, actor) as session:
            assert not service.confirm(session, actor, key, ready=ready)
            session.commit()
    assert homes().keys() == {OTHER[1]}
    with open_session(engine, actor) as session:
        counts = session.get(Import, key).counts
    assert (counts["new"], counts["conflicts"]) == (1, 1)


def test_one_organisations_many_files_let_others_by(
    upload, officer, monkeypatch, count
):
    behind = []
    monkeypatch.setattr(
        at_work, "enqueue", lambda *_, behind, kept=behind, **__: kept.append(behind)
    )
    for number in range(at_work.MOST_UNDER_WAY):
        upload(sheet((f"H{number}", *HOME[1:])))
    assert behind == [0, 1, 2, 3, 4]
    refused = sent(officer, sheet(OTHER))
    assert "Several files are being read" in refused.text
    assert count(ImportPart) == at_work.MOST_UNDER_WAY
    assert count(Household) == 0


@pytest.mark.parametrize("db", ["sqlite"], indirect=True)
def test_a_program_sends_confirms_and_takes_back(world, worked, homes, count):
    client = world.client("agency")
    form = {"kind": "homes", "source": "System", "as_of": "2026-11-20"}
    bad = ("H3", "", *HOME[2:])

    def send(key="1", **other):
        return client.request(
            "POST",
            "/api/v1/imports",
            data={**form, **other},
            files=[("files", ("homes.csv", sheet(HOME, OTHER, bad)))],
            headers={"Idempotency-Key": key},
        )

    sent_first = send()
    assert sent_first.status_code == 202, sent_first.text
    path = f"/api/v1/imports/{sent_first.json()['id']}"
    assert send().json() == sent_first.json()
    assert count(Import) == 1
    assert (sent_first.json()["state"], homes()) == ("reading", {})
    worked()
    read = client.get(path).json()
    assert (read["state"], read["counts"]["new"]) == ("preview", 2)
    assert [
        (one["row"], one["column"], one["refused"]) for one in read["problems"]
    ] == [(4, "Name", True)]
    assert client.request("POST", f"{path}/confirm").json()["state"] == "saving"
    worked()
    assert client.get(path).json()["counts"]["written"] == 2
    assert set(homes()) == {"Amara and Jo", "Bea"}
    assert client.request("POST", f"{path}/undo").json()["state"] == "undoing"
    worked()
    assert client.get(path).json()["state"] == "undone"
    assert homes() == {}
    assert world.client("other_agency").get(path).status_code == 404
    wrong = send("2", kind="no", as_of="2099-01-01").json()["errors"]
    assert [one["pointer"] for one in wrong] == ["/as_of"]
    assert send("3", kind="no").json()["errors"][0]["pointer"] == "/kind"
