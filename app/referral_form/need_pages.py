"""Pages about what the answers ask of a home, and how important each is."""

from datetime import date
from http import HTTPStatus

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.core.clock import today
from app.core.errors import (
    FieldError,
    InvalidError,
)
from app.core.permissions import Permission, requires
from app.identity.dependencies import PageActor, PageSession
from app.referral_form import service
from app.referral_form.going import ask_importance_of, beside_draft
from app.web.forms.reading import day_of
from app.web.refusals import said_by_field
from app.web.sent_form import Typed
from app.web.templates import render
from matching.case import Strength

router = APIRouter(
    prefix="/referrals",
    dependencies=[requires(Permission.WRITE_REFERRALS)],
    include_in_schema=False,
)
NO_DAY = FieldError(
    pointer="/confirmed-day", detail="Enter a date, for example 27 3 2027"
)


@router.get("/{draft_id}/needs")
def show_needs(
    request: Request, session: PageSession, actor: PageActor, draft_id: str
) -> Response:
    """Show what the answers ask of a home, in sentences."""
    draft = service.opened(session, actor, draft_id)
    needs = service.needs(draft)
    essential = sum(need.strength == Strength.ESSENTIAL for need in needs)
    return render(
        request,
        "referral_form/needs.html",
        draft=draft,
        beside=beside_draft(session, actor, draft),
        name=service.named(draft.answers),
        needs=needs,
        strengths=(None, *Strength),
        many=essential >= service.MANY_ESSENTIAL,
    )


@router.get("/{draft_id}/needs/{need}")
def ask_importance(
    request: Request, session: PageSession, actor: PageActor, draft_id: str, need: str
) -> Response:
    """Ask how important one need is."""
    draft = service.opened(session, actor, draft_id)
    known = service.need_named(draft, need)
    day = date.fromisoformat(known.confirmed_on) if known.confirmed_on else None
    typed = {
        "strength": known.strength or "",
        "reason": known.reason,
        "source": known.source,
        "confirmed-day": str(day.day) if day else "",
        "confirmed-month": str(day.month) if day else "",
        "confirmed-year": str(day.year) if day else "",
    }
    return _importance(request, draft_id, known, typed)


@router.post("/{draft_id}/needs/{need}")
def answer_importance(
    request: Request,
    session: PageSession,
    actor: PageActor,
    draft_id: str,
    need: str,
    typed: Typed,
) -> Response:
    """Keep how important a need is, and go on to the next nobody has spoken of."""
    flat = {name: given[-1] for name, given in typed.items() if given}
    confirmed = day_of(flat, "confirmed")
    try:
        if confirmed is None and any(
            flat.get(f"confirmed-{part}", "").strip()
            for part in ("day", "month", "year")
        ):
            raise InvalidError(errors=[NO_DAY])
        draft = service.say_importance(
            session,
            actor,
            draft_id,
            need,
            strength=flat.get("strength", ""),
            reason=flat.get("reason", ""),
            source=flat.get("source", ""),
            confirmed=confirmed,
            today=today(),
        )
    except InvalidError as refused:
        draft = service.opened(session, actor, draft_id)
        known = service.need_named(draft, need)
        return _importance(request, draft_id, known, flat, refused)
    return ask_importance_of(draft_id, draft, "needs")


def _importance(
    request: Request,
    draft_id: str,
    need: service.NeedShown,
    typed: dict[str, str],
    refused: InvalidError | None = None,
) -> Response:
    return render(
        request,
        "referral_form/importance.html",
        status_code=refused.status if refused else HTTPStatus.OK,
        draft_id=draft_id,
        need=need,
        typed=typed,
        strengths=service.STRENGTHS,
        sources=service.SOURCES,
        wish=need.asked.source is not None,
        errors=said_by_field(refused),
    )
