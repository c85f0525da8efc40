"""A copy of the whole database in one file, and the database made of it again.

Each database's own tool does it: SQLite's online backup, `pg_dump` and `pg_restore`. A
copy holds whatever was acknowledged before it began, and may be taken while the service
runs. What is sealed stays sealed in it: the keys (HEARTH_FIELD_KEYS) are not in it.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, inspect

from app.core.db import make_engine
from app.core.migrate import upgrade
from app.core.row_security import make_roles
from app.core.settings import Settings

MAGIC = {b"SQLite format 3\x00": "sqlite", b"PGDMP": "postgresql"}
TOOL_SECONDS = 6 * 3600


class BackupError(Exception):
    """It could not be done; the message says why and what to do."""


def back_up(settings: Settings, to: Path) -> int:
    """Copy the database to a file that is not there yet; return its size in bytes.

    Only its owner may read it. It has its name once it is whole and on the disk.
    """
    if to.exists():
        raise BackupError(f"{to} is there already. Choose another name.")
    with _whole(to) as part:
        if settings.database.get_backend_name() == "sqlite":
            _copy_sqlite(_file_of(settings.database), part)
        else:
            _tool(settings.database, "pg_dump", "--format=custom", f"--file={part}")
    return to.stat().st_size


def restore(settings: Settings, of: Path) -> None:
    """Make the database of the settings from a backup, and bring it up to date.

    It has to be empty: nothing that is there is ever written over.
    """
    kind = _kind(of)
    backend = settings.database.get_backend_name()
    if kind != backend:
        raise BackupError(f"{of} is a backup of {kind}, and the database is {backend}.")
    engine = make_engine(settings)
    try:
        if backend == "sqlite":
            there = _file_of(settings.database)
            there.parent.mkdir(parents=True, exist_ok=True)
            if there.exists() and there.stat().st_size:
                raise BackupError(f"{there} is there already. Move it away first.")
            with _whole(there) as part:
                _copy_sqlite(of, part)
        else:
            if inspect(engine).get_table_names():
                raise BackupError("The database is not empty. Name an empty one.")
            # The policies of row-level security speak of these roles.
            with engine.begin() as connection:
                make_roles(connection)
            options = ("--no-owner", "--no-privileges", "--single-transaction")
            _tool(settings.database, "pg_restore", "--exit-on-error", *options, str(of))
        upgrade(engine)
    finally:
        engine.dispose()


@contextmanager
def _whole(to: Path) -> Iterator[Path]:
    """Lend a file only its owner may read; it has its name once it is on the disk.

    Whatever goes wrong meanwhile leaves nothing behind.
    """
    part = to.with_name(f"{to.name}.part")
    try:
        part.touch(mode=0o600, exist_ok=False)
    except FileExistsError:
        raise BackupError(f"{part} is there: is another one running?") from None
    except OSError as failed:
        raise BackupError(f"{to}: {failed.strerror}") from None
    try:
        yield part
        _to_disk(part)
        part.replace(to)
        _to_disk(to.parent)
    except OSError as failed:
        raise BackupError(f"{to}: {failed.strerror}") from None
    finally:
        part.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _kind(of: Path) -> str:
    try:
        with of.open("rb") as opened:
            start = opened.read(16)
    except OSError as failed:
        raise BackupError(f"{of}: {failed.strerror}") from None
    for magic, kind in MAGIC.items():
        if start.startswith(magic):
            return kind
    raise BackupError(f"{of} is no backup that Hearth made.")


def _file_of(url: URL) -> Path:
    if not url.database or url.database == ":memory:":
        raise BackupError("There is no file to copy.")
    return Path(url.database)


def _copy_sqlite(source: Path, to: Path) -> None:
    if not source.exists():
        raise BackupError(f"{source} is not there.")
    try:
        with (
            closing(sqlite3.connect(source)) as here,
            closing(sqlite3.connect(to)) as there,
        ):
            here.backup(there)
            [(found,)] = there.execute("PRAGMA integrity_check(1)")
    except sqlite3.Error as failed:
        raise BackupError(f"The database could not be copied: {failed}") from None
    if found != "ok":
        raise BackupError("The copy is not whole: the database is damaged.")


def _tool(url: URL, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password is in no list of processes."""
    program = shutil.which(name)
    if program is None:
        raise BackupError(f"{name} is not installed. It comes with PostgreSQL.")
    address = url.set(drivername="postgresql", password=None)
    where = f"--dbname={address.render_as_string(hide_password=False)}"
    secret = {"PGPASSWORD": url.password} if url.password else {}
    try:
        done = subprocess.run(  # noqa: S603
            [program, where, *arguments],
            env={**os.environ, **secret},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=TOOL_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise BackupError(f"{name} was not done after 6 hours.") from None
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it did not say why"]
        raise BackupError(f"{name} failed: {said[0]}")
