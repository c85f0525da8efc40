"""Pages about who sees a referral, checking it, and sending it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from app.core.errors import (
    InvalidError,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service
from app.referral_form.going import go
from app.referral_form.questions import names_of
from app.referral_form.said import answered
from app.referral_form.siblings import together_said
from app.web.forms.said import NOT_ANSWERED
from app.web.refusals import said_by_field
from app.web.templates import render

router = APIRouter(
    prefix="/referrals",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


@router.get("/{draft_id}/sharing")
def ask_sharing(
    request: Request, session: PageSession, actor: PageActor, draft_id: str
) -> Response:
    """Ask which agencies should see the referral."""
    draft = service.opened(session, actor, draft_id)
    return render(
        request,
        "referral_form/sharing.html",
        draft=draft,
        name=service.named(draft.answers),
        agencies=service.agencies(session, actor),
    )


@router.post("/{draft_id}/sharing")
def answer_sharing(
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    agency: Annotated[tuple[str, ...], Form()] = (),
) -> Response:
    """Keep which agencies should see it."""
    draft = service.share(session, actor, draft_id, agency)
    return go(draft_id, "changes" if draft.changes_id else "check")


@router.get("/{draft_id}/check")
def check(
    request: Request, session: PageSession, actor: PageActor, draft_id: str
) -> Response:
    """Show every answer before it is sent."""
    if service.opened(session, actor, draft_id).changes_id:
        return go(draft_id, "changes")
    return _check(request, session, actor, draft_id)


@router.post("/{draft_id}/send")
def send(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    declared: Annotated[bool, Form()] = False,
) -> Response:
    """Send the referral."""
    try:
        service.send(session, actor, draft_id, declared=declared)
    except InvalidError as refused:
        return _check(request, session, actor, draft_id, refused)
    return go(draft_id, "sent")


@router.get("/{draft_id}/sent")
def show_sent(
    request: Request, session: PageSession, actor: PageActor, draft_id: str
) -> Response:
    """Say that it was sent, and what happens next."""
    found = service.sent(session, actor, draft_id)
    if found is None:
        return go(draft_id, "tasks")
    return render(request, "referral_form/sent.html", sent=found)


def _check(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    refused: InvalidError | None = None,
) -> Response:
    draft = service.opened(session, actor, draft_id)
    names = {agency.id: agency.name for agency in service.agencies(session, actor)}
    people = [
        {
            "id": one.id,
            "name": name,
            "tasks": answered(one),
            "needs": service.needs(one),
        }
        for one, name in zip(draft.together, names_of(draft).values(), strict=True)
    ]
    return render(
        request,
        "referral_form/check.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        draft=draft,
        name=service.named(draft.answers),
        people=people,
        together=together_said(draft.answers, names_of(draft)),
        left=service.left(draft),
        not_answered=NOT_ANSWERED,
        shared=[names[one] for one in draft.share_with if one in names],
        errors=said_by_field(refused),
    )
