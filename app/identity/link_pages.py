"""Choosing a password through a one-time link, and what to do without one."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.core.db import open_system_session
from app.core.errors import InvalidError
from app.identity import links, provider
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(include_in_schema=False)


@router.get("/sign-in/forgotten")
def forgotten(request: Request) -> Response:
    """Say how to come in again without a password."""
    return render(request, "identity/forgotten.html")


@router.get("/link/{token}")
def ask_for_password(request: Request, token: str) -> Response:
    """Ask whoever holds the link for a new password."""
    return _page(request, token)


@router.post("/link/{token}")
def choose_password(
    request: Request,
    token: str,
    new: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Keep the password; the link is used up."""
    with open_system_session(request.app.state.engine) as session:
        try:
            links.use(session, token, new, again)
        except InvalidError as refused:
            session.rollback()
            return _page(request, token, refused)
        session.commit()
    return render(request, "identity/link_used.html")


def _page(
    request: Request, token: str, refused: InvalidError | None = None
) -> Response:
    with open_system_session(request.app.state.engine) as session:
        email = links.whose(session, token).email
        account = provider.by_link(session, token)
        session.commit()
    return render(
        request,
        "identity/link.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        token=token,
        email=email,
        account=account.name if account else None,
    )
