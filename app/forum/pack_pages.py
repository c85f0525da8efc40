"""The packs of a meeting: made by the chair for each, read by whom each is for."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import ConflictError, InvalidError
from app.core.permissions import Permission, requires
from app.forum import parts, service
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
) -> Response:
    """Show the chair every pack there is; to whoever attends, their own."""
    meeting = service.get(session, actor, meeting_id)
    if service.is_own(actor, meeting):
        return _lines(request, session, actor, meeting_id)
    try:
        content = parts.read(session, actor, meeting_id, parts.PACK)
    except ConflictError as refused:
        return render(
            request,
            "forum/pack.html",
            status_code=refused.status,
            meeting=meeting,
            why_not=refused.detail,
        )
    made = packs.PACK.validate_python(content["pack"])
    if form in packs.FILES:
        write, media_type = packs.FILES[form]
        named = f'attachment; filename="forum-pack.{form}"'
        headers = {"Content-Disposition": named}
        return Response(write(made), media_type=media_type, headers=headers)
    return render(request, "forum/pack.html", meeting=meeting, pack=made)


@router.post("", dependencies=[requires(Permission.RUN_FORUMS)])
def make(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    only_for: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Make the packs of everybody in the room, or of one organisation."""
    try:
        parts.make_packs(session, actor, meeting_id, only_for)
    except InvalidError as refused:
        return _lines(request, session, actor, meeting_id, refused)
    where = f"/forums/{meeting_id}/pack?made=yes"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


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
        made=request.query_params.get("made") == "yes",
        errors=said_by_field(refused, "pack"),
    )
