"""Signing in, choosing an organisation, and signing out."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.db import SystemSession, open_system_session
from app.core.errors import TooManyAttemptsError
from app.identity import sign_in
from app.identity.browser import forget_token, keep_token, local, settings_of, token_of
from app.web.templates import render

router = APIRouter(include_in_schema=False)

WRONG = "Check your e-mail address and password"
LOCKED = "You have tried too many times. Try again in 15 minutes"
NONE_CHOSEN = "Select an organisation"


@router.get("/sign-in")
def ask_to_sign_in(
    request: Request, way_back: Annotated[str, Query(alias="next")] = "/"
) -> Response:
    """Ask for an e-mail address and a password."""
    return _sign_in_page(request, way_back)


@router.post("/sign-in")
def answer_sign_in(
    request: Request,
    email: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    way_back: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Sign in, or say that the two do not go together."""
    try:
        with _system_session(request) as session:
            signed_in = sign_in.sign_in(session, email, password, settings_of(request))
            session.commit()
    except TooManyAttemptsError as error:
        return _sign_in_page(request, way_back, LOCKED, email, error.status)
    if signed_in is None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _sign_in_page(request, way_back, WRONG, email, status)
    to = "/organisation" if signed_in.must_choose_organisation else local(way_back)
    return _go_with_token(request, to, signed_in.token)


@router.get("/organisation")
def ask_organisation(request: Request) -> Response:
    """Ask for which organisation the person acts."""
    return _organisation_page(request)


@router.post("/organisation")
def answer_organisation(
    request: Request, organisation: Annotated[str, Form()] = ""
) -> Response:
    """Act for the chosen organisation from now on."""
    if not organisation:
        return _organisation_page(request, NONE_CHOSEN)
    with _system_session(request) as session:
        token = sign_in.choose_organisation(
            session, token_of(request), organisation, settings_of(request)
        )
        session.commit()
    return _go_with_token(request, "/", token)


@router.post("/sign-out")
def sign_out(request: Request) -> Response:
    """End the sign-in here and on the server."""
    with _system_session(request) as session:
        sign_in.sign_out(session, token_of(request))
        session.commit()
    answer = RedirectResponse("/sign-in", HTTPStatus.SEE_OTHER)
    return forget_token(request, answer)


def _sign_in_page(
    request: Request,
    way_back: str,
    wrong: str | None = None,
    email: str = "",
    status: int = HTTPStatus.OK,
) -> Response:
    return render(
        request,
        "identity/sign_in.html",
        status_code=status,
        errors=[{"field": "email", "text": wrong}] if wrong else [],
        email=email,
        way_back=local(way_back),
    )


def _organisation_page(request: Request, wrong: str | None = None) -> Response:
    with _system_session(request) as session:
        choices = sign_in.organisations_of(
            session, token_of(request), settings_of(request)
        )
        session.commit()
    return render(
        request,
        "identity/organisation.html",
        status_code=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        errors=[{"field": "organisation", "text": wrong}] if wrong else [],
        choices=choices,
    )


def _go_with_token(request: Request, to: str, token: str) -> Response:
    return keep_token(request, RedirectResponse(to, HTTPStatus.SEE_OTHER), token)


def _system_session(request: Request) -> SystemSession:
    return open_system_session(request.app.state.engine)
