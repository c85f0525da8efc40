"""The recruitment brief to take along, as PDF or Word."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.packs.brief import brief
from app.packs.service import FILES

router = APIRouter(include_in_schema=False)


@router.get(
    "/runs/{run_id}/recruitment/brief",
    dependencies=[requires(Permission.READ_MATCH_RUNS)],
)
def recruitment_brief(
    session: PageSession,
    actor: PageActor,
    run_id: str,
    form: Annotated[str, Query(max_length=10)] = "pdf",
) -> Response:
    """Make the brief, as a PDF unless it is asked for in another form."""
    form = form if form in FILES else "pdf"
    write, media_type = FILES[form]
    name = f"recruitment-brief.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    made = write(brief(session, actor, run_id))
    return Response(made, media_type=media_type, headers=headers)
