"""hearth demo: a realistic region, ready to click, on this machine."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from app.cli.files import DONE, say

FOLDER = Path("var")
WAIT_SECONDS = 60


def add(commands: Any) -> None:
    """Add the command."""
    parser = commands.add_parser("demo", help="serve the demonstration region")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="start over")
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Migrate, seed once, start a worker and the service, and say how to sign in."""
    folder: Path = options.folder
    folder.mkdir(parents=True, exist_ok=True)
    database = folder / "demo.sqlite3"
    if options.fresh:
        for file in folder.glob("demo.sqlite3*"):
            file.unlink()
    address = f"http://127.0.0.1:{options.port}"
    os.environ.update(
        HEARTH_ENVIRONMENT="demo",
        HEARTH_DATABASE_URL=f"sqlite:///{database}",
        HEARTH_PORT=str(options.port),
        HEARTH_BASE_URL=address,
    )
    _prepare()
    # Whoever ends this ends what it started, as Ctrl-C does.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    children: list[subprocess.Popen[bytes]] = []
    try:
        children += [_start("worker")]
        children += [_start("serve")]
        if _ready(f"{address}/healthz", children):
            _welcome(address)
            children[1].wait()
    except KeyboardInterrupt:
        pass
    finally:
        for child in children:
            child.terminate()
        for child in children:
            child.wait(10)
    return DONE


def _prepare() -> None:
    from app.cli import migrate
    from app.core.db import make_engine
    from app.core.settings import Settings
    from app.demo.seed import seed

    migrate.run(argparse.Namespace())
    engine = make_engine(Settings())
    if seed(engine):
        say("Made the demonstration region and asked for a first match run.")
    engine.dispose()


def _start(command: str) -> subprocess.Popen[bytes]:
    start = "from app.cli import main; raise SystemExit(main())"
    return subprocess.Popen([sys.executable, "-c", start, command])  # noqa: S603


def _ready(address: str, children: list[subprocess.Popen[bytes]]) -> bool:
    for _ in range(WAIT_SECONDS * 5):
        if any(child.poll() is not None for child in children):
            say("The service could not start. Is the port in use? Try PORT=8001.")
            return False
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own
                return True
        except OSError:
            time.sleep(0.2)
    say("The service did not answer in time.")
    return False


def _welcome(address: str) -> None:
    from app.demo.seed import PASSWORD, PEOPLE

    say(f"\nHearth is ready: {address}\n\nSign in as any of these, password {PASSWORD}")
    for email, role in PEOPLE:
        say(f"  {email:<32} {role}")
    say("\nEveryone in it is invented. It is kept for the next start. Ctrl-C stops.")
