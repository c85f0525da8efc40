"""Real processes of the service, and how they end."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

START = "from app.cli import main; raise SystemExit(main())"
LOST_AFTER_SECONDS = 2
PATIENCE_SECONDS = 60
Found = TypeVar("Found")


class Processes:
    """Starts `hearth` commands on one database, and leaves none behind."""

    def __init__(self, database: str) -> None:
        self._started: list[subprocess.Popen[bytes]] = []
        self._environment = {
            **os.environ,
            "HEARTH_ENVIRONMENT": "test",
            "HEARTH_DATABASE_URL": database,
            "HEARTH_WORKER_LOST_AFTER": f"PT{LOST_AFTER_SECONDS}S",
        }

    def start(self, command: str, **settings: str) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own, as a supervisor would."""
        process = subprocess.Popen(
            [sys.executable, "-c", START, command],
            env={**self._environment, **settings},
            process_group=0,
        )
        self._started.append(process)
        return process

    def serve(self, address: str) -> subprocess.Popen[bytes]:
        """Start the service, to be reached at an address."""
        port = address.rsplit(":")[-1]
        return self.start("serve", HEARTH_BASE_URL=address, HEARTH_PORT=port)

    def end(self) -> None:
        for process in self._started:
            process.kill()
            process.wait()


def solving(worker: subprocess.Popen[bytes]) -> int | None:
    """Return the process id of what a worker is solving in, if it is."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int(folder.joinpath("stat").read_text().rsplit(")")[-1].split()[1])
            command = folder.joinpath("cmdline").read_bytes()
        except OSError:
            continue
        if parent == worker.pid and b"spawn_main" in command:
            return int(folder.name)
    return None


def is_gone(process_id: int) -> bool:
    """Tell whether a process has ended, also where nobody asks how it did."""
    try:
        stat = Path(f"/proc/{process_id}/stat").read_text()
    except OSError:
        return True
    return stat.rsplit(")")[-1].split()[0] == "Z"


def wait_for(look: Callable[[], Found], seconds: float = PATIENCE_SECONDS) -> Found:
    """Return what a look finds, as soon as it finds something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = look()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"not within {seconds} seconds")
