"""How important each need is that the answers made, and who says so."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import FieldError, InvalidError, NotFoundError
from app.referral_form.models import ReferralDraft
from app.referral_form.own import held
from app.referral_form.questions import answers_of
from app.referral_form.record import Asked, needs_of
from matching.case import Strength

SOURCES = (
    "the young person",
    "social worker",
    "children's home",
    "carers now",
    "school",
    "health",
    "court order",
    "family",
    "other",
)
STRENGTHS = (Strength.ESSENTIAL, Strength.STRONGLY_PREFERRED, Strength.PREFERRED)
LONGEST_REASON = 2000
MANY_ESSENTIAL = 8
"""More than this, and the page says what that does."""


@dataclass(frozen=True, slots=True)
class NeedShown:
    """A need of the draft with what was said about it."""

    asked: Asked
    strength: Strength | None
    reason: str
    source: str
    confirmed_on: str

    @property
    def open(self) -> bool:
        """Tell whether somebody has still to say how important it is."""
        return self.strength is None


def needs(draft: ReferralDraft) -> list[NeedShown]:
    """Return the needs the answers made, with what was said about each."""
    found = []
    absent = (draft.base or {}).get("absent", {})
    for asked in needs_of(answers_of(draft)):
        if absent.get(asked.key) == dict(asked.parameters):
            # The live referral does not ask it either.
            continue
        said = draft.importance.get(asked.key, {})
        strength = said.get("strength") or asked.strength
        found.append(
            NeedShown(
                asked,
                Strength(strength) if strength else None,
                said.get("reason", ""),
                said.get("source") or asked.source or "",
                said.get("confirmed_on", ""),
            )
        )
    return found


def need_named(draft: ReferralDraft, key: str) -> NeedShown:
    """Return one need of the draft."""
    for need in needs(draft):
        if need.asked.key == key:
            return need
    raise NotFoundError


def say_importance(
    session: Session,
    actor: Actor,
    draft_id: str,
    key: str,
    *,
    strength: str,
    reason: str,
    source: str,
    confirmed: date | None,
    today: date,
) -> ReferralDraft:
    """Keep how important a need is, and why, and who says so.

    Raises
    ------
    InvalidError
        With everything to put right.
    """
    draft = held(session, actor, draft_id)
    need_named(draft, key)
    wrong = []
    if strength not in STRENGTHS:
        wrong.append(("strength", "Select how important this is"))
    if strength == Strength.ESSENTIAL and not reason.strip():
        wrong.append(("reason", "Enter why this is essential"))
    if len(reason) > LONGEST_REASON:
        said = f"Reason must be {LONGEST_REASON} characters or fewer"
        wrong.append(("reason", f"{said}. You have used {len(reason)}"))
    if source not in SOURCES:
        wrong.append(("source", "Select who says so"))
    if confirmed and confirmed > today:
        wrong.append(("confirmed-day", "Date must be in the past"))
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    said_now = {"strength": strength, "reason": reason.strip(), "source": source}
    if confirmed:
        said_now["confirmed_on"] = confirmed.isoformat()
    draft.importance = {**draft.importance, key: said_now}
    draft.updated_at = now()
    record(session, actor, "draft.changed", "draft", draft.id, {"need": key})
    return draft
