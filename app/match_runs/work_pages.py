"""Your work: what waits for whoever is signed in."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.referrals import service as referrals
from app.web.templates import render

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[requires(Permission.READ_MATCH_RUNS)])
def your_work(request: Request, session: PageSession, actor: PageActor) -> HTMLResponse:
    """Show who is waiting and what the last run found."""
    newest = service.newest(session, actor)
    return render(
        request,
        "match_runs/work.html",
        waiting=referrals.waiting(session, actor, 1).total,
        under_way=service.under_way(session, actor),
        newest=newest,
        plan=(newest.summary or {}).get("plan") if newest else None,
    )
