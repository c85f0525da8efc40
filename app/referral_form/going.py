"""What the pages of the form share: where one goes next."""

from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.referral_form import service
from app.referral_form.models import ReferralDraft
from app.requests import service as requests


def ask_importance_of(
    draft_id: str, draft: ReferralDraft, otherwise: str = "tasks"
) -> Response:
    """Go to the first need nobody has said the importance of, if there is one."""
    waiting = [need for need in service.needs(draft) if need.open]
    if draft.answers_request and not waiting:
        return go((draft.lead or draft).id, "changes")
    return go(draft_id, f"needs/{waiting[0].asked.key}" if waiting else otherwise)


def changed_by(draft: ReferralDraft) -> list[str]:
    """Return the ids of those whose live referral a draft changes."""
    return [one.changes_id for one in draft.together if one.changes_id]


def beside_draft(
    session: Session, actor: Actor, draft: ReferralDraft
) -> requests.Beside | None:
    """Return the question that sending a draft answers, while it waits."""
    asked = draft.answers_request
    return requests.beside_person(session, actor, asked, changed_by(draft))


def go(draft_id: str, where: str) -> Response:
    """Go to a page of the draft."""
    return RedirectResponse(f"/referrals/{draft_id}/{where}", HTTPStatus.SEE_OTHER)
