"""Drafts begun from other records: what they tell, and whether people went on.

What records give is for a person to confirm: no page of it is done. A page somebody
saved is theirs, and records change nothing of it.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record, record_all
from app.core.actor import Actor
from app.core.clock import now
from app.core.permissions import Permission, require
from app.referral_form.models import ReferralDraft
from app.referral_form.own import held
from app.referral_form.questions import TASKS
from app.referral_form.repository import DraftRepository
from app.referral_form.schemas import DraftOutline, DraftState
from app.web.forms.asking import Question, text_of

PAGES = tuple(page for task in TASKS for page in task.pages)
QUESTIONS: Mapping[str, Question] = {
    question.name: question for page in PAGES for question in page.questions
}
"""The questions of the form that are always asked, by name."""
NOT_SURE = "not_sure"
"""What of a draft's answers is kept as a question: by name, what other records say."""


def draft_outlines(session: Session, actor: Actor) -> list[DraftOutline]:
    """Return what tells the authority's drafts apart that are not sent."""
    require(actor, Permission.WRITE_REFERRALS)
    return [
        DraftOutline(
            draft.id,
            text_of(draft.answers, "child_id"),
            text_of(draft.answers, "sharing_name"),
            "-".join(
                text_of(draft.answers, f"born-{part}")
                for part in ("year", "month", "day")
            ).strip("-"),
        )
        for draft in DraftRepository(session).not_sent()
    ]


def draft_states(
    session: Session, actor: Actor, ids: Sequence[str]
) -> dict[str, DraftState]:
    """Return as they stand those of the authority's drafts."""
    require(actor, Permission.WRITE_REFERRALS)
    return {draft.id: _state(draft) for draft in DraftRepository(session).some(ids)}


def keep_records(
    session: Session,
    actor: Actor,
    draft_id: str,
    answers: Mapping[str, Any],
    day: date,
) -> DraftState:
    """Put what newer records tell in a draft; the pages stay as done as they were."""
    draft = held(session, actor, draft_id)
    draft.answers, draft.origin_day = {**draft.answers, **answers}, day
    draft.updated_at = now()
    record(session, actor, "draft.changed", "draft", draft.id, {"from": "records"})
    return _state(draft)


def not_sure(draft: ReferralDraft) -> dict[str, str]:
    """Return what is kept as a question on pages nobody has saved, by question."""
    kept = draft.answers.get(NOT_SURE) or {}
    return {
        question.name: kept[question.name]
        for page in PAGES
        if not draft.versions.get(page.id)
        for question in page.questions
        if question.name in kept
    }


def put_back_all(
    session: Session, actor: Actor, before: Sequence[Mapping[str, Any]]
) -> None:
    """Put drafts back as they were before newer records changed them; they are held.

    ``before`` is what `as_kept` returned of them then.
    """
    require(actor, Permission.WRITE_REFERRALS)
    DraftRepository(session).change(
        [
            {
                "id": one["id"],
                "answers": one["answers"],
                "origin_day": date.fromisoformat(one["day"]) if one["day"] else None,
                "updated_at": datetime.fromisoformat(one["updated_at"]),
            }
            for one in before
        ]
    )
    of = [(one["id"], None) for one in before]
    record_all(session, actor, "draft.restored", "draft", of)


def discard_all(session: Session, actor: Actor, ids: Sequence[str]) -> None:
    """Delete drafts nobody has worked on since they were begun; they are held."""
    require(actor, Permission.WRITE_REFERRALS)
    DraftRepository(session).remove_all(ids)
    of = [(one, None) for one in ids]
    record_all(session, actor, "draft.deleted", "draft", of)


def as_kept(state: DraftState) -> dict[str, Any]:
    """Return all that putting a draft back needs."""
    return {
        "id": state.id,
        "answers": state.answers,
        "day": state.day.isoformat() if state.day else None,
        "updated_at": state.updated_at,
    }


def _state(draft: ReferralDraft) -> DraftState:
    return DraftState(
        id=draft.id,
        answers=dict(draft.answers),
        saved=frozenset(
            field
            for page in PAGES
            if draft.versions.get(page.id)
            for question in page.questions
            for field in question.fields
        ),
        day=draft.origin_day,
        sent=draft.referral_id is not None,
        updated_at=draft.updated_at.isoformat(),
        mark={
            "answers": dict(draft.answers),
            "versions": dict(draft.versions),
            "importance": dict(draft.importance),
            "siblings": len(draft.siblings) + bool(draft.lead_id),
            "share_with": list(draft.share_with),
            "sent": draft.referral_id,
        },
    )
