"""Your work: what waits for whoever is signed in."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.core.permissions import Permission, may
from app.decisions import service as decisions
from app.forum import service as forum
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.referrals import service as referrals
from app.web.navigation import navigation
from app.web.templates import render

router = APIRouter(include_in_schema=False)


@router.get("/")
def your_work(request: Request, session: PageSession, actor: PageActor) -> Response:
    """Show who is waiting and what the last run found.

    Auditors and administrators see no records: they begin where their work is.
    """
    if not may(actor, Permission.READ_MATCH_RUNS):
        first = str(navigation(actor, "/")[0]["href"])
        return RedirectResponse(first, HTTPStatus.SEE_OTHER)
    newest = service.newest(session, actor)
    return render(
        request,
        "match_runs/work.html",
        waiting=referrals.waiting(session, actor, 1).total,
        under_way=service.under_way(session, actor),
        newest=newest,
        plan=service.plan(session, actor, newest) if newest else None,
        keeps_homes=may(actor, Permission.WRITE_HOUSEHOLDS),
        forum=forum.coming(session, actor)
        if may(actor, Permission.READ_FORUMS)
        else None,
        ending=decisions.ending(session, actor)
        if may(actor, Permission.READ_DECISIONS)
        else [],
    )
