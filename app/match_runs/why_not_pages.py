"""Pages of why other homes are no options: all of them, and one in full."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import or_not_found
from app.core.paging import PER_PAGE, Page
from app.core.permissions import Permission, may, requires
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.match_runs.charts import why_not_chart
from app.match_runs.view import View
from app.match_runs.why_not import Wanted, has_place, who_could_change
from app.web.templates import render
from matching.criteria import CRITERIA

router = APIRouter(
    prefix="/young-people/{young_person_id}/why-not",
    dependencies=[requires(Permission.READ_MATCH_RUNS)],
    include_in_schema=False,
)
SEE_OTHER = 303
Run = Annotated[str | None, Query(max_length=40)]


@router.get("")
def why_not(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Run = None,
    standing: Annotated[str, Query(max_length=10)] = "",
    reason: Annotated[str, Query(max_length=40)] = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show why other homes are not options, with every reason."""
    view = View(session, actor, young_person_id, run)
    return _list(request, view, Wanted(standing, reason), page)


@router.post("")
def look_for(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Run = None,
    standing: Annotated[str, Form(max_length=10)] = "",
    reason: Annotated[str, Form(max_length=40)] = "",
    home: Annotated[str, Form(max_length=100)] = "",
    page: Annotated[int, Form(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """Show those that are looked for.

    It is posted: what a home is called has no place in an address.
    """
    view = View(session, actor, young_person_id, run)
    return _list(request, view, Wanted(standing, reason, home.strip()), page)


@router.get("/{household_id}")
def one_home(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    household_id: str,
    run: Run = None,
) -> Response:
    """Show every need and rule judged of one home; an option has its own page."""
    view = View(session, actor, young_person_id, run)
    if view.run is None or view.found is None:
        return RedirectResponse(f"/young-people/{young_person_id}/why-not", SEE_OTHER)
    if view.option(household_id):
        where = f"/young-people/{young_person_id}/options/{household_id}"
        return RedirectResponse(f"{where}?run={view.run.id}", SEE_OTHER)
    rows = (row for row in view.found["excluded"] if row["household"] == household_id)
    excluded = or_not_found(next(rows, None))
    home = households.get(session, actor, household_id)
    return render(
        request,
        "match_runs/why_not_one.html",
        excluded=excluded,
        has_place=has_place(excluded),
        lines=service.grid(actor, view.run, young_person_id, excluded),
        glance=households.at_a_glance(session, actor, [household_id])[household_id],
        keeps=households.is_own(actor, home)
        and may(actor, Permission.WRITE_HOUSEHOLDS),
        **view.context,
    )


def _list(request: Request, view: View, asked: Wanted, page: int) -> HTMLResponse:
    found = view.found or {}
    excluded, stopped = found.get("excluded", []), found.get("excluded_by", {})
    unknown = asked.standing not in ("", "near", "closed") or (
        asked.reason not in ("", *stopped)
    )
    wanted = Wanted(home=asked.home) if unknown else asked
    out = [one for one in excluded if wanted.shows(one, view.homes)]
    start = (page - 1) * PER_PAGE
    reasons = [
        (CRITERIA[code].title, count, code)
        for code, count in sorted(stopped.items(), key=lambda r: -r[1])
    ]
    alone = found.get("excluded_by_alone", {})
    return render(
        request,
        "match_runs/why_not.html",
        page=Page(out[start : start + PER_PAGE], page, len(out)),
        wanted=wanted,
        unknown=unknown,
        reasons=reasons,
        lifted=who_could_change(excluded),
        has_place=has_place,
        chart=why_not_chart(reasons, alone) if reasons else None,
        **view.context,
    )
