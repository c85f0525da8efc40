"""Drive the application in process, as a browser or as an API client would."""

import asyncio
import re
from typing import Any

import httpx
from fastapi import FastAPI

ADDRESS = "http://127.0.0.1:8000"
PASSWORD = "correct horse battery"


def without_nonces(page: str) -> str:
    """Return a page as it is every time: a minute may pass between two looks."""
    new = r'nonce="[^"]*"|(?<="form_token" value=)"\w*"|(?<=printed on ).*?(?= by )'
    return re.sub(new, "", page)


class Browser:
    """A browser of one visitor: it keeps cookies and sends forms from its own site."""

    def __init__(self, app: FastAPI) -> None:
        self._form_token: str | None = None
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(app), base_url=ADDRESS
        )

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)

    def post(self, path: str, form: dict[str, str] | None = None) -> httpx.Response:
        form = {"form_token": self._token_on_forms(), **(form or {})}
        if path in ("/sign-in", "/organisation", "/sign-out"):
            self._form_token = None
        return self.request("POST", path, data=form, headers={"Origin": ADDRESS})

    def _token_on_forms(self) -> str:
        """Return what the pages put into every form, as long as one is signed in."""
        if not self._form_token:
            found = re.search(
                r'name="form_token" value="(\w+)"', self.get("/account").text
            )
            self._form_token = found[1] if found else ""
        return self._form_token

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        return asyncio.run(self._client.request(method, path, **options))

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        return self.post("/sign-in", {"email": email, "password": password})


class ApiClient:
    """A program with an API key."""

    def __init__(self, app: FastAPI, key: str) -> None:
        self._browser = Browser(app)
        self.headers = {"Authorization": f"Bearer {key}"}

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        headers = {**self.headers, **options.pop("headers", {})}
        return self._browser.request(method, path, headers=headers, **options)

    def get(self, path: str, **options: Any) -> httpx.Response:
        return self.request("GET", path, **options)
