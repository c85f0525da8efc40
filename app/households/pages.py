"""Pages about households."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from app.core.permissions import Permission, may, requires
from app.households import service
from app.households.considerations import counted
from app.households.filters import FILTERS
from app.households.holds import held_in
from app.households.summary import summary
from app.households.words import FACTS
from app.identity.dependencies import PageActor, PageNoting, PageReading
from app.moves import service as moves
from app.releases import service as releases
from app.web.templates import render

router = APIRouter(
    prefix="/households",
    dependencies=[requires(Permission.READ_HOUSEHOLDS)],
    include_in_schema=False,
)


@router.get("")
def households(
    request: Request,
    session: PageReading,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    show: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """List the homes the actor may see."""
    return _list(request, session, actor, page, "", show)


@router.post("")
def look_for(
    request: Request,
    session: PageReading,
    actor: PageActor,
    page: Annotated[int, Form(ge=1, le=100_000)] = 1,
    search: Annotated[str, Form(max_length=100)] = "",
    show: Annotated[str, Form(max_length=10)] = "",
) -> HTMLResponse:
    """List those that are looked for.

    It is posted: what a home is called has no place in an address.
    """
    return _list(request, session, actor, page, search.strip(), show)


def _list(
    request: Request,
    session: PageReading,
    actor: PageActor,
    page: int,
    search: str,
    show: str,
) -> HTMLResponse:
    keeps = may(actor, Permission.WRITE_HOUSEHOLDS)
    offered = {k: f.label for k, f in FILTERS.items() if keeps or not f.own_only}
    filters = {"": "All homes", **offered}
    show = show if show in filters else ""
    found = service.page(session, actor, page, search, show)
    agencies = service.agencies_in_group(session, actor)
    rows = [
        {
            "id": home.id,
            "name": service.name_for(actor, home),
            "reference": home.reference,
            "agency": agencies.get(home.organisation_id),
            **summary(service.shown(actor, home)),
        }
        for home in found.rows
    ]
    return render(
        request,
        "households/list.html",
        page=found,
        rows=rows,
        search=search,
        show=show,
        filters=filters,
        may_check=keeps,
        in_group=bool(agencies),
        may_import=may(actor, Permission.IMPORT_RECORDS) and keeps,
    )


@router.get("/{household_id}")
def household(
    request: Request,
    session: PageNoting,
    actor: PageActor,
    household_id: str,
    saved: Annotated[bool, Query()] = False,
) -> HTMLResponse:
    """Show one home, as much of it as the actor may see."""
    home = service.get(session, actor, household_id)
    whole = service.is_whole(actor, home)
    return render(
        request,
        "households/household.html",
        home=home,
        name=service.name_for(actor, home),
        own=whole,
        agency=service.agencies_in_group(session, actor).get(home.organisation_id),
        may_look=may(actor, Permission.READ_MATCH_RUNS),
        may_change=service.is_own(actor, home)
        and may(actor, Permission.WRITE_HOUSEHOLDS),
        saved=saved,
        summary=summary(service.shown(actor, home)),
        facts=service.shown(actor, home),
        called=FACTS,
        considered=counted(home.record) if whole else "",
        held=held_in(session, home.id),
        may_take_out=may(actor, Permission.TAKE_OUT_RECORDS),
        living=moves.living_in(session, actor, home.id),
        authorities=service.authorities(session),
        profile=releases.may_read(session, actor, home.id),
    )
