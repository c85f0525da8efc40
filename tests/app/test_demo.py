"""Ending the demonstration ends all it started."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from app.core.db import make_engine
from app.core.migrate import upgrade
from app.core.settings import Environment, Settings
from app.demo.seed import seed
from app.jobs.engine import prepare
from tests.ports import free_port

START = "from app.cli import main; raise SystemExit(main())"


def test_ending_the_demo_ends_its_worker_and_its_web_server(tmp_path):
    database = f"sqlite:///{tmp_path / 'demo.sqlite3'}"
    settings = Settings(environment=Environment.DEMO, database_url=database)
    engine = make_engine(settings)
    upgrade(engine)
    prepare(settings)
    seed(engine, young_people=2, households=5)
    engine.dispose()
    port = str(free_port())
    demo = subprocess.Popen(
        [sys.executable, "-c", START, "demo", "--port", port, "--folder", tmp_path],
        stderr=subprocess.PIPE,
        text=True,
    )
    with demo.stderr:
        assert any("Ctrl-C stops" in line for line in demo.stderr)
        started = Path(f"/proc/{demo.pid}/task/{demo.pid}/children").read_text()
        assert len(started.split()) == 2
        os.kill(demo.pid, signal.SIGTERM)
        assert demo.wait(20) == 0
    assert not any(Path(f"/proc/{one}").exists() for one in started.split())
