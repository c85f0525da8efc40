"""Pages with which a referral is closed, and opened again."""

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from app.closing import service
from app.closing.words import BECAUSE, HOME_FOUND
from app.core.errors import AppError, FieldError, InvalidError, NotFoundError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referrals import service as referrals
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/young-people/{young_person_id}",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)
ALL, ONE = "all", "one"
WHO = (ALL, ONE)
Version = Annotated[int, Form(ge=0, le=999_999_999)]


@router.get("/close")
def ask(
    request: Request, session: PageSession, actor: PageActor, young_person_id: str
) -> HTMLResponse:
    """Ask why the referral is closed, or whether to open a closed one again."""
    return _form(request, session, actor, young_person_id)


@router.post("/close")
def close(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    version: Version = 0,
    because: Annotated[str, Form(max_length=20)] = "",
    who: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Close the referral, for all of several or for one alone."""
    referrals.hold_of(session, actor, young_person_id)
    referral = _own(session, actor, young_person_id)
    several = len(referral.young_people) > 1
    try:
        if several and who not in WHO:
            raise InvalidError(errors=_wrong(because))
        if several and who == ONE:
            service.close_one(
                session, actor, referral.id, version, young_person_id, because
            )
        else:
            service.close(session, actor, referral.id, version, because)
    except AppError as refused:
        return _form(request, session, actor, young_person_id, because, refused, who)
    after = "/young-people?show=closed"
    if because == HOME_FOUND:
        after = f"/young-people/{young_person_id}/move"
    return RedirectResponse(after, HTTPStatus.SEE_OTHER)


@router.post("/reopen")
def reopen(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    version: Version = 0,
) -> Response:
    """Open a closed referral again."""
    referrals.hold_of(session, actor, young_person_id)
    referral = _own(session, actor, young_person_id)
    try:
        referrals.reopen(session, actor, referral.id, version)
    except AppError as refused:
        return _form(request, session, actor, young_person_id, "", refused)
    return RedirectResponse(f"/young-people/{young_person_id}", HTTPStatus.SEE_OTHER)


def _wrong(because: str) -> list[FieldError]:
    wrong = [FieldError(pointer="/who", detail="Select for whom it is closed")]
    if because not in BECAUSE:
        said = "Select why the referral is closed"
        wrong.append(FieldError(pointer="/because", detail=said))
    return wrong


def _own(session: PageSession, actor: PageActor, young_person_id: str) -> Any:
    person = referrals.young_person(session, actor, young_person_id)
    if not referrals.is_own(actor, person):
        raise NotFoundError
    return referrals.get(session, actor, person.referral_id)


def _form(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    because: str = "",
    refused: AppError | None = None,
    who: str = "",
) -> HTMLResponse:
    referral = _own(session, actor, young_person_id)
    return render(
        request,
        "closing/close.html",
        status_code=refused.status if refused else 200,
        key=young_person_id,
        referral=referral,
        names=[person.sharing_name for person in referral.young_people],
        name=next(
            person.sharing_name
            for person in referral.young_people
            if person.id == young_person_id
        ),
        who=who,
        closed=referrals.is_closed(referral),
        because=because,
        reasons=BECAUSE,
        errors=said_by_field(refused, "because"),
    )
