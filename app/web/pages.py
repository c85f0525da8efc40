"""Pages anyone may read: help, and how matching works."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.web.templates import render
from matching.places import ATTRIBUTION

router = APIRouter(include_in_schema=False)


@router.get("/help/how-matching-works")
def how_matching_works(request: Request) -> HTMLResponse:
    """Say how the engine works and what it does not do."""
    return render(request, "web/how_matching_works.html", attribution=ATTRIBUTION)


@router.get("/help")
def help_page(request: Request) -> HTMLResponse:
    """Say where to find help."""
    return render(request, "web/help.html", attribution=ATTRIBUTION)


@router.get("/accessibility")
def accessibility(request: Request) -> HTMLResponse:
    """Say how accessible the pages are."""
    return render(request, "web/accessibility.html")


@router.get("/privacy")
def privacy(request: Request) -> HTMLResponse:
    """Say what is kept about people."""
    return render(request, "web/privacy.html")
