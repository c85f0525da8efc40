"""The page about one's own account."""

from contextlib import suppress
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.db import open_system_session
from app.core.errors import (
    AppError,
    InvalidError,
    NotFoundError,
    TooManyAttemptsError,
)
from app.identity import account
from app.identity.account import NewPassword
from app.identity.browser import forget_token, keep_token, settings_of, token_of
from app.identity.dependencies import PageActor
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/account", include_in_schema=False)


@router.get("")
def show(request: Request, changed: Annotated[bool, Query()] = False) -> Response:
    """Show where somebody is signed in, and offer to change the password."""
    return _page(request, changed=changed)


@router.post("/password")
def change_password(
    request: Request,
    actor: PageActor,
    current: Annotated[str, Form()] = "",
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Change the password; whoever is signed in elsewhere is signed out."""
    typed = NewPassword(current, new, again)
    with open_system_session(request.app.state.engine) as session:
        try:
            token = account.change_password(
                session, actor, token_of(request), typed, settings_of(request)
            )
        except (InvalidError, TooManyAttemptsError) as refused:
            # A wrong current password counts, so it is written.
            session.commit()
            return _page(request, refused)
        session.commit()
    answer = RedirectResponse("/account?changed=true", HTTPStatus.SEE_OTHER)
    return keep_token(request, answer, token)


@router.post("/sign-out-everywhere")
def sign_out_everywhere(request: Request, actor: PageActor) -> Response:
    """End every sign-in of the person."""
    with open_system_session(request.app.state.engine) as session:
        account.sign_out_everywhere(
            session, actor, token_of(request), settings_of(request)
        )
        session.commit()
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    return forget_token(request, answer)


@router.post("/sign-out-elsewhere")
def sign_out_elsewhere(
    request: Request, actor: PageActor, which: Annotated[str, Form()] = ""
) -> Response:
    """End one of the person's other sign-ins."""
    with open_system_session(request.app.state.engine) as session:
        # Ended by itself meanwhile, or by a press before this one: it is over.
        with suppress(NotFoundError):
            account.sign_out_elsewhere(
                session, actor, token_of(request), which, settings_of(request)
            )
        session.commit()
    return RedirectResponse("/account", HTTPStatus.SEE_OTHER)


def _page(
    request: Request, refused: AppError | None = None, *, changed: bool = False
) -> Response:
    with open_system_session(request.app.state.engine) as session:
        own = account.account(session, token_of(request), settings_of(request))
        session.commit()
    return render(
        request,
        "identity/account.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused, otherwise="current"),
        account=own,
        changed=changed,
    )
