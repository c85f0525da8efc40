"""Typing the code beside the password, and setting up the app that makes it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.db import open_system_session
from app.core.errors import AppError, InvalidError, TooManyAttemptsError
from app.identity import codes, sign_in
from app.identity.browser import keep_token, local, settings_of, token_of
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/sign-in", include_in_schema=False)


@router.get("/code")
def ask_for_code(
    request: Request, way_back: Annotated[str, Query(alias="next")] = "/"
) -> Response:
    """Ask for the code the person's app shows."""
    with open_system_session(request.app.state.engine) as session:
        sign_in.started(session, token_of(request), settings_of(request))
        session.commit()
    return _code_page(request, way_back)


@router.post("/code")
def answer_with_code(
    request: Request,
    code: Annotated[str, Form(max_length=100)] = "",
    way_back: Annotated[str, Form(alias="next")] = "/",
) -> Response:
    """Finish signing in, or say that the code is not right."""
    with open_system_session(request.app.state.engine) as session:
        try:
            token = codes.pass_code(
                session, token_of(request), code, settings_of(request)
            )
        except (InvalidError, TooManyAttemptsError) as refused:
            # A wrong code counts, so it is written.
            session.commit()
            return _code_page(request, way_back, refused)
        session.commit()
    answer = RedirectResponse(local(way_back), HTTPStatus.SEE_OTHER)
    return keep_token(request, answer, token)


@router.get("/set-up")
def ask_to_set_up(request: Request) -> Response:
    """Show what an app needs to make codes."""
    return _set_up_page(request)


@router.post("/set-up")
def set_up(
    request: Request,
    code: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=1000)] = "",
    code_now: Annotated[str, Form(max_length=100)] = "",
) -> Response:
    """Take the first code, and show the spare ones this once."""
    with open_system_session(request.app.state.engine) as session:
        try:
            spare = codes.set_up(
                session,
                token_of(request),
                codes.TypedCodes(code, password, code_now),
                settings_of(request),
            )
        except (InvalidError, TooManyAttemptsError) as refused:
            session.commit()
            return _set_up_page(request, refused)
        session.commit()
    return render(request, "identity/spare_codes.html", codes=spare)


def _code_page(
    request: Request, way_back: str, refused: AppError | None = None
) -> Response:
    return render(
        request,
        "identity/code.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused, otherwise="code"),
        way_back=local(way_back),
    )


def _set_up_page(request: Request, refused: AppError | None = None) -> Response:
    with open_system_session(request.app.state.engine) as session:
        offered = codes.offer(session, token_of(request), settings_of(request))
        session.commit()
    return render(
        request,
        "identity/set_up_codes.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused, otherwise="code"),
        offered=offered,
    )
