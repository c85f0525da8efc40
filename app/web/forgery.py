"""Refuse changes that another site asks a signed-in browser for.

Browsers say where a request comes from (Sec-Fetch-Site, or Origin in older ones) and no
page can make them say otherwise. The session's cookie is SameSite besides. The JSON API
takes no cookie, so it needs no such check.
"""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

SAFE = {"GET", "HEAD", "OPTIONS"}
OWN_SITE = ("same-origin", "none")
"""What Sec-Fetch-Site says of what a page of this site, or its person, asked for."""


class ForgeryGuard:
    """Let a change through only from a page of this site."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "http" and not _from_here(scope):
            answer = PlainTextResponse("This form was not sent from Hearth.", 403)
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)


def _from_here(scope: Scope) -> bool:
    if scope["method"] in SAFE or scope["path"].startswith("/api/"):
        return True
    headers = Headers(scope=scope)
    site = headers.get("sec-fetch-site")
    if site is not None:
        return site in OWN_SITE
    origin = headers.get("origin")
    return origin is not None and urlsplit(origin).netloc == headers.get("host")
