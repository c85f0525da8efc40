"""The packs of a meeting: made by the chair for each, read by whom each is for."""

from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import ConflictError, InvalidError
from app.core.permissions import Permission, requires
from app.erasure import service as erasure
from app.forum import making, parts, service
from app.forum.models import Meeting
from app.identity.dependencies import PageActor, PageSession
from app.packs import service as packs
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/forums/{meeting_id}/pack", include_in_schema=False)


@router.get("", dependencies=[requires(Permission.READ_FORUMS)])
def pack(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    form: Annotated[str, Query(max_length=10)] = "",
    copy: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show the chair every pack there is, or their own; to whoever attends, theirs."""
    meeting = service.get(session, actor, meeting_id)
    if service.is_own(actor, meeting) and not (form or copy):
        return _lines(request, session, actor, meeting_id)
    try:
        if form in packs.FILES:
            content, media_type = parts.file(session, actor, meeting_id, form)
            named = f'attachment; filename="forum-pack.{form}"'
            headers = {"Content-Disposition": named}
            return Response(content, media_type=media_type, headers=headers)
        part = parts.read(session, actor, meeting_id, parts.PACK)
    except ConflictError as refused:
        return render(
            request,
            "forum/pack.html",
            status_code=refused.status,
            meeting=meeting,
            why_not=refused.detail,
        )
    return render(
        request,
        "forum/pack.html",
        meeting=meeting,
        pack=packs.PACK.validate_python(part.content["pack"]),
        own=service.is_own(actor, meeting),
        changed=parts.agenda_changed_since(meeting, part),
        kept_until=_kept_until(session, meeting),
    )


@router.get("/progress", dependencies=[requires(Permission.RUN_FORUMS)])
def progress(
    request: Request, session: PageSession, actor: PageActor, meeting_id: str
) -> Response:
    """Show only the progress, for the page that watches it."""
    job = making.latest(session, actor, meeting_id)
    if job is None:
        return RedirectResponse(f"/forums/{meeting_id}/pack", HTTPStatus.SEE_OTHER)
    return render(request, "web/progress.html", run=job, under_way=job.under_way)


@router.post("", dependencies=[requires(Permission.RUN_FORUMS)])
def make(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    only_for: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Have the packs of everybody in the room made, or that of one organisation."""
    try:
        making.begin(session, actor, meeting_id, only_for)
    except InvalidError as refused:
        return _lines(request, session, actor, meeting_id, refused)
    return RedirectResponse(f"/forums/{meeting_id}/pack", HTTPStatus.SEE_OTHER)


def _kept_until(session: PageSession, meeting: Meeting) -> date:
    whose, held_on = meeting.organisation_id, meeting.held_on
    return erasure.part_kept_until(session, whose, parts.PACK, held_on)


def _lines(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    refused: InvalidError | None = None,
) -> HTMLResponse:
    meeting = service.own(session, actor, meeting_id)
    return render(
        request,
        "forum/packs.html",
        status_code=refused.status if refused else 200,
        meeting=meeting,
        own=True,
        lines=parts.lines(session, actor, meeting),
        job=making.latest(session, actor, meeting_id),
        kept_until=_kept_until(session, meeting),
        errors=said_by_field(refused, "pack"),
    )
