"""The page of a young person's referral in full: to release it, or to read it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.clock import today
from app.core.errors import AppError
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service as form
from app.referrals import service as referrals
from app.releases import referral
from app.releases.asking import asked, referral_page
from app.web.forms.asking import Answers, text_of
from app.web.forms.reading import typed_on
from app.web.refusals import said_by_field
from app.web.sent_form import Typed
from app.web.templates import render

router = APIRouter(
    prefix="/young-people/{young_person_id}/full", include_in_schema=False
)
READ = [requires(Permission.READ_REFERRALS)]
RELEASE = [requires(Permission.RELEASE_REFERRALS)]


@router.get("", dependencies=READ)
def show(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    saved: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    """Show it: the authority what it would release, the agency what was released."""
    person = referrals.young_person(session, actor, young_person_id)
    if referral.may_release_referral(actor, person):
        return _own(request, session, actor, young_person_id, saved=saved)
    return render(
        request,
        "releases/full.html",
        key=young_person_id,
        found=referral.read_referral(session, actor, young_person_id),
    )


@router.post("/release", dependencies=RELEASE)
def release(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    sent: Typed,
) -> Response:
    """Let the agency of the home that is explored read it."""
    page = referral_page()
    answers = typed_on(page, sent)
    try:
        agreed_on = asked(page, answers, today())
        name = text_of(answers, "real_name")
        referral.release(session, actor, young_person_id, name, agreed_on)
    except AppError as refused:
        session.rollback()
        return _own(request, session, actor, young_person_id, answers, refused)
    return _to(young_person_id, "released")


@router.post("/take-back", dependencies=RELEASE)
def take_back(session: PageSession, actor: PageActor, young_person_id: str) -> Response:
    """Let no agency read it any more."""
    referral.take_back(session, actor, young_person_id)
    return _to(young_person_id, "back")


def _to(young_person_id: str, saved: str) -> Response:
    address = f"/young-people/{young_person_id}/full?saved={saved}"
    return RedirectResponse(address, HTTPStatus.SEE_OTHER)


def _own(
    request: Request,
    session: PageSession,
    actor: PageActor,
    young_person_id: str,
    answers: Answers | None = None,
    refused: AppError | None = None,
    *,
    saved: str = "",
) -> Response:
    found = referral.explored(session, actor, young_person_id)
    before = found.release.content["real_name"] if found.release else ""
    name = before or form.real_name_of(session, actor, young_person_id)
    return render(
        request,
        "releases/release.html",
        status_code=refused.status if refused else 200,
        found=found,
        page=referral_page(),
        answers={"real_name": name, **(answers or {})},
        errors=said_by_field(refused),
        saved=saved,
    )
