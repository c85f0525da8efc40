"""Everything to find out for one young person, by who can answer; sent in one go."""

from collections.abc import Sequence
from itertools import groupby
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse

from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.match_runs.view import View
from app.requests import service as requests
from app.web.templates import render

router = APIRouter(
    prefix="/young-people/{young_person_id}/questions",
    dependencies=[requires(Permission.WRITE_REQUESTS, Permission.READ_MATCH_RUNS)],
    include_in_schema=False,
)
MOST_OPTIONS = 10
"""Options whose questions are asked: the first in order."""
AGENCY_SIDE = ("agency", "carers")
Run = Annotated[str | None, Query(max_length=40)]


@router.get("")
def questions(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Run = None,
) -> HTMLResponse:
    """Show what nobody was asked about the options of a young person."""
    view = View(session, actor, young_person_id, run)
    return _page(request, view, _not_asked(session, actor, view))


@router.post("")
def send(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    run: Run = None,
    question: Annotated[list[str] | None, Form(max_length=500)] = None,
) -> HTMLResponse:
    """Ask what was chosen, for an answer within a week."""
    view = View(session, actor, young_person_id, run)
    found = _not_asked(session, actor, view)
    chosen = [one for one in found if one.key in set(question or ())]
    if not chosen:
        said = [{"field": "question", "text": "Select at least one question"}]
        return _page(request, view, found, errors=said)
    sent, left = requests.send_all(session, actor, chosen, requests.usual_due())
    rest = _not_asked(session, actor, view)
    return _page(request, view, rest, sent=sent, left=left)


def _not_asked(
    session: PageSession, actor: PageActor, view: View
) -> list[requests.Question]:
    """Return what nobody was asked since the run, by who can answer.

    What the young person's own side answers is the same for each home: it is asked of
    the first.
    """
    if view.run is None or view.found is None:
        return []
    options = {view.person.id: view.found["options"][:MOST_OPTIONS]}
    since = view.run.created_at
    found, said = [], set()
    for one in requests.not_asked(session, actor, options, since):
        sentence = one.question["sentence"]
        if one.question["ask"] not in AGENCY_SIDE:
            if sentence in said:
                continue
            said.add(sentence)
        found.append(one)
    return sorted(found, key=lambda one: str(one.question["ask"]))


def _page(
    request: Request, view: View, found: Sequence[requests.Question], **said: Any
) -> HTMLResponse:
    groups = [
        (who, list(theirs))
        for who, theirs in groupby(found, key=lambda one: one.question["ask"])
    ]
    return render(
        request,
        "match_runs/questions.html",
        status_code=422 if "errors" in said else 200,
        groups=groups,
        due=requests.usual_due(),
        most=MOST_OPTIONS,
        **view.context,
        **said,
    )
