"""Pages with which requests are found, followed and answered."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import AppError, NotFoundError
from app.core.permissions import Permission, may, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.requests import answering, on_record, service, words
from app.requests.forms import TypedAnswer, read_answer
from app.requests.models import SUGGESTION
from app.requests.repository import Show
from app.web.refusals import said_by_field
from app.web.templates import render
from app.web.typed import Long

router = APIRouter(prefix="/requests", include_in_schema=False)
READ = [requires(Permission.READ_REQUESTS)]
WRITE = [requires(Permission.WRITE_REQUESTS)]
SHOWN = {
    Show.FOR_YOU: "For you",
    Show.FROM_YOU: "From you",
    Show.SETTLED: "Settled",
}


@router.get("", dependencies=READ)
def requests(
    request: Request,
    session: PageSession,
    actor: PageActor,
    show: Annotated[str, Query(max_length=20)] = Show.FOR_YOU,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List what is asked of the reader, what they asked, or what is settled."""
    shown = Show(show) if show in set(Show) else Show.FOR_YOU
    return render(
        request,
        "requests/list.html",
        page=service.page(session, actor, shown, page),
        show=shown,
        lists=SHOWN,
        words=words,
    )


@router.get("/{request_id}", dependencies=READ)
def one(
    request: Request, session: PageSession, actor: PageActor, request_id: str
) -> HTMLResponse:
    """Show a request, its answers, and the form to answer it."""
    return _one(request, session, actor, request_id, TypedAnswer())


@router.post("/{request_id}/answers", dependencies=WRITE)
def answer(
    request: Request,
    session: PageSession,
    actor: PageActor,
    request_id: str,
    typed: Annotated[TypedAnswer, Form()],
) -> Response:
    """Answer a request."""
    try:
        answering.answer(session, actor, request_id, read_answer(typed))
    except NotFoundError:
        raise
    except AppError as refused:
        session.rollback()
        return _one(request, session, actor, request_id, typed, refused)
    where = f"/requests/{request_id}?answered=yes"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


@router.post("/{request_id}/replies", dependencies=WRITE)
def reply(
    request: Request,
    session: PageSession,
    actor: PageActor,
    request_id: str,
    reply: Annotated[Long, Form()] = "",
) -> Response:
    """Write back to whoever was asked and wants to talk."""
    try:
        answering.reply(session, actor, request_id, reply)
    except NotFoundError:
        raise
    except AppError as refused:
        session.rollback()
        typed = TypedAnswer(reply=reply)
        return _one(request, session, actor, request_id, typed, refused)
    where = f"/requests/{request_id}?replied=yes"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


@router.post("/{request_id}/withdraw", dependencies=WRITE)
def withdraw(
    request: Request, session: PageSession, actor: PageActor, request_id: str
) -> Response:
    """Take back a request of one's own."""
    try:
        service.withdraw(session, actor, request_id)
    except NotFoundError:
        raise
    except AppError as refused:
        return _one(request, session, actor, request_id, TypedAnswer(), refused)
    return RedirectResponse(f"/requests/{request_id}", HTTPStatus.SEE_OTHER)


def _one(
    request: Request,
    session: PageSession,
    actor: PageActor,
    request_id: str,
    typed: TypedAnswer,
    refused: AppError | None = None,
) -> HTMLResponse:
    found = service.get(session, actor, request_id)
    is_for_home = found.ask.to_id != found.authority_id
    newest = None
    if may(actor, Permission.START_MATCH_RUNS):
        newest = runs.newest(session, actor)
    return render(
        request,
        "requests/request.html",
        status_code=refused.status if refused else 200,
        found=found,
        is_own=found.ask.organisation_id == actor.organisation_id,
        is_for_home=is_for_home,
        page_for=on_record.page_for(found.ask) if is_for_home else "",
        change_of="" if is_for_home else _change_of(session, actor, found),
        may_write=may(actor, Permission.WRITE_REQUESTS),
        outcomes=answering.outcomes(found.ask),
        why_not=answering.why_not(actor, found.ask),
        newest=newest,
        typed=typed,
        words=words,
        done=request.query_params.keys() & {"sent", "answered", "replied"},
        errors=said_by_field(refused, "outcome"),
    )


def _change_of(session: PageSession, actor: PageActor, found: service.Request) -> str:
    """Return the referral on which the actor can answer a question, or nothing."""
    own = found.authority_id == actor.organisation_id
    content = found.ask.content
    if content["is_change"] or content.get("about") == SUGGESTION or not own:
        return ""
    if not may(actor, Permission.WRITE_REFERRALS):
        return ""
    return referrals.young_person(session, actor, found.ask.young_person_id).referral_id
