"""The cookie in which a browser keeps its sign-in, and where it is sent next."""

from typing import TypeVar
from urllib.parse import urlsplit

from fastapi import Request, Response

from app.core.settings import Settings

R = TypeVar("R", bound=Response)


def settings_of(request: Request) -> Settings:
    """Return the settings of the application that was asked."""
    settings: Settings = request.app.state.settings
    return settings


def token_of(request: Request) -> str:
    """Return the token the browser sent, or nothing."""
    return request.cookies.get(settings_of(request).session_cookie, "")


def keep_token(request: Request, answer: R, token: str) -> R:
    """Let the browser keep a token for as long as a sign-in may last."""
    settings = settings_of(request)
    answer.set_cookie(
        settings.session_cookie,
        token,
        max_age=int(settings.session_absolute.total_seconds()),
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return answer


def forget_token(request: Request, answer: R) -> R:
    """Let the browser forget its token, and all else it keeps of these pages."""
    settings = settings_of(request)
    answer.headers["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    answer.delete_cookie(settings.session_cookie, secure=settings.secure_cookies)
    return answer


def local(address: str) -> str:
    """Return an address of this site, or that of the first page."""
    # Browsers read a backslash as a slash, and //host as another site.
    parts = urlsplit(address.replace("\\", "/"))
    here = address.startswith("/") and not parts.scheme and not parts.netloc
    return address if here and address.isprintable() else "/"
