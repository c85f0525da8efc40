"""Pages about what-ifs: which there are, what one would make different, adopting it."""

from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import ConflictError, InvalidError, PreconditionFailedError
from app.core.permissions import Permission, requires
from app.identity import service as identity
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.web.templates import render
from app.what_ifs import adoption, service
from app.what_ifs.models import WhatIf

router = APIRouter(
    prefix="/what-ifs",
    dependencies=[requires(Permission.START_MATCH_RUNS)],
    include_in_schema=False,
)
SEE_OTHER = 303
MOST_ROWS = 100


@router.get("")
def what_ifs(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> HTMLResponse:
    """List the organisation's what-ifs."""
    found = service.page(session, actor, page)
    authors = identity.names_of(session, {row.started_by for row in found.rows})
    return render(request, "what_ifs/list.html", page=found, authors=authors)


@router.get("/{what_if_id}")
def what_if(
    request: Request, session: PageSession, actor: PageActor, what_if_id: str
) -> HTMLResponse:
    """Show a what-if: its progress, or what would be different."""
    found = service.get(session, actor, what_if_id)
    done = found.difference is not None
    about = _about(session, actor, found)
    difference = service.difference(session, actor, found)
    return render(
        request,
        "what_ifs/what_if.html",
        difference=_by_name(difference, about["people"]) if difference else None,
        most=MOST_ROWS,
        older=runs.why_older(session, actor, about["run"]),
        target=adoption.target(session, actor, found) if done else None,
        **about,
    )


@router.get("/{what_if_id}/progress")
def progress(
    request: Request, session: PageSession, actor: PageActor, what_if_id: str
) -> HTMLResponse:
    """Show only the progress, for the page that watches it."""
    found = service.progress(session, actor, what_if_id)
    return render(request, "web/progress.html", run=found, under_way=found.under_way)


@router.post("/{what_if_id}/stop")
def stop(session: PageSession, actor: PageActor, what_if_id: str) -> Response:
    """Stop working it out."""
    service.stop(session, actor, what_if_id)
    return RedirectResponse(f"/what-ifs/{what_if_id}", SEE_OTHER)


@router.get("/{what_if_id}/adopt")
def ask_to_adopt(
    request: Request, session: PageSession, actor: PageActor, what_if_id: str
) -> HTMLResponse:
    """Ask why the changes should be made to the record."""
    found = service.get(session, actor, what_if_id)
    return _adopting(request, session, actor, found)


@router.post("/{what_if_id}/adopt")
def adopt(
    request: Request,
    session: PageSession,
    actor: PageActor,
    what_if_id: str,
    version: Annotated[str, Form(max_length=9)] = "",
    reason: Annotated[str, Form()] = "",
) -> Response:
    """Make the changes to the record."""
    number = int(version) if version.isdecimal() else 0
    try:
        adoption.adopt(session, actor, what_if_id, number, reason)
    except InvalidError as failed:
        errors = [{"field": "reason", "text": each.detail} for each in failed.errors]
    except (ConflictError, PreconditionFailedError) as failed:
        text = failed.detail or (
            "Someone else changed the record first. Read it again, and decide again."
        )
        errors = [{"field": "adopt", "text": text}]
    else:
        return RedirectResponse(f"/what-ifs/{what_if_id}", SEE_OTHER)
    found = service.get(session, actor, what_if_id)
    return _adopting(request, session, actor, found, reason, errors)


def _adopting(
    request: Request,
    session: PageSession,
    actor: PageActor,
    found: WhatIf,
    reason: str = "",
    errors: list[dict[str, str]] | None = None,
) -> HTMLResponse:
    return render(
        request,
        "what_ifs/adopt.html",
        status_code=422 if errors else 200,
        target=adoption.target(session, actor, found),
        reason=reason,
        errors=errors or [],
        **_about(session, actor, found),
    )


def _about(session: PageSession, actor: PageActor, found: WhatIf) -> dict[str, Any]:
    """Return a what-if with the words for the ids in it."""
    people = {found.started_by, found.adopted_by or ""}
    run = runs.finished(session, actor, found.run_id)
    return {
        "what_if": found,
        "run": run,
        "authors": identity.names_of(session, people),
        "people": service.names(session, actor),
        "homes": runs.names(session, actor, run)["homes"],
    }


def _by_name(difference: dict[str, Any], people: dict[str, str]) -> dict[str, Any]:
    """Return a difference with its rows by name, the options that fit most first."""

    def order(row: dict[str, Any]) -> tuple[str, str, float]:
        person, fit = row["young_person"], row["fit_after"] or row["fit_before"] or 0.0
        return people[person], person, -fit

    rows = {part: sorted(difference[part], key=order) for part in ("homes", "options")}
    return difference | rows
