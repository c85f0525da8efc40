"""A program that is told of changes: a real process, which can be told to misbehave.

It answers as the file `mood` beside it says: a status, `hang`, or `drip`. Every request
it gets is a line in the file `heard`.
"""

import json
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Receiver:
    """Starts and stops the process; it keeps its port."""

    def __init__(self, folder: Path) -> None:
        self.mood, self.file, self._port = folder / "mood", folder / "heard", "0"
        self._process: subprocess.Popen[bytes] | None = None
        self.says("204")
        self.start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/hearth"

    def says(self, mood: str) -> None:
        self.mood.write_text(mood)

    def start(self) -> None:
        port = self.file.with_name("port")
        port.unlink(missing_ok=True)
        asked = [sys.executable, __file__, str(self.file.parent), self._port]
        self._process = subprocess.Popen(asked)
        while not (port.exists() and port.read_text()):
            time.sleep(0.02)
        self._port = port.read_text()

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def heard(self) -> list[dict[str, Any]]:
        if not self.file.exists():
            return []
        return [json.loads(line) for line in self.file.read_text().splitlines()]

    def taken(self) -> list[dict[str, Any]]:
        """Return the events it took, each once, as a careful program keeps them."""
        found = {
            one["headers"]["webhook-id"]: one["body"]
            for one in self.heard()
            if one["said"].startswith("2")
        }
        return [json.loads(body) for body in found.values()]


class _Handler(BaseHTTPRequestHandler):
    folder: Path

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"])).decode()
        said = (self.folder / "mood").read_text()
        # A record that is refused whatever else is taken.
        status, _, refused = said.partition(" ")
        if refused:
            status = "422" if refused in body else status
        headers = {name.lower(): value for name, value in self.headers.items()}
        with (self.folder / "heard").open("a") as file:
            line = {"headers": headers, "body": body, "said": status}
            file.write(json.dumps(line) + "\n")
        if status == "hang":
            time.sleep(3600)
        if status == "drip":
            for _ in range(3600):
                self.wfile.write(b"H")
                time.sleep(0.2)
        self.send_response(int(status))
        if status == "302":
            self.send_header("location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    _Handler.folder = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), _Handler)
    made = _Handler.folder / "port.made"
    made.write_text(str(server.server_port))
    made.rename(_Handler.folder / "port")
    server.serve_forever()
