"""Pages on which a decision is recorded and read."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import AppError, ConflictError, InvalidError
from app.core.permissions import Permission, may, requires
from app.decisions import service, words
from app.decisions.checks import passes_over
from app.decisions.forms import Typed, read
from app.decisions.schemas import DecisionWrite
from app.forum import service as forums
from app.identity import service as identity
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.releases import service as releases
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(prefix="/young-people/{young_person_id}", include_in_schema=False)
READ = [requires(Permission.READ_DECISIONS)]
RECORD = [requires(Permission.RECORD_DECISIONS)]
MOST_TO_RULE_OUT = 10
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
    decided = service.about(session, actor, young_person_id)
    if not run:
        newest = runs.newest(session, actor)
        run = newest.id if newest else ""
    typed = Typed(
        run=run,
        after=str(decided[0].number if decided else 0),
        household=household,
        rule_out=decided[0].content["rule_out"] if decided else [],
    )
    return _form(request, session, actor, young_person_id, typed)


@router.post("/decision", dependencies=RECORD)
def record(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    typed: Annotated[Typed, Form()],
) -> Response:
    """Show the answers to be checked; record them when they were."""
    if typed.step == "change":
        return _form(request, session, actor, young_person_id, typed)
    try:
        asked = _asked(session, actor, young_person_id, typed.run)
        said = read(typed, asked["options"], asked["homes"].keys())
        if typed.step == "record":
            service.decide(session, actor, young_person_id, said)
            where = f"/young-people/{young_person_id}/decisions?saved=decision"
            return RedirectResponse(where, HTTPStatus.SEE_OTHER)
        key, home = young_person_id, said.household
        touched = forums.touched_by(session, actor, typed.run, key, home)
        return _check(request, typed, said, asked, touched)
    except (InvalidError, ConflictError) as refused:
        return _form(request, session, actor, young_person_id, typed, refused)


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


def _asked(
    session: PageSession, actor: PageActor, young_person_id: str, run_id: str
) -> dict[str, Any]:
    """Return whom it is about and what the run found for them."""
    person = referrals.young_person(session, actor, young_person_id)
    run = runs.finished(session, actor, run_id) if run_id else None
    found = runs.found(session, actor, run, young_person_id) if run else None
    return {
        "person": person,
        "run": run if found else None,
        "options": found["options"] if found else [],
        "homes": runs.names(session, actor, run)["homes"] if run and found else {},
        "words": words,
    }


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    typed: Typed,
    refused: AppError | None = None,
) -> HTMLResponse:
    asked = _asked(session, actor, young_person_id, typed.run)
    options = [option["household"] for option in asked["options"][:MOST_TO_RULE_OUT]]
    earlier = [home for home in typed.rule_out if home in asked["homes"]]
    return render(
        request,
        "decisions/form.html",
        status_code=refused.status if refused else 200,
        typed=typed,
        # A home left out before is no option any more: without it here, it would be
        # one again with the next decision.
        may_rule_out=list(dict.fromkeys([*options, *earlier])),
        errors=said_by_field(refused, "outcome"),
        **asked,
    )


def _check(
    request: Request,
    typed: Typed,
    said: DecisionWrite,
    asked: dict[str, Any],
    touched: forums.Touched | None,
) -> HTMLResponse:
    options = asked["options"]
    return render(
        request,
        "decisions/check.html",
        typed=typed,
        said=said,
        explored=next((o for o in options if o["household"] == said.household), None),
        passed_over=passes_over(said, options),
        touched=touched,
        **asked,
    )
