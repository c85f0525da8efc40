"""Pages with which an agency keeps a home current."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.core.errors import InvalidError, PreconditionFailedError
from app.core.permissions import Permission, requires
from app.households import service
from app.households.availability import SOURCES, Availability, as_facts, as_recorded
from app.households.models import Household
from app.households.summary import summary
from app.identity.dependencies import PageActor, PageSession
from app.referrals.service import today
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/households/{household_id}",
    dependencies=[requires(Permission.WRITE_HOUSEHOLDS)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=40)]


@router.get("/availability")
def ask_availability(
    request: Request, session: PageSession, actor: PageActor, household_id: str
) -> Response:
    """Ask whether a place is free, with what is recorded filled in."""
    home = service.own(session, actor, household_id)
    typed = as_recorded(home.record, today())
    return _availability(request, home, typed)


@router.post("/availability")
def keep_availability(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    version: Annotated[int, Form(ge=0, le=999_999_999)] = 0,
    free: Typed = "",
    day: Typed = "",
    month: Typed = "",
    year: Typed = "",
    bedrooms: Typed = "",
    source: Typed = "",
) -> Response:
    """Keep what was said, confirmed today."""
    home = service.own(session, actor, household_id)
    typed = Availability(free, day, month, year, bedrooms, source)
    try:
        facts = as_facts(typed, home.record, today())
        service.keep_facts(session, actor, household_id, version, facts)
    except InvalidError as failed:
        return _availability(request, home, typed, failed)
    except PreconditionFailedError:
        return _availability(request, home, typed, changed=True)
    return RedirectResponse(f"/households/{home.id}?saved=true", HTTPStatus.SEE_OTHER)


def _availability(
    request: Request,
    home: Household,
    typed: Availability,
    refused: InvalidError | None = None,
    *,
    changed: bool = False,
) -> Response:
    status = HTTPStatus.OK
    if refused:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    elif changed:
        status = HTTPStatus.CONFLICT
    return render(
        request,
        "households/availability.html",
        status_code=status,
        home=home,
        typed=typed,
        sources=SOURCES,
        summary=summary(home.record),
        changed=changed,
        errors=said_by_field(refused),
    )
