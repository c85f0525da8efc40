"""Pages that ask what should be tried: homes fixed or ruled out, or an opening."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import InvalidError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.web.templates import render
from app.what_ifs import service
from app.what_ifs.forms import SEE_OTHER, Errors, by_name, errors_at, on_to
from matching.case import Change

router = APIRouter(
    prefix="/runs/{run_id}/what-if",
    dependencies=[requires(Permission.START_MATCH_RUNS)],
    include_in_schema=False,
)
CHOICES = 3
DECISIONS = ("fixed", "ruled_out")
Id = Annotated[str, Query(max_length=40)]


@router.get("")
def choices(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Id = "",
    household: Id = "",
) -> HTMLResponse:
    """Ask which homes should be fixed or ruled out, for whom."""
    rows = [("", young_person, household)]
    return _choices(request, session, actor, run_id, rows)


@router.post("")
def try_choices(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    choice: Annotated[list[str] | None, Form()] = None,
    young_person: Annotated[list[str] | None, Form()] = None,
    household: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Try homes fixed or ruled out."""
    given = zip(choice or [], young_person or [], household or [], strict=False)
    rows = list(given)[:CHOICES]
    filled = [place for place, row in enumerate(rows) if row[0] in DECISIONS]
    changes = [
        Change(
            at=f"/decisions/{rows[place][0]}/-",
            to={"young_person": rows[place][1], "household": rows[place][2]},
        )
        for place in filled
    ]
    errors = _not_selected(rows, filled)
    try:
        if errors:
            raise InvalidError(errors=service.reason_errors(reason))
        return on_to(service.start(session, actor, run_id, changes, reason))
    except InvalidError as failed:
        fields = {f"/changes/{n}": f"choice-{at}" for n, at in enumerate(filled)}
        errors += errors_at(failed.errors, fields, first="choice-0")
    return _choices(request, session, actor, run_id, rows, reason, errors)


def _not_selected(rows: list[tuple[str, str, str]], filled: list[int]) -> Errors:
    return [
        {"field": f"choice-{place}-{field}", "text": f"Select a {what}"}
        for place in filled
        for field, what, given in (
            ("young-person", "young person", rows[place][1]),
            ("household", "home", rows[place][2]),
        )
        if not given
    ]


def _choices(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    rows: list[tuple[str, str, str]],
    reason: str = "",
    errors: Errors | None = None,
) -> HTMLResponse:
    run = runs.finished(session, actor, run_id)
    people = service.names(session, actor)
    in_run = (run.names or {}).get("young_people", {})
    return render(
        request,
        "what_ifs/choices.html",
        status_code=422 if errors else 200,
        run=run,
        older=runs.why_older(session, actor, run),
        rows=[*rows, *[("", "", "")] * (CHOICES - len(rows))],
        people=by_name({k: name for k, name in people.items() if k in in_run}),
        homes=by_name(runs.names(session, actor, run)["homes"]),
        reason=reason,
        errors=errors or [],
    )


@router.get("/opening")
def opening(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Id = "",
    number: Annotated[int, Query(ge=0, le=1000)] = 0,
    household: Id = "",
) -> Response:
    """Ask why an opening should be tried, and for which of its homes."""
    runs.get(session, actor, run_id)
    if not young_person:
        return RedirectResponse(f"/runs/{run_id}", SEE_OTHER)
    tried = (young_person, number, household)
    return _opening(request, session, actor, run_id, tried)


@router.post("/opening")
def try_opening(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Annotated[str, Form()] = "",
    number: Annotated[int, Form(ge=0, le=1000)] = 0,
    household: Annotated[str, Form()] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Try an opening."""
    try:
        return on_to(
            service.start_from_opening(
                session,
                actor,
                run_id,
                young_person_id=young_person,
                number=number,
                household_id=household,
                reason=reason,
            )
        )
    except InvalidError as failed:
        fields = {"/opening": "household", "/reason": "reason"}
        errors = errors_at(failed.errors, fields, first="household")
    tried = (young_person, number, household)
    return _opening(request, session, actor, run_id, tried, reason, errors)


def _opening(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    tried: tuple[str, int, str],
    reason: str = "",
    errors: Errors | None = None,
) -> HTMLResponse:
    young_person, number, household = tried
    run = runs.finished(session, actor, run_id)
    return render(
        request,
        "what_ifs/opening.html",
        status_code=422 if errors else 200,
        run=run,
        person=referrals.young_person(session, actor, young_person),
        opening=service.opening_of(session, actor, run_id, young_person, number),
        number=number,
        household=household,
        homes=runs.names(session, actor, run)["homes"],
        reason=reason,
        errors=errors or [],
    )
