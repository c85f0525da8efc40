"""A referral as a file of the Placements Data Standard, and one begun from it."""

import json
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.exchange.forms import uploaded
from app.exchange.standard import service
from app.exchange.tables import File
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/referrals",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


@router.get("/from-file")
def ask(request: Request) -> Response:
    """Ask for the file."""
    return _form(request)


@router.post("/from-file")
def start(
    request: Request,
    session: PageSession,
    actor: PageActor,
    files: Annotated[list[File], Depends(uploaded)],
    # The framework closes the files of a form it was asked a field of.
    form_token: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Begin a referral from the file, or one for each young person in it."""
    del form_token
    try:
        begun = service.start_from_files(session, actor, files)
    except InvalidError as refused:
        return _form(request, refused)
    to = f"/referrals/{begun[0]}/tasks" if len(begun) == 1 else "/referrals"
    return RedirectResponse(to, HTTPStatus.SEE_OTHER)


@router.get("/{referral_id}/placements-standard")
def take_out(session: PageSession, actor: PageActor, referral_id: str) -> Response:
    """Give a referral as a file."""
    found = service.referral_in_standard(session, actor, referral_id)
    return Response(
        json.dumps(found, indent=2, ensure_ascii=False),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="referral.json"'},
    )


def _form(request: Request, refused: InvalidError | None = None) -> Response:
    return render(
        request,
        "exchange/from_file.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused, "files"),
    )
