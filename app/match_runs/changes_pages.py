"""Pages of what changed since the last run: for everyone, and for one young person."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.match_runs.view import View
from app.web.templates import render

router = APIRouter(
    dependencies=[requires(Permission.READ_MATCH_RUNS)], include_in_schema=False
)
MOST = 20
"""Homes that are named of one kind of change; the others are counted."""


@router.get("/runs/{run_id}/changes")
def of_run(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show what changed since the last run."""
    run = service.finished(session, actor, run_id)
    return render(
        request,
        "match_runs/changes.html",
        run=run,
        names=service.names(session, actor, run),
        since=service.since(session, actor, run, page),
        most=MOST,
    )


@router.get("/young-people/{young_person_id}/changes")
def for_someone(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Annotated[str | None, Query(max_length=40)] = None,
) -> HTMLResponse:
    """Show what changed for one young person since the last run."""
    view = View(session, actor, young_person_id, run)
    found = view.run and service.since_for(session, actor, view.run, young_person_id)
    earlier, since = found or (None, None)
    return render(
        request,
        "match_runs/changes_for.html",
        earlier=earlier,
        since=since,
        **view.context,
    )
