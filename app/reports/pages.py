"""The page of an organisation's own figures."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from app.core.actor import OrganisationKind
from app.core.permissions import Permission, requires
from app.households import service as households
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
    """Show an authority how far young people came, an agency how old its facts are.

    Both see why moves ended; all see who has an option and who does not.
    """
    kind = actor.organisation_kind
    is_authority = kind is OrganisationKind.AUTHORITY
    is_agency = kind is OrganisationKind.AGENCY
    steps = service.steps(session, actor) if is_authority else []
    ended, endings = service.endings(session, actor)
    return render(
        request,
        "reports/page.html",
        kind=kind,
        steps=steps,
        journey=_journey(steps) if steps else None,
        ages=households.ages_of_own(session, actor) if is_agency else None,
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
