"""Answer for what nobody foresaw: an id to quote, and no word of what went wrong."""

import secrets
import traceback
from http import HTTPStatus

import structlog
from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.problems import answer_with, problem_of

_log = structlog.get_logger()


class UnexpectedErrors:
    """Log where an unforeseen error arose; its text may be about a child."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and answer for whatever escapes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:
            reference = _logged(scope, error)
            if started:
                # Half an answer is out; the server has to drop the connection.
                raise RuntimeError(reference) from None
            problem = problem_of(
                "unexpected",
                "There is a problem with Hearth",
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "Nothing you sent was saved. Try again later.",
            ).model_copy(update={"reference": reference})
            answer = answer_with(Request(scope, receive), problem)
            await answer(scope, receive, send)


def _logged(scope: Scope, error: Exception) -> str:
    reference = secrets.token_hex(4)
    route = scope.get("route")
    _log.error(
        "unexpected error",
        reference=reference,
        error=type(error).__qualname__,
        frames=[
            f"{frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(error.__traceback__)
        ],
        method=scope["method"],
        route=getattr(route, "path", None),
    )
    return reference
