"""A limit on what is sent at once, so that nobody fills the memory or the disk."""

from http import HTTPStatus

from fastapi import Request
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import TooLargeError
from app.core.problems import answer_known

WITH_FILES = ("/imports", "/api/v1/imports")
"""Where files are taken."""


class BodyLimit:
    """Refuse a request that says it is too large, or turns out to be."""

    def __init__(self, app: ASGIApp, *, most: int, most_with_files: int) -> None:
        self._app, self._most, self._most_with_files = app, most, most_with_files

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and count what is sent."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        files = scope["path"].startswith(WITH_FILES)
        most = self._most_with_files if files else self._most
        said = Headers(scope=scope).get("content-length", "")
        if said.isdecimal() and int(said) > most:
            answer = answer_known(Request(scope, receive), TooLargeError(words(most)))
            await answer(scope, receive, send)
            return
        sent = 0

        async def counted() -> Message:
            nonlocal sent
            message = await receive()
            sent += len(message.get("body", b""))
            if sent > most:
                # The one error FastAPI lets through while it reads a body.
                raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words(most))
            return message

        await self._app(scope, counted, send)


def words(most: int) -> str:
    """Say how much is taken."""
    return f"Send {most // 1_000_000} MB or less. Nothing was saved."
