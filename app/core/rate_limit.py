"""A limit on how often one asks, so that nobody makes the others wait.

Each web process counts by itself: with several, a limit is so many times higher. What
guards an account against guessing is kept in the database (app/identity/sign_in.py).
"""

import hashlib
import math
import time

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.errors import TooOftenError
from app.core.problems import API, answer_known
from app.core.settings import Settings

FREE = ("/static/", "/healthz", "/metrics")
# Whoever asks for these has Hearth ask another machine.
ASKS_ELSEWHERE = ("/sign-in/with/", "/sign-in/back")
SIGNING_IN = ("/sign-in", "/link/", "/api/v1/oauth/token")


class RateLimit:
    """Refuse whoever asks more often than the settings allow, for a while."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._cookie = settings.session_cookie
        self._limiter = SlidingWindowCounterRateLimiter(MemoryStorage())
        self._requests = RateLimitItemPerMinute(settings.requests_a_minute)
        self._sign_ins = RateLimitItemPerMinute(settings.sign_ins_a_minute)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, if it is not one too many."""
        if scope["type"] != "http" or scope["path"].startswith(FREE):
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        limit, who = self._limit_for(request)
        if self._limiter.hit(limit, who):
            await self._app(scope, receive, send)
            return
        reset = self._limiter.get_window_stats(limit, who).reset_time
        seconds = str(max(1, math.ceil(reset - time.time())))
        error = TooOftenError(f"Wait {seconds} seconds. Nothing was saved.")
        answer = answer_known(request, error, {"Retry-After": seconds})
        await answer(scope, receive, send)

    def _limit_for(self, request: Request) -> tuple[RateLimitItem, str]:
        """Return what counts against whom: a key, a sign-in, else an address."""
        path = request.url.path
        address = f"address:{request.client.host if request.client else ''}"
        asks = path.startswith(ASKS_ELSEWHERE)
        if asks or (request.method == "POST" and path.startswith(SIGNING_IN)):
            return self._sign_ins, f"sign-in:{address}"
        api = path.startswith(API)
        said = (
            Headers(scope=request.scope).get("authorization", "")
            if api
            else request.cookies.get(self._cookie, "")
        )
        if not said:
            return self._requests, address
        # What opens a door is not kept in another place than need be.
        return self._requests, hashlib.sha256(said.encode()).hexdigest()
