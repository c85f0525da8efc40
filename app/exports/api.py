"""Exports through the API."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from app.core.errors import (
    InvalidError,
    NotPermittedError,
    NotSignedInError,
    problem_responses,
)
from app.core.permissions import Permission, requires
from app.exports import service
from app.exports.schemas import ExportList, ExportRead, ExportWrite
from app.identity.dependencies import ApiActor, ApiSession

router = APIRouter(
    prefix="/exports",
    tags=["Exports"],
    dependencies=[requires(Permission.EXPORT_RECORDS)],
)
ANY = (NotSignedInError, NotPermittedError, InvalidError)
FILE = "application/octet-stream"
A_FILE = {"content": {FILE: {"schema": {"type": "string", "format": "binary"}}}}


@router.get("", responses=problem_responses(*ANY))
def list_exports(
    session: ApiSession,
    actor: ApiActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> ExportList:
    """List what your organisation exported, the latest first, 25 a page."""
    found = service.page(session, actor, page)
    return ExportList(
        items=[
            ExportRead.model_validate(one, from_attributes=True) for one in found.rows
        ],
        page=found.number,
        pages=found.count,
        total=found.total,
    )


@router.post(
    "",
    response_class=Response,
    responses={200: A_FILE, **problem_responses(*ANY)},
)
def make_export(session: ApiSession, actor: ApiActor, wanted: ExportWrite) -> Response:
    """Export your own records; that you did, and why, goes on record."""
    made = service.make(session, actor, wanted.kind, wanted.form, wanted.reason)
    headers = {"Content-Disposition": f'attachment; filename="{made.file_name}"'}
    return Response(made.content, media_type=FILE, headers=headers)
