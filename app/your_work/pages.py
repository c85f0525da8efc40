"""Your work: what waits for whoever is signed in."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.core.clock import today
from app.core.permissions import Permission, may
from app.identity.dependencies import PageActor, PageReading
from app.match_runs import service as runs
from app.web.templates import render
from app.your_work import service

router = APIRouter(include_in_schema=False)


@router.get("/")
def your_work(request: Request, session: PageReading, actor: PageActor) -> HTMLResponse:
    """Show what waits for the reader, the soonest first, and the last match run."""
    found = service.waiting(session, actor)
    reads_runs = may(actor, Permission.READ_MATCH_RUNS)
    newest = runs.newest(session, actor) if reads_runs else None
    return render(
        request,
        "your_work/page.html",
        groups=service.in_groups(found, today()),
        count=service.count(found),
        today=today(),
        reads_runs=reads_runs,
        refers=may(actor, Permission.WRITE_REFERRALS),
        runs_forums=may(actor, Permission.RUN_FORUMS),
        lets_in=may(actor, Permission.MANAGE_PEOPLE),
        audits=may(actor, Permission.READ_AUDIT),
        looks=may(actor, Permission.START_MATCH_RUNS),
        newest=newest,
        plan=runs.plan(session, actor, newest) if newest else None,
    )
