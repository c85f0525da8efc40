"""The minutes of a forum: read, signed off, corrected."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import AppError, ConflictError
from app.core.permissions import Permission, requires
from app.decisions import words
from app.forum import agenda, minutes, parts, service
from app.forum.models import Meeting
from app.households import service as households
from app.identity import service as identity
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/forums/{meeting_id}", include_in_schema=False)
READ = [requires(Permission.READ_FORUMS)]
RUN = [requires(Permission.RUN_FORUMS)]


@router.get("/minutes", dependencies=READ)
def read(
    request: Request, session: PageSession, actor: PageActor, meeting_id: str
) -> HTMLResponse:
    """Show the minutes: all of them to the chair, their own part to an authority."""
    return _minutes(request, session, actor, meeting_id)


@router.post("/minutes", dependencies=RUN)
def sign_off(
    request: Request, session: PageSession, actor: PageActor, meeting_id: str
) -> Response:
    """Sign the minutes off."""
    try:
        minutes.sign_off(session, actor, meeting_id)
    except AppError as refused:
        return _minutes(request, session, actor, meeting_id, refused)
    return RedirectResponse(f"/forums/{meeting_id}/minutes", HTTPStatus.SEE_OTHER)


@router.post("/corrections", dependencies=RUN)
def correct(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    correction: Annotated[str, Form()] = "",
) -> Response:
    """Add a correction to minutes that are signed off."""
    try:
        minutes.correct(session, actor, meeting_id, correction)
    except AppError as refused:
        return _minutes(request, session, actor, meeting_id, refused, correction)
    return RedirectResponse(f"/forums/{meeting_id}/minutes", HTTPStatus.SEE_OTHER)


def _minutes(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    refused: AppError | None = None,
    correction: str = "",
) -> HTMLResponse:
    found = service.get(session, actor, meeting_id)
    part, why_no_part = _part(session, actor, found)
    signers = {found.signed_by or "", *(one["by"] for one in found.corrections)}
    return render(
        request,
        "forum/minutes.html",
        status_code=refused.status if refused else 200,
        meeting=found,
        lines=agenda.agenda(session, actor, found),
        organisations={o.id: o.name for o in identity.list_organisations(session)},
        has_pack=parts.has(session, actor, found, parts.PACK),
        part=part,
        why_no_part=why_no_part,
        homes=households.names(session, actor, part["homes"]) if part else {},
        own=service.is_own(actor, found),
        people=identity.names_of(session, signers),
        errors=said_by_field(refused, "correction"),
        correction=correction,
        words=words,
    )


def _part(
    session: PageSession, actor: PageActor, meeting: Meeting
) -> tuple[dict[str, Any] | None, str]:
    """Return an agency's part of the minutes; or nothing, and why it is not shown."""
    if not parts.has(session, actor, meeting, parts.MINUTES):
        return None, ""
    try:
        return parts.read(session, actor, meeting.id, parts.MINUTES).content, ""
    except ConflictError as refused:
        return None, refused.detail or ""
