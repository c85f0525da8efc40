"""Pages about one household: whom it could suit."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from app.core.actor import OrganisationKind
from app.core.permissions import Permission, may, requires
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service
from app.not_right import service as not_right
from app.referrals import service as referrals
from app.web.templates import render

router = APIRouter(
    prefix="/households/{household_id}",
    dependencies=[requires(Permission.READ_MATCH_RUNS)],
    include_in_schema=False,
)


@router.get("/young-people")
def young_people(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    run: Annotated[str | None, Query(max_length=40)] = None,
) -> HTMLResponse:
    """Show whom this home could welcome, those it is open for first."""
    home = households.get(session, actor, household_id)
    found = (
        service.finished(session, actor, run) if run else service.newest(session, actor)
    )
    suited: dict[str, Any] | None = None
    if found is not None:
        suited = service.suited(session, actor, found, household_id)
    own = households.is_own(actor, home) and may(actor, Permission.WRITE_HOUSEHOLDS)
    return render(
        request,
        "match_runs/young_people.html",
        turned_down=_turned_down(session, actor, household_id) if own else {},
        home=home,
        name=households.name_for(actor, home),
        run=found,
        found=suited,
        suggests=households.is_own(actor, home)
        and may(actor, Permission.WRITE_REQUESTS),
        is_agency=actor.organisation_kind is OrganisationKind.AGENCY,
    )


def _turned_down(
    session: PageSession, actor: PageActor, household_id: str
) -> dict[str, dict[str, Any]]:
    """Return whom the home is not right for, of those still shared: name and day."""
    said = not_right.of_home(session, actor, household_id)
    people = referrals.people(session, actor, said)
    return {
        key: {"name": people[key].sharing_name, "on": one.at}
        for key, one in said.items()
        if key in people
    }
