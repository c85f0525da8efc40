"""The shell of every page: assets, security headers, smaller answers, and the check of
where a form comes from."""

from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles

from app.core.settings import Settings
from app.web.compression import Compression
from app.web.forgery import ForgeryGuard
from app.web.headers import SecurityHeaders
from app.web.templates import ASSETS


def install(app: FastAPI, settings: Settings) -> None:
    """Add what every page needs to the application."""
    app.add_middleware(Compression)
    app.add_middleware(ForgeryGuard)
    app.add_middleware(SecurityHeaders, secure=settings.secure_cookies)
    files = StaticFiles(directory=ASSETS, check_dir=False)
    app.mount("/static/built", files)
