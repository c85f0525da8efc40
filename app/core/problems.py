"""Answer every error: a problem document under /api, a page elsewhere."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from sqlalchemy.exc import DataError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from starlette.exceptions import HTTPException

from app.core.errors import (
    PROBLEM_JSON,
    AppError,
    FieldError,
    InvalidError,
    NotFoundError,
    NotSignedInError,
    Problem,
    ScopeMissingError,
    TooLargeError,
    UnavailableError,
    UnreadableError,
)
from app.web.errors import render_error

API = "/api/"
RETRY_AFTER_SECONDS = 5

_log = structlog.get_logger()


def install_error_handlers(app: FastAPI) -> None:
    """Answer for every error that says what it is."""
    for kind, answer in (
        (AppError, _answer_known),
        (RequestValidationError, _answer_not_understood),
        (HTTPException, _answer_from_framework),
        (DataError, _answer_unkeepable),
        (OperationalError, _answer_unavailable),
        (NoConnectionError, _answer_unavailable),
    ):
        app.add_exception_handler(kind, answer)


def answer_with(
    request: Request, problem: Problem, headers: Mapping[str, str] | None = None
) -> Response:
    """Say the problem the way the request would understand it."""
    if request.url.path.startswith(API):
        return JSONResponse(
            problem.model_dump(exclude_defaults=True),
            status_code=problem.status,
            headers=dict(headers or {}),
            media_type=PROBLEM_JSON,
        )
    page = render_error(
        request,
        status=problem.status,
        title=problem.title,
        detail=problem.detail,
        reference=problem.reference,
    )
    page.headers.update(headers or {})
    return page


def problem_of(
    code: str,
    title: str,
    status: int,
    detail: str | None = None,
    errors: Sequence[FieldError] = (),
) -> Problem:
    """Write a problem, with the name its kind goes by."""
    kind = f"urn:hearth:problem:{code.replace('_', '-')}"
    return Problem(
        type=kind,
        title=title,
        status=status,
        code=code,
        detail=detail,
        errors=list(errors),
    )


def _answer_known(request: Request, error: Exception) -> Response:
    if not isinstance(error, AppError):
        raise error
    if isinstance(error, ScopeMissingError):
        return answer_known(request, error, {"WWW-Authenticate": _needs(error.scope)})
    if not isinstance(error, NotSignedInError):
        return answer_known(request, error)
    if request.url.path.startswith(API):
        return answer_known(request, error, {"WWW-Authenticate": "Bearer"})
    return RedirectResponse(f"{error.page}{_way_back(request)}", HTTPStatus.SEE_OTHER)


def _needs(scope: str) -> str:
    """Tell programs by the header of RFC 6750, too, which scope it takes."""
    return f'Bearer error="insufficient_scope", scope="{scope}"'


def _answer_not_understood(request: Request, error: Exception) -> Response:
    if not isinstance(error, RequestValidationError):
        raise error
    found = [
        FieldError(pointer=_pointer(each["loc"]), detail=_said(each))
        for each in error.errors()
    ]
    return answer_known(request, InvalidError("Put these right.", errors=found))


def _answer_from_framework(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == HTTPStatus.NOT_FOUND:
        return answer_known(request, NotFoundError(), error.headers)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        return answer_known(request, UnreadableError(), error.headers)
    if error.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return answer_known(request, TooLargeError(error.detail), error.headers)
    status = HTTPStatus(error.status_code)
    problem = problem_of(status.name.lower(), status.phrase, status)
    return answer_with(request, problem, error.headers)


def _answer_unkeepable(request: Request, error: Exception) -> Response:
    # Its text quotes what was sent. PostgreSQL keeps no NUL character, for one.
    _log.warning("data refused by the database", error=type(error).__qualname__)
    said = "There is a character or a number in it that cannot be kept."
    return answer_known(request, InvalidError(said))


def _answer_unavailable(request: Request, error: Exception) -> Response:
    # Away, restarted, full, or holding a row for too long: nothing of it was kept.
    cause = getattr(error, "orig", error)
    _log.error("database unavailable", error=type(cause).__qualname__)
    said = "Nothing you sent was saved. Try again in a moment."
    return answer_known(
        request, UnavailableError(said), {"Retry-After": str(RETRY_AFTER_SECONDS)}
    )


def answer_known(
    request: Request, error: AppError, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer for an error, also before any route has the request."""
    return answer_with(request, problem_for(error), headers)


def problem_for(error: AppError) -> Problem:
    """Write the problem an error is."""
    return problem_of(error.code, error.title, error.status, error.detail, error.errors)


def _way_back(request: Request) -> str:
    if request.method != "GET" or request.url.path == "/":
        return ""
    query = f"?{request.url.query}" if request.url.query else ""
    return "?" + urlencode({"next": request.url.path + query})


def _pointer(location: Sequence[str | int]) -> str:
    place, *path = location
    steps = "".join(
        "/" + str(step).replace("~", "~0").replace("/", "~1") for step in path
    )
    return steps if place == "body" else f"{place}{steps}"


def _said(error: Mapping[str, Any]) -> str:
    # This one message repeats what was sent, which may be about a child.
    if error["type"] == "union_tag_invalid":
        return f"Must be one of {error['ctx']['expected_tags']}"
    return str(error["msg"]).removeprefix("Value error, ")
