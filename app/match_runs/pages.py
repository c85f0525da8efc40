"""Pages about runs: start one, watch it, read its plan."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.actor import OrganisationKind
from app.core.errors import ConflictError, InvalidError, or_not_found
from app.core.permissions import Permission, may, requires
from app.identity.dependencies import PageActor, PageReading, PageSession
from app.match_runs import service
from app.match_runs.charts import (
    fairness_chart,
    recruitment_chart,
    scarce_chart,
    standings_chart,
)
from app.match_runs.drawing import drawing
from app.match_runs.models import MatchRun
from app.match_runs.words import distances
from app.web.templates import render

router = APIRouter(prefix="/runs", include_in_schema=False)
READ = [requires(Permission.READ_MATCH_RUNS)]
START = [requires(Permission.START_MATCH_RUNS)]
OVERSEE = [requires(Permission.READ_FAIRNESS)]
SEE_OTHER = 303


@router.get("", dependencies=READ)
def runs(
    request: Request,
    session: PageReading,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the organisation's runs."""
    found = service.page(session, actor, page)
    return render(request, "match_runs/list.html", page=found)


@router.get("/new", dependencies=START)
def new_run(request: Request, session: PageSession, actor: PageActor) -> HTMLResponse:
    """Ask which policy to use."""
    return _form(request, session, actor, [])


@router.post("", dependencies=START)
def start_run(
    request: Request,
    session: PageSession,
    actor: PageActor,
    policy: Annotated[str, Form()] = "",
) -> Response:
    """Start a run and go to its progress."""
    try:
        run = service.start(session, actor, policy)
    except InvalidError:
        errors = [{"field": "policy", "text": "Select a policy"}]
        return _form(request, session, actor, errors)
    except ConflictError:
        found = service.under_way(session, actor)
        return RedirectResponse(f"/runs/{found.id}" if found else "/runs", SEE_OTHER)
    return RedirectResponse(f"/runs/{run.id}", SEE_OTHER)


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    errors: list[dict[str, str]],
) -> HTMLResponse:
    return render(
        request,
        "match_runs/new.html",
        status_code=422 if errors else 200,
        policies=service.policies(),
        under_way=service.under_way(session, actor),
        errors=errors,
    )


@router.get("/{run_id}", dependencies=READ)
def run(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Show a run: its progress, or what it found."""
    found = service.finished(session, actor, run_id)
    people = _people(session, actor, found)
    return render(
        request,
        "match_runs/run.html",
        run=found,
        under_way=service.is_under_way(found),
        people=people,
        chart=standings_chart(people),
        plan=service.plan(session, actor, found),
        located=distances((found.summary or {}).get("located")),
        oversees=may(actor, Permission.READ_FAIRNESS),
    )


@router.get("/{run_id}/progress", dependencies=READ)
def progress(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Show only the progress, for the page that watches it."""
    found = service.get(session, actor, run_id)
    return render(
        request,
        "web/progress.html",
        run=found,
        under_way=service.is_under_way(found),
    )


@router.get("/{run_id}/stop", dependencies=START)
def ask_to_stop(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Ask whether to stop the run."""
    found = service.get(session, actor, run_id)
    under_way = service.is_under_way(found)
    return render(request, "match_runs/stop.html", run=found, under_way=under_way)


@router.post("/{run_id}/stop", dependencies=START)
def stop_run(session: PageSession, actor: PageActor, run_id: str) -> Response:
    """Stop the run."""
    service.stop(session, actor, run_id)
    return RedirectResponse(f"/runs/{run_id}", SEE_OTHER)


@router.get("/{run_id}/plan", dependencies=READ)
def plan(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Show the plan for everyone."""
    found = service.finished(session, actor, run_id)
    plan = service.plan(session, actor, found)
    names = service.names(session, actor, found)
    scarce = (plan or {}).get("scarce", [])
    return render(
        request,
        "match_runs/plan.html",
        run=found,
        plan=plan,
        choices=service.choices(session, actor, found),
        names=names,
        chart=scarce_chart(scarce, names["homes"]),
        drawing=drawing(scarce, names),
    )


@router.get("/{run_id}/plan/homes/{household_id}", dependencies=READ)
def who_needs(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    household_id: str,
) -> HTMLResponse:
    """Show who needs a home, and what it would mean for each."""
    found = service.finished(session, actor, run_id)
    homes = service.names(session, actor, found)["homes"]
    name = or_not_found(homes.get(household_id))
    suited = or_not_found(service.suited(session, actor, found, household_id))
    people = sorted(
        suited["young_people"],
        key=lambda one: (one["options"] > 1, one["since"], one["name"]),
    )
    return render(
        request,
        "match_runs/who_needs.html",
        run=found,
        household_id=household_id,
        name=name,
        people=people,
        is_agency=actor.organisation_kind is OrganisationKind.AGENCY,
    )


@router.get("/{run_id}/recruitment", dependencies=READ)
def recruitment(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Show which homes this region needs."""
    found = service.finished(session, actor, run_id)
    kinds = (found.summary or {}).get("recruitment", [])
    return render(
        request,
        "match_runs/recruitment.html",
        run=found,
        homes=kinds,
        chart=recruitment_chart(kinds) if kinds else None,
        better=(found.summary or {}).get("upskilling"),
        own_homes=actor.organisation_kind is OrganisationKind.AGENCY,
        names=service.names(session, actor, found),
    )


@router.get("/{run_id}/fairness", dependencies=OVERSEE)
def fairness(
    request: Request, session: PageSession, actor: PageActor, run_id: str
) -> HTMLResponse:
    """Show who has an option and a home in the plan, and who does not."""
    found = service.finished(session, actor, run_id)
    counted: dict[str, Any] = (found.summary or {}).get("fairness") or {}
    charts = [
        (each["name"], chart)
        for each in counted.get("characteristics", ())
        if (chart := fairness_chart(counted["everyone"], each))
    ]
    return render(
        request,
        "match_runs/fairness.html",
        run=found,
        fairness=counted,
        charts=charts,
    )


def _people(
    session: PageSession, actor: PageActor, run: MatchRun
) -> list[dict[str, object]]:
    names = service.names(session, actor, run)["young_people"]
    rows = [
        {"id": key, "name": names[key], "found": found}
        for key, found in service.counts(session, actor, run).items()
        if key in names
    ]
    return sorted(rows, key=lambda row: str(row["name"]))
