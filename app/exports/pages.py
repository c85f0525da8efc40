"""The page on which one's own records are exported, and earlier exports stand."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import Response

from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.core.spreadsheet import FORMS
from app.exports import service
from app.exports.kinds import KINDS, kinds_for
from app.identity import service as identity
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/exports",
    dependencies=[requires(Permission.EXPORT_RECORDS)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=10_000)]
Number = Annotated[int, Query(ge=1, le=100_000)]


@router.get("")
def exports(
    request: Request, session: PageSession, actor: PageActor, page: Number = 1
) -> Response:
    """Offer what can be exported, and list what was."""
    kinds = kinds_for(actor)
    only = kinds[0].key if len(kinds) == 1 else ""
    typed = {"kind": only, "form": "", "reason": ""}
    return _page(request, session, actor, typed, number=page)


@router.post("")
def make(
    request: Request,
    session: PageSession,
    actor: PageActor,
    kind: Typed = "",
    form: Typed = "",
    reason: Typed = "",
) -> Response:
    """Give the file."""
    try:
        made = service.make(session, actor, kind, form, reason)
    except InvalidError as refused:
        typed = {"kind": kind, "form": form, "reason": reason}
        return _page(request, session, actor, typed, refused)
    headers = {"Content-Disposition": f'attachment; filename="{made.file_name}"'}
    return Response(made.content, media_type=FORMS[form], headers=headers)


def _page(
    request: Request,
    session: PageSession,
    actor: PageActor,
    typed: dict[str, str],
    refused: InvalidError | None = None,
    number: int = 1,
) -> Response:
    found = service.page(session, actor, number)
    people = identity.names_of(session, {one.made_by for one in found.rows})
    return render(
        request,
        "exports/exports.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        errors=said_by_field(refused),
        typed=typed,
        kinds=kinds_for(actor),
        names={key: kind.name for key, kind in KINDS.items()},
        page=found,
        rows=[(one, people.get(one.made_by)) for one in found.rows],
        longest=service.LONGEST_REASON,
    )
