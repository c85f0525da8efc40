"""The page of an authority's own figures."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.core.actor import OrganisationKind
from app.core.errors import NotFoundError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageReading
from app.match_runs import service as runs
from app.reports import service
from app.reports.service import FEW, Ending, Step
from app.web.charts import Chart
from app.web.templates import plural, render

router = APIRouter(
    prefix="/reports",
    dependencies=[requires(Permission.READ_FAIRNESS)],
    include_in_schema=False,
)


@router.get("")
def reports(request: Request, session: PageReading, actor: PageActor) -> HTMLResponse:
    """Show how far young people came, and why moves ended."""
    if actor.organisation_kind is not OrganisationKind.AUTHORITY:
        raise NotFoundError
    steps = service.steps(session, actor)
    ended, endings = service.endings(session, actor)
    return render(
        request,
        "reports/page.html",
        steps=steps,
        journey=_journey(steps),
        ended=ended,
        endings=endings,
        outcomes=_outcomes(ended, endings),
        few=FEW,
        newest=runs.newest(session, actor),
    )


def _journey(steps: list[Step]) -> Chart:
    count = {step.name: step.count for step in steps}
    moved, referred = count["Moved to a home"], steps[0].count
    said = (
        f"{moved} of {plural(referred, 'young person', 'young people')} referred "
        f"moved to a home found here; {count['Waiting now']} "
        f"{'waits' if count['Waiting now'] == 1 else 'wait'} now."
    )
    rows = [(f"{step.name}: {step.count}", (step.count,)) for step in steps]
    return Chart(said, ("Young people",), rows)


def _outcomes(ended: int, endings: list[Ending]) -> Chart | None:
    rows = [(one.why, (one.count,)) for one in endings if one.count is not None]
    if not rows:
        return None
    said = f"{plural(ended, 'move')} ended. The most frequent reason: {rows[0][0]}."
    return Chart(said, ("Moves",), rows)
