"""A real HTTP server on this machine that answers as a router does."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


@dataclass
class Answer:
    """What to send back: a status, a body (JSON unless it is bytes), after a wait."""

    body: Any
    status: int = 200
    wait: float = 0


@dataclass
class StubRouter:
    """Its address, every request it had, and how it answers the next one."""

    answer: Callable[[str, Any], Answer]
    url: str = ""
    asked: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def stub_router(answer: Callable[[str, Any], Answer]) -> Iterator[StubRouter]:
    """Serve ``answer(path, body)`` on a free port of 127.0.0.1."""
    stub = StubRouter(answer)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.respond(None)

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            self.respond(json.loads(self.rfile.read(length)))

        def respond(self, body: Any) -> None:
            stub.asked.append((self.path, body))
            reply = stub.answer(self.path, body)
            time.sleep(reply.wait)
            content = reply.body
            if not isinstance(content, bytes):
                content = json.dumps(content).encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stub.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield stub
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
