"""Pages that ask what should be tried: pairs, an opening, or needs."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import InvalidError, NotFoundError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.web.templates import render
from app.what_ifs import service
from app.what_ifs.models import WhatIf
from app.what_ifs.needs import as_recorded, changes_in
from app.what_ifs.permissions import may_try_needs
from matching.case import Change

router = APIRouter(
    prefix="/runs/{run_id}/what-if",
    dependencies=[requires(Permission.START_MATCH_RUNS)],
    include_in_schema=False,
)
SEE_OTHER = 303
CHOICES = 3
DECISIONS = ("fixed", "ruled_out")
Id = Annotated[str, Query(max_length=40)]
Errors = list[dict[str, str]]


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
        return _on_to(service.start(session, actor, run_id, changes, reason))
    except InvalidError as failed:
        fields = {f"/changes/{n}": f"choice-{at}" for n, at in enumerate(filled)}
        errors += _errors(failed, fields, first="choice-0")
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
        rows=[*rows, *[("", "", "")] * (CHOICES - len(rows))],
        people=_by_name({k: name for k, name in people.items() if k in in_run}),
        homes=_by_name((run.names or {}).get("homes", {})),
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
        return _on_to(
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
        errors = _errors(failed, fields, first="household")
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
        homes=(run.names or {}).get("homes", {}),
        reason=reason,
        errors=errors or [],
    )


@router.get("/need")
def need(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Id = "",
) -> HTMLResponse:
    """Ask whose needs should be tried otherwise, then which."""
    if young_person:
        form = _Needs(session, actor, run_id, young_person)
        return render(request, "what_ifs/needs.html", **form.as_recorded())
    run = runs.finished(session, actor, run_id)
    keepers = (run.names or {}).get("authority_of", {})
    people = {
        key: name
        for key, name in service.names(session, actor).items()
        if key in keepers and may_try_needs(actor, keepers[key])
    }
    return render(request, "what_ifs/whose.html", run=run, people=_by_name(people))


@router.post("/need")
def try_need(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Annotated[str, Form()] = "",
    strength: Annotated[list[str] | None, Form()] = None,
    figure: Annotated[list[str] | None, Form()] = None,
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Try needs otherwise."""
    form = _Needs(session, actor, run_id, young_person)
    try:
        changes = changes_in(form.record, strength or [], figure or [])
        return _on_to(service.start(session, actor, run_id, changes, reason))
    except InvalidError as failed:
        page = form.as_given(strength or [], figure or [], reason, failed)
        return render(request, "what_ifs/needs.html", status_code=422, **page)


class _Needs:
    """The form for the needs of one young person, as they were when copied."""

    def __init__(
        self, session: PageSession, actor: PageActor, run_id: str, young_person: str
    ) -> None:
        self.run = runs.get(session, actor, run_id)
        self.person = referrals.young_person(session, actor, young_person)
        case = service.frozen_case(session, actor, run_id)
        found = next((p for p in case.young_people if p.id == young_person), None)
        if found is None or not may_try_needs(actor, found.authority):
            raise NotFoundError
        self.record = found

    def as_recorded(self) -> dict[str, Any]:
        """Return what the page shows at first."""
        needs = as_recorded(self.record)
        return {
            "run": self.run,
            "person": self.person,
            "needs": needs,
            "strengths": [need.strength for need in needs],
            "figures": [figure.value for need in needs for figure in need.figures],
            "reason": "",
            "errors": [],
        }

    def as_given(
        self,
        strengths: list[str],
        figures: list[str],
        reason: str,
        failed: InvalidError,
    ) -> dict[str, Any]:
        """Return the page with what was typed, and what there is to put right."""
        page = self.as_recorded()
        if len(strengths) == len(page["strengths"]):
            page["strengths"] = strengths
        if len(figures) == len(page["figures"]):
            page["figures"] = figures
        fields = {f"/strengths/{n}": f"strength-{n}" for n in range(len(strengths))}
        fields |= {f"/figures/{n}": f"figure-{n}" for n in range(len(figures))}
        errors = _errors(failed, fields, first="strength-0")
        return page | {"reason": reason, "errors": errors}


def _errors(failed: InvalidError, fields: dict[str, str], first: str) -> Errors:
    """Return each error with the field it is about, or else the first one."""
    found = []
    for error in failed.errors:
        known = {"/reason": "reason"} | fields
        at = "/".join(error.pointer.split("/")[:3])
        field = known.get(at) or known.get("/" + at.split("/")[1]) or first
        found.append({"field": field, "text": error.detail})
    return found


def _by_name(names: dict[str, str]) -> list[tuple[str, str]]:
    return sorted(names.items(), key=lambda item: item[1])


def _on_to(what_if: WhatIf) -> Response:
    return RedirectResponse(f"/what-ifs/{what_if.id}", SEE_OTHER)
