"""Pages with which an agency asks its carers, and says a home is not right."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.carers import service
from app.core.errors import AppError, ConflictError, InvalidError
from app.core.permissions import Permission, requires
from app.households import service as households
from app.identity.dependencies import PageActor, PageSession
from app.web.refusals import said_by_field
from app.web.templates import render
from app.web.typed import Long

router = APIRouter(
    prefix="/households/{household_id}/young-people/{young_person_id}",
    dependencies=[requires(Permission.WRITE_HOUSEHOLDS)],
    include_in_schema=False,
)


@router.get("/ask")
def ask(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    young_person_id: str,
    run: Annotated[str, Query(max_length=40)] = "",
) -> HTMLResponse:
    """Show what to ask the carers, to print it or to read it to them."""
    sheet = service.sheet(session, actor, household_id, young_person_id, run)
    return render(
        request, "carers/ask.html", sheet=sheet, young_person_id=young_person_id
    )


@router.get("/not-right")
def ask_why(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    young_person_id: str,
) -> HTMLResponse:
    """Ask why a home is not right for a young person, or whether to take it back."""
    return _form(request, session, actor, household_id, young_person_id)


@router.post("/not-right")
def say(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    young_person_id: str,
    reason: Annotated[Long, Form()] = "",
) -> Response:
    """Keep that a home is not right for a young person."""
    try:
        service.say_not_right(session, actor, household_id, young_person_id, reason)
    except (InvalidError, ConflictError) as refused:
        return _form(
            request, session, actor, household_id, young_person_id, reason, refused
        )
    return _back(household_id)


@router.post("/not-right/take-back")
def take_back(
    session: PageSession,
    actor: PageActor,
    household_id: str,
    young_person_id: str,
) -> Response:
    """Take it back."""
    service.take_back(session, actor, household_id, young_person_id)
    return _back(household_id)


def _back(household_id: str) -> RedirectResponse:
    where = f"/households/{household_id}/young-people"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    young_person_id: str,
    reason: str = "",
    refused: AppError | None = None,
) -> HTMLResponse:
    home, person = service.about(session, actor, household_id, young_person_id)
    said = service.not_right_for(session, actor, household_id)
    return render(
        request,
        "carers/not_right.html",
        status_code=refused.status if refused else 200,
        home=home,
        name=households.name_for(actor, home),
        person=person,
        said=said.get(person.id),
        reason=reason,
        errors=said_by_field(refused, "reason"),
    )
