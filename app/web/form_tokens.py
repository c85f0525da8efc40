"""A token in every form that only Hearth's own pages can put there.

It is made for one person acting for one organisation, so a form another site made up is
refused, and so is one opened before its person changed to another organisation: what is
typed for one is never kept for the other. It outlives a sign-in, so that what was typed
is not lost when somebody has to sign in again. It is another on every page, so that
how small a page gets tells nothing of it (`compression.py`). `forgery.py` is the other
lock.
"""

import hashlib
import hmac
import re
import secrets
from typing import TYPE_CHECKING, cast

from fastapi import Request
from jinja2.ext import Extension

from app.core.actor import Actor
from app.core.errors import AppError

if TYPE_CHECKING:
    from app.core.settings import Settings

FIELD = "form_token"
SALT = 32
"""Characters with which a token begins; the rest is made with them."""
_FORM = re.compile(r'<form\b[^>]*\bmethod="post"[^>]*>')
_TOKEN = f'<input type="hidden" name="{FIELD}" value="{{{{ {FIELD} }}}}">'


class FormNotOursError(AppError):
    """The form was not made by one of Hearth's pages for who sends it."""

    code = "form_not_ours"
    title = "This page has to be opened again"
    status = 403


class FormTokens(Extension):
    """Puts the token into every form a template sends, so that none can forget it."""

    def preprocess(
        self,
        source: str,
        name: str | None,  # noqa: ARG002
        filename: str | None = None,  # noqa: ARG002
    ) -> str:
        """Return the template with a hidden field in each form that is posted."""
        return _FORM.sub(lambda form: form[0] + _TOKEN, source)


def form_token(actor: Actor, request: Request) -> str:
    """Return a token for the forms of somebody who acts for an organisation."""
    return _token(actor, request, secrets.token_hex(SALT // 2))


def _token(actor: Actor, request: Request, salt: str) -> str:
    settings = cast("Settings", request.app.state.settings)
    key = settings.secret_key.get_secret_value().encode()
    whose = f"form:{salt}:{actor.person_id}:{actor.organisation_id}"
    return salt + hmac.new(key, whose.encode(), hashlib.sha256).hexdigest()


async def own_form(request: Request) -> None:
    """Refuse a form without the token; asked after it is known who acts.

    Raises
    ------
    FormNotOursError
        When the token is missing, or another person's or organisation's.
    """
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    form = await request.form()
    sent = form.get(FIELD)
    if not isinstance(sent, str) or not hmac.compare_digest(
        sent.encode(), _token(request.state.actor, request, sent[:SALT]).encode()
    ):
        raise FormNotOursError(
            "It was opened for another organisation, or not by Hearth. Go back, copy "
            "what you typed, and open the page again."
        )
