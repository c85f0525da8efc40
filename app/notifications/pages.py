"""Pages about what somebody is told, and whether by e-mail too."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.identity.dependencies import PageActor, PageSession
from app.notifications import service
from app.web.templates import render

router = APIRouter(include_in_schema=False)


@router.get("/notifications")
def show(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List what somebody is told, the latest first."""
    return render(
        request,
        "notifications/list.html",
        page=service.page(session, actor, page),
        not_sent=service.not_sent(session, actor),
        days=service.KEPT.days,
    )


@router.post("/notifications")
def read_all(session: PageSession, actor: PageActor) -> Response:
    """Note that all of it is read."""
    service.read_all(session, actor)
    return RedirectResponse("/notifications", HTTPStatus.SEE_OTHER)


@router.get("/notifications/{notification_id}")
def open_one(session: PageSession, actor: PageActor, notification_id: str) -> Response:
    """Go where a notification leads, and note that it is read."""
    href = service.opened(session, actor, notification_id)
    return RedirectResponse(href, HTTPStatus.SEE_OTHER)


@router.get("/account/notifications")
def ask_mail(
    request: Request,
    session: PageSession,
    actor: PageActor,
    saved: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Ask whether somebody wants e-mails too."""
    return render(
        request,
        "notifications/choice.html",
        wanted=service.wants_mail(session, actor),
        sends=request.app.state.settings.sends_mail,
        saved=saved,
    )


@router.post("/account/notifications")
def choose_mail(
    session: PageSession,
    actor: PageActor,
    mail: Annotated[str, Form(max_length=3)] = "",
) -> Response:
    """Keep whether somebody wants e-mails too."""
    service.choose_mail(session, actor, wanted=mail == "yes")
    return RedirectResponse("/account/notifications?saved=true", HTTPStatus.SEE_OTHER)
