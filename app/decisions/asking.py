"""Asking what was decided, and showing the answers to be checked."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse, Response

from app.core.errors import AppError, ConflictError, InvalidError
from app.decisions import service, words
from app.decisions.checks import passes_over
from app.decisions.forms import Typed, read
from app.decisions.schemas import DecisionWrite
from app.forum import service as forums
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.notes import service as notes
from app.referrals import service as referrals
from app.web.refusals import said_by_field
from app.web.templates import render

MOST_TO_RULE_OUT = 10


@dataclass(frozen=True, slots=True)
class Place:
    """Whom it is about, where the form is, and the page one came from."""

    young_person_id: str
    action: str
    back: str
    back_to: str


def begun(
    session: PageSession, actor: PageActor, young_person_id: str, run: str, home: str
) -> Typed:
    """Return the form as it is first shown: homes left out before are left out."""
    decided = service.about(session, actor, young_person_id)
    if not run:
        newest = runs.newest(session, actor)
        run = newest.id if newest else ""
    return Typed(
        run=run,
        after=str(decided[0].number if decided else 0),
        household=home,
        rule_out=decided[0].content["rule_out"] if decided else [],
    )


def answered(
    request: Request, session: PageSession, actor: PageActor, at: Place, typed: Typed
) -> Response | None:
    """Show the answers to be checked, or what to put right; None once recorded."""
    key = at.young_person_id
    if typed.step == "change":
        return form(request, session, actor, at, typed)
    try:
        asked = _asked(session, actor, key, typed.run)
        said = read(typed, asked["options"], asked["homes"].keys())
        if typed.step == "record":
            service.decide(session, actor, key, said)
            return None
        touched = forums.touched_by(session, actor, typed.run, key, said.household)
        return _check(request, at, typed, said, asked, touched)
    except (InvalidError, ConflictError) as refused:
        return form(request, session, actor, at, typed, refused)


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
        "known": notes.to_keep(session, actor, young_person_id),
    }


def form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    at: Place,
    typed: Typed,
    refused: AppError | None = None,
) -> HTMLResponse:
    """Ask what was decided."""
    asked = _asked(session, actor, at.young_person_id, typed.run)
    options = [option["household"] for option in asked["options"][:MOST_TO_RULE_OUT]]
    earlier = [home for home in typed.rule_out if home in asked["homes"]]
    return render(
        request,
        "decisions/form.html",
        status_code=refused.status if refused else 200,
        typed=typed,
        at=at,
        # A home left out before is no option any more: without it here, it would be
        # one again with the next decision.
        may_rule_out=list(dict.fromkeys([*options, *earlier])),
        errors=said_by_field(refused, "outcome"),
        **asked,
    )


def _check(
    request: Request,
    at: Place,
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
        at=at,
        said=said,
        explored=next((o for o in options if o["household"] == said.household), None),
        passed_over=passes_over(said, options),
        touched=touched,
        **asked,
    )
