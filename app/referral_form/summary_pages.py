"""The page with all that was said of a referral, to read and to print."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.clock import now
from app.core.errors import AppError, InvalidError, PreconditionFailedError
from app.core.fresh import days_fresh
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service
from app.referrals import service as referrals
from app.web.refusals import said_by_field
from app.web.templates import render
from matching.criteria.words import listed

router = APIRouter(
    prefix="/referrals/{referral_id}/summary",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


@router.get("")
def show(
    request: Request,
    session: PageSession,
    actor: PageActor,
    referral_id: str,
    confirmed: Annotated[bool, Query()] = False,
) -> Response:
    """Show all that was said, their own words first."""
    found = service.on_one_page(session, actor, referral_id)
    return _page(request, found, confirmed=confirmed)


@router.post("/print")
def show_to_print(
    request: Request, session: PageSession, actor: PageActor, referral_id: str
) -> Response:
    """Show it once more, to be printed: that it is goes on record."""
    found = service.on_one_page(session, actor, referral_id, printed=True)
    return _page(request, found, printed=True)


@router.post("/confirm")
def confirm(
    request: Request,
    session: PageSession,
    actor: PageActor,
    referral_id: str,
    version: Annotated[int, Form(ge=0, le=999_999_999)] = 0,
    still: Annotated[tuple[str, ...], Form()] = (),
) -> Response:
    """Say that what was ticked is still true."""
    try:
        referrals.confirm(session, actor, referral_id, version, still)
    except (InvalidError, PreconditionFailedError) as refused:
        found = service.on_one_page(session, actor, referral_id)
        return _page(request, found, refused=refused)
    return RedirectResponse(
        f"/referrals/{referral_id}/summary?confirmed=true", HTTPStatus.SEE_OTHER
    )


def _page(
    request: Request,
    found: service.OnePage,
    *,
    printed: bool = False,
    confirmed: bool = False,
    refused: AppError | None = None,
) -> Response:
    since = isinstance(refused, PreconditionFailedError)
    status = refused.status if refused else HTTPStatus.OK
    return render(
        request,
        "referral_form/summary.html",
        status_code=HTTPStatus.CONFLICT if since else status,
        referral=found.referral,
        people=found.people,
        names=listed(person.name for person in found.people),
        printed=printed,
        confirmed=confirmed,
        since=since,
        days=days_fresh(),
        moment_now=now(),
        errors=[] if since else said_by_field(refused),
    )
