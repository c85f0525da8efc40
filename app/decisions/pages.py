"""Pages on which a decision is recorded and read."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.permissions import Permission, may, requires
from app.decisions import asking, service, words
from app.decisions.forms import Typed
from app.forum import service as forums
from app.identity import service as identity
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.releases import service as releases
from app.web.templates import render

router = APIRouter(prefix="/young-people/{young_person_id}", include_in_schema=False)
READ = [requires(Permission.READ_DECISIONS)]
RECORD = [requires(Permission.RECORD_DECISIONS)]
Id = Annotated[str, Query(max_length=40)]


@router.get("/decisions", dependencies=READ)
def decisions(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    saved: Annotated[str, Query(max_length=10)] = "",
) -> HTMLResponse:
    """Show every decision about a young person, the newest first."""
    decided = service.about(session, actor, young_person_id)
    people = identity.names_of(session, {one.recorded_by for one in decided})
    organisations = {one.id: one.name for one in identity.list_organisations(session)}
    person = referrals.young_person(session, actor, young_person_id)
    shown = decided[0].content["shown"] if saved == "decision" and decided else None
    newest = None
    if shown and may(actor, Permission.START_MATCH_RUNS):
        newest = runs.newest(session, actor)
    meeting = None
    if shown and decided[0].run_id:
        run_id = decided[0].run_id
        meeting = forums.touched_by(session, actor, run_id, young_person_id)
    return render(
        request,
        "decisions/list.html",
        newest=newest,
        meeting=meeting,
        person=person,
        may_release=releases.may_release_referral(actor, person),
        saved=saved,
        may_record=may(actor, Permission.RECORD_DECISIONS),
        own=actor.organisation_id,
        words=words,
        rows=[
            {
                "decision": one,
                "said": one.content,
                "homes": _names(one.content["shown"]["options"]),
                "by": people.get(one.recorded_by, "Somebody"),
                "of": organisations.get(one.organisation_id, ""),
                "held_until": service.held_until(session, one),
            }
            for one in decided
        ],
    )


@router.get("/decision", dependencies=RECORD)
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Id = "",
    household: Id = "",
) -> HTMLResponse:
    """Ask what was decided."""
    typed = asking.begun(session, actor, young_person_id, run, household)
    place = _place(young_person_id, typed.run)
    return asking.form(request, session, actor, place, typed)


@router.post("/decision", dependencies=RECORD)
def record(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    typed: Annotated[Typed, Form()],
) -> Response:
    """Show the answers to be checked; record them when they were."""
    place = _place(young_person_id, typed.run)
    where = f"/young-people/{young_person_id}/decisions?saved=decision"
    return asking.answered(request, session, actor, place, typed) or RedirectResponse(
        where, HTTPStatus.SEE_OTHER
    )


@router.get("/decisions/let-go", dependencies=RECORD)
def ask_to_let_go(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> HTMLResponse:
    """Ask whether to let the place go."""
    decided = service.about(session, actor, young_person_id)
    until = service.held_until(session, decided[0]) if decided else None
    return render(
        request,
        "decisions/let_go.html",
        person=referrals.young_person(session, actor, young_person_id),
        held_until=until,
    )


@router.post("/decisions/let-go", dependencies=RECORD)
def let_go(session: PageSession, actor: PageActor, young_person_id: str) -> Response:
    """Let the place go."""
    service.let_go(session, actor, young_person_id)
    where = f"/young-people/{young_person_id}/decisions?saved=place"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _names(options: list[dict[str, Any]]) -> dict[str, str]:
    return {option["household"]: option["name"] for option in options}


def _place(young_person_id: str, run_id: str) -> asking.Place:
    about = f"/young-people/{young_person_id}"
    back = f"{about}/options" + (f"?run={run_id}" if run_id else "")
    return asking.Place(young_person_id, f"{about}/decision", back, "the options")
