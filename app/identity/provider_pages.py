"""Signing in with an organisation's own account: the way there, and back."""

from http import HTTPStatus
from typing import Annotated

import structlog
from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.db import open_system_session
from app.core.errors import NotFoundError
from app.identity import oidc, provider
from app.identity.browser import keep_token, settings_of
from app.web.templates import render

router = APIRouter(include_in_schema=False)

NOT_HERE = "Check the code. It may be that this organisation signs in with passwords"
AWAY = "Your organisation’s sign-in service did not answer as it should"
ENDED = "Signing in took too long, or was begun in another browser"
_log = structlog.get_logger()


@router.get("/sign-in/with")
def ask_organisation_code(request: Request) -> Response:
    """Ask for the organisation's code."""
    return render(request, "identity/with.html", errors=[], code="")


@router.post("/sign-in/with")
def offer(
    request: Request, code: Annotated[str, Form(max_length=100)] = ""
) -> Response:
    """Offer the organisation's own account, if it has any."""
    with open_system_session(request.app.state.engine) as session:
        found = provider.offered(session, code)
        session.commit()
    if found is None:
        return render(
            request,
            "identity/with.html",
            status_code=HTTPStatus.UNPROCESSABLE_ENTITY,
            errors=[{"field": "code", "text": NOT_HERE}],
            code=code,
        )
    return render(request, "identity/with_account.html", organisation=found)


@router.get("/sign-in/with/{code}")
def go(request: Request, code: str) -> Response:
    """Send the browser to the organisation's service."""
    with open_system_session(request.app.state.engine) as session:
        found = provider.offered(session, code)
        session.commit()
    return _gone(request, found.id if found else None)


@router.get("/link/{token}/account")
def go_with_link(request: Request, token: str) -> Response:
    """Send whoever holds a one-time link to the service: which account is theirs?"""
    with open_system_session(request.app.state.engine) as session:
        found = provider.by_link(session, token)
        session.commit()
    return _gone(request, found.id if found else None, token)


@router.get(provider.BACK)
def back(
    request: Request,
    code: Annotated[str, Query(max_length=5000)] = "",
    state: Annotated[str, Query(max_length=200)] = "",
    iss: Annotated[str, Query(max_length=1000)] = "",
) -> Response:
    """Take whoever comes back from the service, once."""
    engine = request.app.state.engine
    try:
        with open_system_session(engine) as session:
            token = request.cookies.get(_cookie(request), "")
            attempt = provider.back(session, token, state, settings_of(request))
            session.commit()
    except NotFoundError:
        return _refused(request, ENDED, HTTPStatus.FORBIDDEN)
    try:
        if not code or iss not in ("", attempt.client.issuer):
            raise oidc.ProviderError("it sent no code, or is another")
        came = oidc.account(attempt.client, attempt.secrets, code)
    except oidc.ProviderError as error:
        return _failed(request, error)
    try:
        with open_system_session(engine) as session:
            signed_in = provider.come_in(session, attempt, came)
            session.commit()
    except provider.AccountUnknownError as error:
        return render(
            request,
            "identity/account_unknown.html",
            status_code=error.status,
            subject=error.subject,
        )
    answer = RedirectResponse("/", HTTPStatus.SEE_OTHER)
    answer.delete_cookie(_cookie(request), secure=settings_of(request).secure_cookies)
    return keep_token(request, answer, signed_in)


def _gone(
    request: Request, organisation_id: str | None, link: str | None = None
) -> Response:
    settings, engine = settings_of(request), request.app.state.engine
    if organisation_id is None:
        raise NotFoundError
    with open_system_session(engine) as session:
        client = provider.client(session, organisation_id, settings)
        session.commit()
    try:
        there = oidc.places_lately(client.issuer, client.private)
    except oidc.ProviderError as error:
        return _failed(request, error)
    with open_system_session(engine) as session:
        token = provider.begin(session, organisation_id, link)
        session.commit()
    to = oidc.address(client, there, provider.secrets_of(token))
    answer = RedirectResponse(to, HTTPStatus.SEE_OTHER)
    answer.set_cookie(
        _cookie(request),
        token,
        max_age=int(provider.LASTS.total_seconds()),
        secure=settings.secure_cookies,
        httponly=True,
        samesite="lax",
    )
    return answer


def _failed(request: Request, error: oidc.ProviderError) -> Response:
    _log.warning("sign-in service failed", why=str(error))
    return _refused(request, AWAY, HTTPStatus.BAD_GATEWAY)


def _refused(request: Request, said: str, status: HTTPStatus) -> Response:
    return render(request, "identity/with_refused.html", status_code=status, said=said)


def _cookie(request: Request) -> str:
    return f"{settings_of(request).session_cookie}-way"
