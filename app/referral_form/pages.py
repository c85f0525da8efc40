"""The pages of the referral form: what is written, and every page of questions."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import (
    AppError,
    InvalidError,
    PreconditionFailedError,
)
from app.core.permissions import Permission, may, requires
from app.erasure import service as erasure
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service
from app.referral_form.going import ask_importance_of, beside_draft, go
from app.referral_form.models import ReferralDraft
from app.referral_form.progress import CHANGED, COMPLETED, is_to_confirm
from app.referral_form.questions import HELPS, NEEDED_FIRST, asked_apart, names_of
from app.referral_form.siblings import MOST
from app.web.forms.asking import Answers, text_of
from app.web.forms.reading import typed_on
from app.web.forms.said import said
from app.web.refusals import said_by_field
from app.web.sent_form import Typed
from app.web.templates import render
from matching.criteria.words import listed

router = APIRouter(
    prefix="/referrals",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)
GROUPS = ((NEEDED_FIRST, True), (HELPS, False))


@router.get("")
def show_drafts(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show the referrals that are being written, and offer to start one."""
    found = service.drafts(session, actor, page)
    rows = [
        {
            "id": draft.id,
            "name": listed(names_of(draft).values())
            if draft.siblings
            else service.named(draft.answers),
            "origin": draft.origin,
            "child_id": text_of(draft.answers, "child_id"),
            "until": kept_until(session, actor, draft),
            "changed": changed_at(draft),
            "left": len(service.left(draft)),
            "is_change": draft.changes_id is not None,
        }
        for draft in found.rows
    ]
    return render(
        request,
        "referral_form/drafts.html",
        page=found,
        rows=rows,
        may_import=may(actor, Permission.IMPORT_RECORDS),
    )


@router.post("")
def start(session: PageSession, actor: PageActor) -> Response:
    """Start a referral."""
    return go(service.start(session, actor).id, "tasks")


@router.get("/copy")
def choose_earlier(
    request: Request,
    session: PageSession,
    actor: PageActor,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Show what was sent before, to start from one of them."""
    found = service.copyable(session, actor, page)
    rows = [(one, service.named(one.answers)) for one in found.rows]
    return render(request, "referral_form/copy.html", page=found, rows=rows)


@router.post("/copy")
def start_from(
    session: PageSession, actor: PageActor, draft: Annotated[str, Form()] = ""
) -> Response:
    """Start a referral from one that was sent."""
    return go(service.start_from(session, actor, draft).id, "tasks?copied=true")


@router.get("/{draft_id}/tasks")
def show_tasks(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    saved: Annotated[bool, Query()] = False,
    copied: Annotated[bool, Query()] = False,
) -> Response:
    """Show what has been answered and what is left."""
    draft = service.opened(session, actor, draft_id)
    statuses = service.statuses(draft)
    asked = service.not_sure(draft)
    return render(
        request,
        "referral_form/tasks.html",
        not_sure=[
            status.task.title
            for status in statuses
            for page in status.task.pages
            if any(question.name in asked for question in page.questions)
        ],
        draft=draft,
        name=service.named(draft.answers),
        groups=[
            (title, [s for s in statuses if s.task.needed is needed])
            for title, needed in GROUPS
        ],
        done=sum(s.words in (COMPLETED, CHANGED) for s in statuses),
        total=len(statuses),
        needed=sum(status.task.needed for status in statuses),
        together=[
            (one, name, len(service.left_of(one)))
            for one, name in zip(draft.together, names_of(draft).values(), strict=True)
        ],
        names=listed(names_of(draft).values()),
        most=len(draft.together) >= MOST,
        needs=service.needs(draft),
        left=service.left(draft),
        apart=asked_apart(draft),
        until=kept_until(session, actor, draft),
        saved=saved,
        copied=copied,
    )


def changed_at(draft: ReferralDraft) -> datetime:
    """Return when anything of a referral that is being written was last changed."""
    return max(one.updated_at for one in draft.together)


def kept_until(session: Session, actor: Actor, draft: ReferralDraft) -> date:
    """Return the last day a referral that is being written is kept."""
    return erasure.draft_kept_until(session, actor, changed_at(draft))


@router.get("/{draft_id}/pages/{name}")
def ask(
    request: Request, session: PageSession, actor: PageActor, draft_id: str, name: str
) -> Response:
    """Ask the questions of one page, with what was typed before."""
    draft = service.opened(session, actor, draft_id)
    return _questions(request, session, actor, draft, name, draft.answers)


@router.post("/{draft_id}/pages/{name}")
def answer(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    name: str,
    typed: Typed,
) -> Response:
    """Keep the answers, and go on to what is asked next."""
    complete = "later" not in typed
    version = _whole((typed.get("version") or ["0"])[-1])
    refused: AppError | None = None
    try:
        draft = service.keep(
            session,
            actor,
            draft_id,
            name,
            version,
            typed,
            today=today(),
            complete=complete,
        )
    except (InvalidError, PreconditionFailedError) as failed:
        refused = failed
    if refused is not None:
        draft = service.opened(session, actor, draft_id)
        _, page = service.page_of(draft, name)
        answers = {**draft.answers, **typed_on(page, typed)}
        return _questions(request, session, actor, draft, name, answers, refused)
    if not complete:
        return go(draft_id, "tasks?saved=true")
    if further := service.next_page(draft, name):
        return go(draft_id, f"pages/{further}")
    return ask_importance_of(draft_id, draft)


@router.post("/{draft_id}/siblings")
def start_sibling(session: PageSession, actor: PageActor, draft_id: str) -> Response:
    """Start a brother's or sister's part of the referral."""
    return go(service.start_sibling(session, actor, draft_id).id, "tasks")


@router.get("/{draft_id}/delete")
def ask_to_delete(
    request: Request, session: PageSession, actor: PageActor, draft_id: str
) -> Response:
    """Ask whether a draft is to be deleted."""
    draft = service.opened(session, actor, draft_id)
    names = names_of(draft)
    return render(
        request,
        "referral_form/delete.html",
        draft=draft,
        name=names[draft.id],
        names=listed(names.values()),
    )


@router.post("/{draft_id}/delete")
def delete(session: PageSession, actor: PageActor, draft_id: str) -> Response:
    """Delete a draft."""
    lead = service.discard(session, actor, draft_id)
    if lead:
        return go(lead, "tasks")
    return RedirectResponse("/referrals", HTTPStatus.SEE_OTHER)


def _questions(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft: ReferralDraft,
    name: str,
    answers: Answers,
    refused: AppError | None = None,
) -> Response:
    task, page = service.page_of(draft, name)
    changed = isinstance(refused, PreconditionFailedError)
    status = refused.status if refused else HTTPStatus.OK
    return render(
        request,
        "referral_form/questions.html",
        status_code=HTTPStatus.CONFLICT if changed else status,
        draft=draft,
        beside=beside_draft(session, actor, draft),
        task=task,
        page=page,
        answers=answers,
        version=draft.versions.get(name, 0),
        to_confirm=is_to_confirm(draft, page),
        not_sure=service.not_sure(draft),
        errors=[] if changed else said_by_field(refused),
        changed=[
            (question.label, said(question, draft.answers), said(question, answers))
            for question in page.questions
            if changed
        ],
    )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
