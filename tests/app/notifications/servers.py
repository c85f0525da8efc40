"""A real mail server and a real Notify, on this machine."""

import json
import threading
from email import message_from_bytes
from email.message import Message
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiosmtpd.controller import Controller

from tests.ports import free_port


class MailServer:
    """Takes e-mail; ``says`` answers to what is sent instead of taking it."""

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], Message]] = []
        self.says: str | None = None
        self.port = 0
        self._controller: Controller | None = None

    def start(self) -> None:
        """Listen, where it listened before if it did."""
        self._controller = Controller(self, "127.0.0.1", self.port or free_port())
        self._controller.start()
        self.port = self._controller.port

    def stop(self) -> None:
        """Listen no longer."""
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    @property
    def address(self) -> str:
        """Where Hearth finds it."""
        return f"smtp+plain://127.0.0.1:{self.port}"

    async def handle_DATA(self, server: Any, _: Any, envelope: Any) -> str:  # noqa: N802
        """Take a message."""
        if self.says == "":
            # It has heard all of it, and is gone before it says so.
            server.transport.abort()
            return ""
        if self.says:
            return self.says
        said = message_from_bytes(envelope.content, policy=default)
        self.taken.append((envelope.rcpt_tos, said))
        return "250 Taken"


class Notify:
    """Speaks as much of Notify's API as Hearth uses."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answers: list[int] = []
        """What the next requests are answered with; 201 after them."""
        self.takes_anyway = False
        notify = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                wanted = parse_qs(urlsplit(self.path).query)["reference"]
                found = [m for m in notify.taken if m["reference"] in wanted]
                self._say(200, {"notifications": found, "links": {}})

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                sent = json.loads(self.rfile.read(length))
                answer = notify.answers.pop(0) if notify.answers else 201
                if answer == 201 or notify.takes_anyway:
                    notify.taken.append(sent)
                self._say(answer, {"id": "x", "errors": [{"message": "no"}]})

            def _say(self, code: int, body: dict[str, Any]) -> None:
                text = json.dumps(body).encode()
                self.send_response(code)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
