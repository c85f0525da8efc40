"""What two people do in the same second, where PostgreSQL lets them.

SQLite lets one transaction write at a time; there is nothing to race for.
"""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import event

from app.core.db import open_system_session
from app.match_runs import tasks
from app.match_runs.models import MatchRun
from app.match_runs.tasks import MatchRunAttempt
from tests.app.browser import Browser
from tests.app.features.test_closing import ended
from tests.app.features.test_erasure import erased, officer, robin
from tests.app.features.test_imports import HOME, OTHER, sent, sheet
from tests.app.features.test_match_runs import start

__all__ = ["officer", "robin"]
pytestmark = pytest.mark.parametrize("db", ["postgresql"], indirect=True)


def test_a_copy_being_taken_does_not_outlive_who_is_erased_meanwhile(
    world, household, referral, robin, officer, engine, monkeypatch
):
    run, copied, go_on = start(world), Event(), Event()
    freeze = tasks.freeze

    def slow(*given):
        found = freeze(*given)
        copied.set()
        assert go_on.wait(30)
        return found

    monkeypatch.setattr(tasks, "freeze", slow)
    with ThreadPoolExecutor() as pool:
        copying = pool.submit(MatchRunAttempt(engine, run)._freeze)
        assert copied.wait(30)
        assert ended(world, referral).status_code == 200
        erasing = pool.submit(erased, officer, robin)
        # It waits for the copy, which shows nobody as long as it is not written.
        assert not erasing.cancel()
        with pytest.raises(TimeoutError):
            erasing.result(timeout=1)
        go_on.set()
        copying.result(30)
        assert erasing.result(30).status_code == 303
    with open_system_session(engine) as session:
        kept = session.get(MatchRun, run)
        assert (kept.frozen, kept.names, kept.under_way) == (None, None, False)
    # Its worker goes on, and finds that it is over.
    MatchRunAttempt(engine, run).go()
    shown = world.client("authority").get(f"/api/v1/match-runs/{run}").json()
    assert shown["state"] == "stopped"


@pytest.fixture
def locks(app):
    """Which tables' rows each request held, in order."""
    found = []

    def note(_connection, _cursor, statement, given, *_):
        if "FOR UPDATE" in statement:
            table = re.search(r"FROM (\w+)", statement)[1]
            found.append((table, {str(value) for value in given.values()}))

    event.listen(app.state.engine, "before_cursor_execute", note)
    yield found
    event.remove(app.state.engine, "before_cursor_execute", note)


def in_order(locks, table):
    """Tell whether every row was held before the end of the record was."""
    tables = [one for one, _ in locks]
    turn = tables.index("audit_chain")
    before = set().union(*(ids for one, ids in locks[:turn] if one == table))
    after = set().union(*(ids for one, ids in locks[turn:] if one == table))
    # Holding again what is held waits for nobody.
    return bool(before) and after <= before


def test_who_changes_several_records_holds_them_before_the_record_of_it(
    app, world, locks
):
    # Two who take a home and the end of the record in opposite order wait for each
    # other; PostgreSQL ends that, and one of them is told to try again.
    agency = Browser(app)
    agency.sign_in(world.agency.email)
    path = sent(agency, sheet(HOME, OTHER)).headers["location"]
    assert agency.post(f"{path}/confirm").status_code == 303
    changed = [(*row[:4], "2", row[5]) for row in (HOME, OTHER)]
    path = sent(agency, sheet(*changed), day="21/11/2026").headers["location"]
    for step in ("confirm", "undo"):
        locks.clear()
        assert agency.post(f"{path}/{step}").status_code == 303
        assert in_order(locks, "household"), locks
    said = {"source": "carers"}
    for one in world.client("agency").get("/api/v1/households").json()["items"]:
        said |= {f"home-{one['id']}": "still", f"version-{one['id']}": one["version"]}
    locks.clear()
    assert "saved=2" in agency.post("/households/check", said).headers["location"]
    assert in_order(locks, "household"), locks


def test_a_referral_is_held_before_it_is_read_to_be_closed(
    app, world, referral, robin, locks
):
    authority = Browser(app)
    authority.sign_in(world.authority.email)
    authority.get("/account")
    authority._token_on_forms()
    for step in ("close", "reopen"):
        version = "1" if step == "close" else "2"
        locks.clear()
        form = {"version": version, "because": "home_found"}
        answer = authority.post(f"/young-people/{robin}/{step}", form)
        assert answer.status_code == 303
        assert in_order(locks, "referral"), locks
