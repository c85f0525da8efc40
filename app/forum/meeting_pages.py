"""The meeting itself: the page on the projector and the chair's own."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.core.errors import AppError, NotFoundError
from app.core.permissions import Permission, requires
from app.decisions import words
from app.forum import agenda, minutes, service
from app.forum.agenda import MOST_HOMES, Line
from app.forum.forms import TypedItem, item_as_kept, read_item
from app.forum.models import Meeting
from app.identity.dependencies import PageActor, PageSession
from app.match_runs import service as runs
from app.referrals import service as referrals
from app.web.refusals import said_by_field
from app.web.templates import render
from matching.criteria import CRITERIA

router = APIRouter(
    prefix="/forums/{meeting_id}",
    dependencies=[requires(Permission.RUN_FORUMS)],
    include_in_schema=False,
)
STEPS = (
    "What they say",
    "What they need",
    "The homes",
    "Questions that are open",
    "What it means for others",
    "What was decided",
)
LETTERS = "ABC"
Flag = Annotated[str, Query(max_length=10)]


@router.get("/room/blank")
def blank(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Show nothing, and the way back."""
    found = service.own(session, actor, meeting_id)
    return render(request, "forum/blank.html", meeting=found, item=item)


@router.get("/room/{item_id}")
def room(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item_id: str,
    step: Annotated[int, Query(ge=1, le=len(STEPS))] = 1,
    order: Flag = "",
    alone: Flag = "",
) -> HTMLResponse:
    """Show one young person in the room, step by step.

    Where an organisation in the room may not see them, nothing is shown until the
    chair says that its people have stepped out.
    """
    meeting = service.own(session, actor, meeting_id)
    lines = agenda.agenda(session, actor, meeting)
    line = _line(lines, item_id)
    outside = agenda.may_not_see(session, actor, meeting, line.item)
    if outside and not alone:
        return render(
            request,
            "forum/step_out.html",
            meeting=meeting,
            item_id=item_id,
            outside=outside,
            following=_beside(lines, line, 1),
        )
    agenda.show(session, actor, meeting, line.item)
    shown = order == "shown" or not meeting.hides_order
    return render(
        request,
        "forum/room.html",
        meeting=meeting,
        line=line,
        previous=_beside(lines, line, -1),
        following=_beside(lines, line, 1),
        step=step,
        steps=STEPS,
        order=shown,
        alone=bool(outside),
        **_about(session, actor, meeting, line, in_order=shown),
    )


@router.get("/chair/{item_id}")
def chair(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item_id: str,
) -> HTMLResponse:
    """Show the chair's own page about a young person: notes, and the way to decide."""
    meeting = service.own(session, actor, meeting_id)
    item = agenda.line(session, actor, meeting, item_id).item
    typed = item_as_kept(item)
    return _chair(request, session, actor, meeting, item_id, typed)


@router.post("/chair/{item_id}")
def write(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting_id: str,
    item_id: str,
    typed: Annotated[TypedItem, Form()],
) -> Response:
    """Write down what was said."""
    meeting = service.own(session, actor, meeting_id)
    try:
        minutes.write(session, actor, meeting_id, item_id, read_item(typed))
    except NotFoundError:
        raise
    except AppError as refused:
        return _chair(request, session, actor, meeting, item_id, typed, refused)
    where = f"/forums/{meeting_id}/chair/{item_id}?saved=yes"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


@router.post("/chair/{item_id}/start")
def start(
    session: PageSession, actor: PageActor, meeting_id: str, item_id: str
) -> Response:
    """Start the time of a young person."""
    agenda.start(session, actor, meeting_id, item_id)
    where = f"/forums/{meeting_id}/chair/{item_id}"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _chair(
    request: Request,
    session: PageSession,
    actor: PageActor,
    meeting: Meeting,
    item_id: str,
    typed: TypedItem,
    refused: AppError | None = None,
) -> HTMLResponse:
    lines = agenda.agenda(session, actor, meeting)
    line = _line(lines, item_id)
    return render(
        request,
        "forum/chair.html",
        status_code=refused.status if refused else 200,
        meeting=meeting,
        line=line,
        previous=_beside(lines, line, -1),
        following=_beside(lines, line, 1),
        typed=typed,
        outside=agenda.may_not_see(session, actor, meeting, line.item),
        owners=agenda.owners(session, actor, meeting, line.item),
        saved=request.query_params.get("saved") == "yes",
        errors=said_by_field(refused, "views"),
        **_about(session, actor, meeting, line, in_order=True),
    )


def _line(lines: list[Line], item_id: str) -> Line:
    for line in lines:
        if line.item.id == item_id:
            return line
    raise NotFoundError


def _beside(lines: list[Line], line: Line, by: int) -> str:
    """Return the id of the item before or after one; nothing at either end."""
    at = lines.index(line) + by
    return lines[at].item.id if 0 <= at < len(lines) else ""


def _about(
    session: PageSession,
    actor: PageActor,
    meeting: Meeting,
    line: Line,
    *,
    in_order: bool,
) -> dict[str, Any]:
    """Return who it is about and what the run found, as everyone there may see it."""
    key = line.item.young_person_id
    person = referrals.young_person(session, actor, key)
    run = runs.finished(session, actor, meeting.run_id)
    found = runs.found(session, actor, run, key)
    options = found["options"][:MOST_HOMES] if found else []
    if not in_order:
        options = runs.by_chance(f"{meeting.id}:{key}", options)
    names = runs.names(session, actor, run)["homes"]
    homes = [
        {**one, "name": names.get(one["household"], "Home"), "letter": letter}
        for one, letter in zip(options, LETTERS, strict=False)
    ]
    needs = [
        (CRITERIA[need["criterion"]].title, need["strength"])
        for need in person.record.get("needs", [])
    ]
    letters = {home["household"]: f"Home {home['letter']}" for home in homes}
    by_letter = meeting.hides_homes

    def called(home: str) -> str:
        return letters.get(home, "A home") if by_letter else names.get(home, "A home")

    return {
        "person": person,
        "called": called,
        "age": referrals.age_of(person),
        "needs": needs,
        "homes": homes,
        "found": found,
        "run": run,
        "words": words,
        "all_homes": names,
    }
