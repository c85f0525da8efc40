"""A large list of homes imported, read again and taken back, at the terminal.

Seconds and peak memory are those of the command with its start, on SQLite. Meanwhile
somebody else asks again and again for a turn to write.
"""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

ROWS = 100_000
MOST_SECONDS = 60
MOST_MEGABYTES = 300
GIVES_UP = 30
"""Seconds after which whoever waits to write on SQLite is told to come back later."""
LONGEST_WAIT = 120
HEADER = (
    "Home ID,Name,Postcode,Approval,Approved places,Bedrooms free,Animals,"
    "Carer 1 gender,Carer 1 drives,Free from,Offers\n"
)
HEARTH = [sys.executable, "-c", "from app.cli import main; raise SystemExit(main())"]
MAKE = (
    "from app.core.actor import OrganisationKind as K;"
    "from app.core.db import make_engine, open_system_session as s;"
    "from app.core.settings import Settings;"
    "from app.identity import service as i;"
    "e = s(make_engine(Settings()));"
    "i.create_organisation(e, code='bench', name='Bench', kind=K.AGENCY); e.commit()"
)


@dataclass(frozen=True, slots=True)
class Step:
    """One command: what it did, how long it took, and the memory it took at most."""

    name: str
    seconds: float
    processor: float
    """Seconds of processor time: what a machine that is busy otherwise takes too."""
    megabytes: int
    longest_wait: float
    """How long at most somebody else waited to write, in seconds."""

    @property
    def faults(self) -> list[str]:
        """Say which limits it does not keep."""
        return [
            f"{self.name}: {value:.0f} {unit}, and at most {most} are wanted"
            for value, unit, most in (
                (self.seconds, "seconds", MOST_SECONDS),
                (self.megabytes, "MB", MOST_MEGABYTES),
                (self.longest_wait, "seconds of waiting", GIVES_UP),
            )
            if value > most
        ]


def imports(folder: Path, rows: int = ROWS) -> Iterator[Step]:
    """Import a list of so many homes, then read the same list again."""
    database = folder / "hearth.sqlite3"
    environment = {
        **os.environ,
        "HEARTH_ENVIRONMENT": "test",
        "HEARTH_DATABASE_URL": f"sqlite:///{database}",
    }
    for command in ([*HEARTH, "migrate"], [sys.executable, "-c", MAKE]):
        subprocess.run(command, env=environment, check=True)  # noqa: S603
    path = folder / "homes.csv"
    with path.open("w") as file:
        file.write(HEADER)
        file.writelines(map(_row, range(rows)))
    command = [*HEARTH, "import", "homes", str(path), "--organisation", "bench"]
    for name in ("previewed and imported", "previewed again, nothing new"):
        yield _step(f"{rows:,} homes {name}", command, environment, database)
    back = [*HEARTH, "undo-import", _done(database), "--organisation", "bench"]
    yield _step(f"{rows:,} homes taken back", back, environment, database)


def _done(database: Path) -> str:
    """Return the import that brought the homes."""
    with closing(sqlite3.connect(database)) as there:
        first = "SELECT id FROM data_import WHERE state = 'done' ORDER BY created_at"
        found: str = there.execute(first).fetchone()[0]
    return found


def _step(
    name: str, command: list[str], environment: dict[str, str], database: Path
) -> Step:
    started, before = time.monotonic(), _processor()
    with (database.parent / "said").open("w") as said:
        child = subprocess.Popen(  # noqa: S603
            command, env=environment, stdout=said, stderr=said
        )
        longest = 0.0
        peak = 0
        while child.poll() is None:
            longest = max(longest, _waited(database))
            peak = max(peak, _peak_kilobytes(child.pid))
            time.sleep(0.1)
    if child.returncode:
        raise RuntimeError(f"{name}: {(database.parent / 'said').read_text()[-500:]}")
    took, processor = time.monotonic() - started, _processor() - before
    return Step(name, took, processor, peak // 1_000, longest)


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _waited(database: Path) -> float:
    """Return how long somebody else waits for a turn to write."""
    began = time.monotonic()
    with closing(sqlite3.connect(database, timeout=LONGEST_WAIT)) as other:
        other.isolation_level = None
        # On a machine that is busy otherwise it may give up; it waited that long then.
        with suppress(sqlite3.OperationalError):
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
    return time.monotonic() - began


def _peak_kilobytes(process: int) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(one.split()[1]) for one in lines if one.startswith("VmHWM")), 0)


def _row(number: int) -> str:
    return (
        f"H{number},Home {number},ST{number % 9 + 1} {number % 10}A"
        f"{chr(65 + number % 26)},approved,{number % 3 + 1},1,2 dogs; cat,female,yes,"
        "1/12/2026,step-down\n"
    )
