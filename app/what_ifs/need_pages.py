"""Pages that ask which needs of a young person should be tried otherwise."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, Response

from app.core.errors import FieldError, InvalidError, NotFoundError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.web.templates import render
from app.what_ifs import service
from app.what_ifs.forms import by_name, errors_at, on_to
from app.what_ifs.needs import as_recorded, changes_in
from app.what_ifs.permissions import may_try_needs

router = APIRouter(
    prefix="/runs/{run_id}/what-if/need",
    dependencies=[requires(Permission.START_MATCH_RUNS)],
    include_in_schema=False,
)


@router.get("")
def need(
    request: Request,
    session: PageSession,
    actor: PageActor,
    run_id: str,
    young_person: Annotated[str, Query(max_length=40)] = "",
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
    return render(request, "what_ifs/whose.html", run=run, people=by_name(people))


@router.post("")
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
    given = (strength or [], figure or [])
    try:
        changes = changes_in(form.record, *given)
    except InvalidError as failed:
        wrong = [*failed.errors, *service.reason_errors(reason)]
        return _needs_again(request, form.as_given(*given, reason, wrong))
    try:
        return on_to(service.start(session, actor, run_id, changes, reason))
    except InvalidError as failed:
        return _needs_again(request, form.as_given(*given, reason, failed.errors))


def _needs_again(request: Request, page: dict[str, Any]) -> HTMLResponse:
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
        wrong: Sequence[FieldError],
    ) -> dict[str, Any]:
        """Return the page with what was typed, and what there is to put right."""
        page = self.as_recorded()
        if len(strengths) == len(page["strengths"]):
            page["strengths"] = strengths
        if len(figures) == len(page["figures"]):
            page["figures"] = figures
        fields = {f"/strengths/{n}": f"strength-{n}" for n in range(len(strengths))}
        fields |= {f"/figures/{n}": f"figure-{n}" for n in range(len(figures))}
        errors = errors_at(wrong, fields, first="strength-0")
        return page | {"reason": reason, "errors": errors}
