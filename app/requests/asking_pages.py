"""The page on which something is asked: whom, in which words, by when."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import AppError, FieldError, InvalidError, NotFoundError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.requests import preparing, service
from app.requests.forms import TypedAsk, filled_in
from app.requests.schemas import AskWrite
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/runs/{run_id}/ask",
    dependencies=[requires(Permission.WRITE_REQUESTS)],
    include_in_schema=False,
)
NO_DATE = FieldError(pointer="/due", detail="Enter a date, for example 27 3 2027")


@router.get("")
def form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    typed: Annotated[TypedAsk, Query()],
) -> Response:
    """Ask whom to ask about an opening or a question, in which words, by when."""
    runs.get(session, actor, run_id)
    if not typed.young_person:
        return RedirectResponse(f"/runs/{run_id}", HTTPStatus.SEE_OTHER)
    return _form(request, session, actor, run_id, typed)


@router.post("")
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    typed: Annotated[TypedAsk, Form()],
) -> Response:
    """Ask it."""
    runs.get(session, actor, run_id)
    try:
        wrong = [] if typed.due else [NO_DATE]
        if not typed.message.strip():
            wrong.append(FieldError(pointer="/message", detail="Enter a message"))
        if wrong or typed.due is None:
            raise InvalidError(errors=wrong)
        made = service.ask(session, actor, run_id, _write(typed, typed.due))
    except NotFoundError:
        raise
    except AppError as refused:
        return _form(request, session, actor, run_id, typed, refused)
    return RedirectResponse(f"/requests/{made.id}?sent=yes", HTTPStatus.SEE_OTHER)


def _write(typed: TypedAsk, due: date) -> AskWrite:
    return AskWrite.model_construct(
        young_person=typed.young_person,
        household=typed.household,
        of=typed.of,
        message=typed.message,
        due=due,
        **typed.place,
    )


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    typed: TypedAsk,
    refused: AppError | None = None,
) -> HTMLResponse:
    it = preparing.about(session, actor, typed.young_person, typed.household)
    sides = service.prepared(session, actor, run_id, it, **typed.place)
    if not sides:
        raise NotFoundError
    chosen = [one for one in sides if one.of == typed.of]
    if len(sides) == 1:
        chosen = sides
    if refused is None and chosen:
        typed = filled_in(chosen[0], typed)
    return render(
        request,
        "requests/ask.html",
        status_code=refused.status if refused else 200,
        run_id=run_id,
        it=it,
        sides=sides,
        chosen=chosen[0] if chosen else None,
        typed=typed,
        errors=said_by_field(refused, "message"),
    )
