"""Pages with which a referral that is live is changed, and what became of it."""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from app.core.errors import (
    AppError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service
from app.referral_form.going import beside_draft, changed_by, go
from app.referral_form.questions import names_of, page_named
from app.referral_form.standing import page_of
from app.referrals import service as referrals
from app.referrals.words import CHANGED_BECAUSE
from app.requests import service as requests
from app.web.refusals import said_by_field
from app.web.templates import render
from matching.criteria.words import listed

router = APIRouter(
    prefix="/referrals",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)


@router.post("/{referral_id}/change")
def start(
    session: PageSession,
    actor: PageActor,
    referral_id: str,
    asked: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Begin to change a live referral, or go on with what was begun.

    Where it is to answer a request, it begins at the page that is about it.
    """
    referral = referrals.get(session, actor, referral_id)
    people = [one.id for one in referral.young_people]
    beside = requests.beside_person(session, actor, asked, people)
    if beside is None:
        return go(service.start_change(session, actor, referral_id).id, "tasks")
    draft = service.start_change(session, actor, referral_id, beside.id)
    [theirs] = [one for one in draft.together if one.changes_id == beside.about]
    where = page_of(beside.fact)
    name = where.removeprefix("pages/")
    # What is asked once of brothers and sisters stands on the leading one's pages.
    is_theirs = name == where or page_named(name, theirs) is not None
    return go((theirs if is_theirs else draft).id, where)


@router.get("/{draft_id}/changes")
def show_changes(
    request: Request, session: PageSession, actor: PageActor, draft_id: str
) -> Response:
    """Show what would be different, and ask why."""
    return _changes(request, session, actor, draft_id)


@router.post("/{draft_id}/changes")
def send_changes(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    version: Annotated[int, Form(ge=0, le=999_999_999)] = 0,
    because: Annotated[str, Form(max_length=20)] = "",
    declared: Annotated[bool, Form()] = False,
) -> Response:
    """Make a new version of the live referral."""
    try:
        draft = service.opened(session, actor, draft_id)
        asked, people = draft.answers_request, changed_by(draft)
        changed = service.send_change(
            session, actor, draft_id, version, because, declared=declared
        )
    except (InvalidError, PreconditionFailedError) as refused:
        return _changes(request, session, actor, draft_id, because, refused)
    answered = requests.settle_person(session, actor, asked, people)
    where = answered or f"/referrals/{changed}/versions?changed=true"
    return RedirectResponse(where, HTTPStatus.SEE_OTHER)


@router.get("/{referral_id}/versions")
def show_versions(
    request: Request,
    session: PageSession,
    actor: PageActor,
    referral_id: str,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    changed: Annotated[bool, Query()] = False,
) -> Response:
    """Show what was changed of a referral, when, by whom and why."""
    referral = referrals.get(session, actor, referral_id)
    if not referrals.is_own(actor, referral):
        raise NotFoundError
    return render(
        request,
        "referral_form/versions.html",
        referral=referral,
        people=[(one.id, one.sharing_name) for one in referral.young_people],
        names=listed(one.sharing_name for one in referral.young_people),
        page=referrals.told(session, actor, referral, page),
        changed=changed,
    )


def _changes(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    because: str = "",
    refused: AppError | None = None,
) -> Response:
    draft = service.opened(session, actor, draft_id)
    if draft.changes_id is None:
        return go(draft.id, "check")
    if draft.lead:
        return go(draft.lead.id, "changes")
    since = isinstance(refused, PreconditionFailedError)
    status = refused.status if refused else HTTPStatus.OK
    return render(
        request,
        "referral_form/changes.html",
        status_code=HTTPStatus.CONFLICT if since else status,
        draft=draft,
        beside=beside_draft(session, actor, draft),
        names=listed(names_of(draft).values()),
        change=service.change_of(session, actor, draft),
        shares=service.share_changes(session, actor, draft),
        left=service.left(draft),
        reasons=CHANGED_BECAUSE,
        because=because,
        since=since,
        errors=[] if since else said_by_field(refused),
    )
