"""A disk that is full, fails, or a file that may not grow: told plainly, then on again.

Only SQLite's file is filled here: the disk of a PostgreSQL server is its own machine's.
"""

import os
import resource
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx

from app.core.actor import OrganisationKind
from faults.installation import (
    Process,
    free_address,
    household,
    installation,
    until_ready,
)
from tests.app.jobs.processes import wait_for

MOST = 400
"""Writes after which a full disk has to be noticed."""
DISK = "24m"
DISK_FULL = "disk full"


def full(how: str) -> dict[str, Any]:
    """Let SQLite have no room; return what each kind of request was answered."""
    with _folder(how) as folder, installation("sqlite", folder) as here:
        authority = here.join("authority", OrganisationKind.AUTHORITY)
        here.join("agency", OrganisationKind.AGENCY)
        address = free_address()
        web = here.web(address)
        until_ready(address)
        client = here.client("agency", address)

        def write(label: str) -> httpx.Response:
            return client.post("/households", json=household([authority], label))

        made = [write("before")]
        with HOW[how](web, folder):
            while made[-1].status_code == 201 and len(made) < MOST:
                made.append(write(f"{len(made)}"))
            refused = made.pop()
            # Its entry in the audit record is small, and fits in for a while.
            path = f"/households/{made[0].json()['id']}"
            for _ in range(MOST):
                read = client.get(path).status_code
                if read != 200:
                    break
            found = {
                "write": refused.status_code,
                "said": refused.json().get("detail", ""),
                "audited read": read,
                "described": client.get("/openapi.json").status_code,
                "alive": httpx.get(f"{address}/healthz/live").status_code,
                "sign-in page": httpx.get(f"{address}/sign-in").status_code,
            }
        found["write afterwards"] = write("after").status_code
        total = client.get("/households").json()["total"]
        found["lost"] = len(made) + 1 - total
        client.close()
        found["chains"] = "whole" if not here.chains()[1] else "broken"
        return found


@contextmanager
def _folder(how: str) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="hearth-full-") as name:
        if how != DISK_FULL:
            yield Path(name)
            return
        size = f"size={DISK}"
        subprocess.run(  # noqa: S603
            ["/bin/mount", "-t", "tmpfs", "-o", size, "tmpfs", name], check=True
        )
        try:
            yield Path(name)
        finally:
            subprocess.run(["/bin/umount", "-l", name], check=True)  # noqa: S603


@contextmanager
def _no_growth(web: Process, folder: Path) -> Iterator[None]:
    """Let no file of the web process grow beyond what the largest is now."""
    most = max(one.stat().st_size for one in folder.glob("hearth.sqlite3*"))
    before = resource.prlimit(web.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(web.pid, resource.RLIMIT_FSIZE, (most, before[1]))
    try:
        yield
    finally:
        resource.prlimit(web.pid, resource.RLIMIT_FSIZE, before)


@contextmanager
def _no_room(_web: Process, folder: Path) -> Iterator[None]:
    """Fill the disk with something else."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as opened:
        for size in (1 << 20, 1 << 12):
            try:
                while True:
                    opened.write(os.urandom(size))
            except OSError:
                continue
    try:
        yield
    finally:
        filler.unlink()


@contextmanager
def _no_sync(web: Process, _folder: Path) -> Iterator[None]:
    """Let the disk refuse whatever the web process wants to be sure is written."""
    calls = "fsync,fdatasync"
    tracer = subprocess.Popen(  # noqa: S603
        [
            *("/usr/bin/strace", "-f", "-q", "-o", os.devnull, "-p", str(web.pid)),
            *("-e", f"trace={calls}", "-e", f"inject={calls}:error=EIO"),
        ]
    )
    wait_for(lambda: _traced(web.pid), 10)
    try:
        yield
    finally:
        tracer.terminate()
        tracer.wait()


def _traced(process_id: int) -> bool:
    """Tell whether somebody holds every thread of a process."""
    threads = Path(f"/proc/{process_id}/task").glob("*/status")
    return all("TracerPid:\t0" not in one.read_text() for one in threads)


HOW: dict[str, Callable[[Process, Path], AbstractContextManager[None]]] = {
    "file-size limit": _no_growth,
    DISK_FULL: _no_room,
    "fsync fails": _no_sync,
}
