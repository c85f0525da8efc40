"""The page of a young person's move: recorded, ended, or taken away."""

from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from app.core.clock import today
from app.core.errors import AppError, ConflictError, InvalidError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.moves import service
from app.moves.asking import checked, end_of, end_page, episode_of, move_page
from app.moves.words import ENDED, PLACEMENT
from app.referrals import service as referrals
from app.web.forms.asking import Answers, text_of
from app.web.forms.reading import typed_on
from app.web.refusals import said_by_field
from app.web.sent_form import Typed
from app.web.templates import render

router = APIRouter(
    prefix="/young-people/{young_person_id}/move",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


@router.get("")
def show(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> Response:
    """Show where somebody moved, or ask about it."""
    return _page(request, session, actor, young_person_id)


@router.post("")
def move(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    form: Typed,
) -> Response:
    """Record the move."""
    referrals.hold_of(session, actor, young_person_id)
    service.of(session, actor, young_person_id)
    page = move_page(service.homes_for(session, actor, young_person_id))
    answers = typed_on(page, form)
    try:
        checked(page, answers, today())
        home = text_of(answers, "home")
        service.move(session, actor, young_person_id, home, episode_of(answers))
    except (InvalidError, ConflictError) as refused:
        return _page(request, session, actor, young_person_id, answers, refused)
    return _to(young_person_id)


@router.post("/end")
def end(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    form: Typed,
) -> Response:
    """Record that the placement ended."""
    referrals.hold_of(session, actor, young_person_id)
    there = service.live(session, actor, young_person_id)
    page = end_page(service.since(there))
    answers = typed_on(page, form)
    try:
        checked(page, answers, today())
        service.end(session, actor, there, end_of(answers))
    except InvalidError as refused:
        return _page(request, session, actor, young_person_id, answers, refused)
    return _to(young_person_id)


@router.post("/take-away")
def take_away(session: PageSession, actor: PageActor, young_person_id: str) -> Response:
    """Take away a move that was recorded by mistake."""
    service.take_away(session, actor, young_person_id)
    return _to(young_person_id)


def _to(young_person_id: str) -> Response:
    return RedirectResponse(
        f"/young-people/{young_person_id}/move", HTTPStatus.SEE_OTHER
    )


def _page(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    answers: Answers | None = None,
    refused: AppError | None = None,
) -> Response:
    moves = service.of(session, actor, young_person_id)
    homes = service.homes_for(session, actor, young_person_id)
    person = referrals.young_person(session, actor, young_person_id)
    referral = referrals.get(session, actor, person.referral_id)
    lives_in = next((one for one in moves if one.lives_there), None)
    page = end_page(service.since(lives_in)) if lives_in else move_page(homes)
    return render(
        request,
        "moves/move.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        person=person,
        moves=moves,
        homes=homes,
        lives=lives_in is not None,
        closed=referrals.is_closed(referral),
        page=page,
        answers=answers or {},
        errors=said_by_field(refused, page.questions[0].fields[0]),
        placement=PLACEMENT,
        ended=ENDED,
    )
