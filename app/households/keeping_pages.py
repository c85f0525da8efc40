"""Pages with which an agency keeps a home current."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.clock import today
from app.core.errors import InvalidError, PreconditionFailedError
from app.core.permissions import Permission, requires
from app.households import considerations, service
from app.households.availability import SOURCES, Availability, as_facts, as_recorded
from app.households.considerations import PARTS
from app.households.models import Household
from app.households.summary import summary
from app.identity.dependencies import PageActor, PageSession
from app.requests import service as requests
from app.web.refusals import said_by_field
from app.web.sent_form import Sent
from app.web.templates import render

router = APIRouter(
    prefix="/households/{household_id}",
    dependencies=[requires(Permission.WRITE_HOUSEHOLDS)],
    include_in_schema=False,
)
Typed = Annotated[str, Form(max_length=40)]
Part = Annotated[int, Query(ge=1, le=PARTS)]
RequestId = Annotated[str, Query(max_length=40)]


@router.get("/availability")
def ask_availability(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    asked: RequestId = "",
) -> Response:
    """Ask whether a place is free, with what is recorded filled in."""
    home = service.own(session, actor, household_id)
    typed = as_recorded(home.record, today())
    beside = requests.beside(session, actor, asked, home.id)
    return _availability(request, home, typed, beside=beside)


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
    asked: RequestId = "",
) -> Response:
    """Keep what was said, confirmed today."""
    home = service.own(session, actor, household_id)
    beside = requests.beside(session, actor, asked, home.id)
    typed = Availability(free, day, month, year, bedrooms, source)
    try:
        facts = as_facts(typed, home.record, today())
        service.keep_facts(session, actor, household_id, version, facts)
    except InvalidError as failed:
        return _availability(
            request, home, typed, refused=failed, opened_on=version, beside=beside
        )
    except PreconditionFailedError:
        return _availability(request, home, typed, changed=True, beside=beside)
    answered = requests.settle(session, actor, asked, home.id)
    after = answered or f"/households/{home.id}?saved=true"
    return RedirectResponse(after, HTTPStatus.SEE_OTHER)


@router.get("/considerations")
def ask_considerations(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    part: Part = 1,
    asked: RequestId = "",
) -> Response:
    """Ask what this family could offer, a part of the grid at a time."""
    home = service.own(session, actor, household_id)
    needs = considerations.as_recorded(home.record, part)
    beside = requests.beside(session, actor, asked, home.id)
    return _considerations(request, home, part, needs, beside=beside)


@router.post("/considerations")
def keep_considerations(
    request: Request,
    session: PageSession,
    actor: PageActor,
    household_id: str,
    form: Sent,
    part: Part = 1,
    asked: RequestId = "",
) -> Response:
    """Keep what the carers say; what did not change keeps its date."""
    home = service.own(session, actor, household_id)
    typed = {key: str(value) for key, value in form.items()}
    beside = requests.beside(session, actor, asked, home.id)
    before = home.record.get("considerations", {})
    needs = considerations.as_typed(typed, part)
    version = typed.get("version", "")
    source = typed.get("source", "")
    seen = int(version) if version.isdecimal() else 0
    try:
        said = considerations.as_facts(needs, home.record, source, today())
        facts = {"considerations": said}
        service.keep_facts(session, actor, household_id, seen, facts)
    except InvalidError as failed:
        return _considerations(
            request,
            home,
            part,
            needs,
            source,
            refused=failed,
            opened_on=seen,
            beside=beside,
        )
    except PreconditionFailedError:
        return _considerations(
            request, home, part, needs, source, changed=True, beside=beside
        )
    is_new = said != before
    if is_new and (answered := requests.settle(session, actor, asked, home.id)):
        return RedirectResponse(answered, HTTPStatus.SEE_OTHER)
    after = f"/households/{home.id}"
    after += "?saved=true" if part == PARTS else f"/considerations?part={part + 1}"
    return RedirectResponse(after, HTTPStatus.SEE_OTHER)


def _considerations(
    request: Request,
    home: Household,
    part: int,
    asked: Sequence[considerations.Asked],
    source: str = "",
    *,
    refused: InvalidError | None = None,
    opened_on: int | None = None,
    changed: bool = False,
    beside: requests.Beside | None = None,
) -> Response:
    return render(
        request,
        "households/considerations.html",
        status_code=422 if refused else 409 if changed else 200,
        home=home,
        beside=beside,
        # After a mistake the form still goes by what was read when it was opened.
        opened_on=home.version if opened_on is None else opened_on,
        part=part,
        parts=PARTS,
        asked=asked,
        answers=considerations.ANSWERS,
        source=source,
        sources=SOURCES,
        changed=changed,
        errors=said_by_field(refused),
    )


def _availability(
    request: Request,
    home: Household,
    typed: Availability,
    *,
    refused: InvalidError | None = None,
    opened_on: int | None = None,
    changed: bool = False,
    beside: requests.Beside | None = None,
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
        beside=beside,
        # After a mistake the form still goes by what was read when it was opened.
        opened_on=home.version if opened_on is None else opened_on,
        typed=typed,
        sources=SOURCES,
        summary=summary(home.record),
        changed=changed,
        errors=said_by_field(refused),
    )
