"""Imports at the terminal, and one that is killed on its way."""

import json
import os
import re
import signal
import subprocess
import sys

import pytest
from sqlalchemy import func, select

from app.core.db import open_system_session
from app.exchange.models import Import, ImportItem
from app.external_ids.models import ExternalId
from app.households.models import Household
from tests.app.builders import organisation

HEARTH = [sys.executable, "-c", "from app.cli import main; raise SystemExit(main())"]
GOOD = "Home ID,Name,Postcode\nH1,Bea,ST4 2AB\nH2,Cy,ST5 1AA\nH3,,ST5 1AA\n"
MANY = 2_200
sqlite_only = pytest.mark.parametrize("db", ["sqlite"], indirect=True)
TABLES = (Household, Import, ImportItem, ExternalId)


@pytest.fixture
def agency(system):
    made = organisation(system)
    system.commit()
    return made


@pytest.fixture
def command(db, agency, tmp_path):
    """Start `hearth import` on a list of homes, or another command."""

    def start(content, *options, undo=None):
        path = tmp_path / "homes.csv"
        path.write_text(content)
        what = ["undo-import", undo] if undo else ["import", "homes", path]
        return subprocess.Popen(
            [*HEARTH, *what, "--organisation", agency.code, *options],
            env={
                **os.environ,
                "HEARTH_ENVIRONMENT": "test",
                "HEARTH_DATABASE_URL": db,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    return start


@pytest.fixture
def counted(engine):
    def count():
        with open_system_session(engine) as session:
            return [
                session.scalars(select(func.count()).select_from(table)).one()
                for table in TABLES
            ]

    return count


@sqlite_only
def test_the_counts_are_printed_and_a_dry_run_writes_nothing(command, counted):
    dry = command(GOOD, "--dry-run", "--json")
    out, said = dry.communicate()
    assert dry.returncode == 0, said
    assert json.loads(out) == {
        "tables": 1,
        "rows_read": 3,
        "rows_refused": 1,
        "children": 0,
        "candidates": 0,
        "new": 2,
        "changed": 0,
        "conflicts": 0,
    }
    assert said == "homes.csv: Row 4, Name: is empty.\n"
    assert counted() == [0, 0, 0, 0]
    done = command(GOOD)
    out, said = done.communicate()
    assert done.returncode == 0, said
    assert "new                   2" in out
    assert counted() == [2, 1, 2, 2]
    again, _ = command(GOOD, "--json").communicate()
    assert json.loads(again)["new"] == 0
    assert counted()[0] == 2


@sqlite_only
def test_what_cannot_be_read_is_said(command, agency):
    refused = command("a,b\n1,2")
    assert refused.wait() == 2
    assert "We do not recognise these columns" in refused.communicate()[1]
    nearly = command("Home ID,Postcode\n1,ST4 2AB")
    assert "Nearest: Homes list (missing: Name)" in nearly.communicate()[1]
    assert agency


def test_killed_on_its_way_an_import_leaves_nothing_and_can_be_done_again(
    command, counted
):
    rows = (f"H{n},Home {n},ST4 {n % 10}AB" for n in range(MANY))
    many = "\n".join(("Home ID,Name,Postcode", *rows))
    killed = command(many)
    # It says how many are written; none of them counts before all are.
    for line in killed.stderr:
        if line.startswith("1,000 of 2,200 written"):
            break
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    killed.communicate()
    # What was read is there, as after a preview; no home and no id of one is.
    assert counted() == [0, 1, MANY, 0]
    done = command(many)
    told = done.communicate()[1]
    assert done.returncode == 0
    whole = [MANY, 2, 2 * MANY, MANY]
    assert counted() == whole
    # Taking it back is whole too, whoever is killed at it.
    key = re.search(r"hearth undo-import (\S+) ", told)[1]
    killed = command("", undo=key)
    assert killed.stderr.readline() == "1,000 put back, kept once all are\n"
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert counted() == whole
    undone = command("", undo=key)
    assert "as it was before" in undone.communicate()[0]
    assert counted() == [0, 2, MANY, 0]
    refused = command("", undo="nobody's")
    assert refused.communicate()[1] == "There is no import of that id.\n"
    assert refused.returncode == 2
