"""The page of what each policy asks: to read, as policies are files of the release."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.identity.dependencies import PageActor, PageReading
from app.match_runs import policies
from app.web.templates import render

router = APIRouter(prefix="/admin/policies", include_in_schema=False)


@router.get("")
def read(request: Request, session: PageReading, actor: PageActor) -> HTMLResponse:
    """Show every policy. Whoever is signed in may read the rules."""
    return render(
        request,
        "match_runs/policies.html",
        policies=policies.all_policies(),
        used=policies.used(session, actor),
    )
