"""Answering a question about a home where its fact stands: on the home's record."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.core.actor import Actor
from app.core.permissions import Permission, may
from app.households import service as households
from app.requests.keeping import said_next, tell_answered
from app.requests.looking import Request, get
from app.requests.models import AnswerOutcome, Ask

ON_RECORD = "This is on the home’s record now. The next match run looks at it."
CARER = "carer-1"
PAGES = {
    "animals": "animals",
    "approval": "approval",
    "approval_age": "terms",
    "approval_gender": "terms",
    "approval_type": "terms",
    "places": "terms",
    "two_carers": "carers",
    "driver": CARER,
    "smoke_free": CARER,
    "carer_gender": CARER,
    "carer_at_home": CARER,
    "training": CARER,
    "training_or_experience": CARER,
    "experience": "experience-1",
    "carers_wish": "offers",
    "long_term": "offers",
    "interests": "offers",
    "solo": "offers",
    "accessibility": "adaptations",
    "setting": "where",
    "in_area": "where",
    "near": "where",
    "avoid_place": "where",
    "language": "support",
    "faith": "support",
    "culture": "support",
    "no_children_under": "children",
    "youngest": "children",
    "oldest": "children",
    "no_children_of_gender": "children",
    "with_other_children": "children",
}
"""The page of a home's record each criterion's facts stand on."""


@dataclass(frozen=True, slots=True)
class Beside:
    """A question that stands beside the page on which its fact is recorded."""

    id: str
    asker: str
    name: str
    what: str
    message: str


def page_for(ask: Ask) -> str:
    """Return where in the home's record a question to its agency is answered.

    Nothing where it is about no one page.
    """
    about, home = ask.content.get("about"), f"/households/{ask.household_id}"
    if about in ("availability", "bedroom"):
        return f"{home}/availability?asked={ask.id}"
    if about == "considerations":
        part = households.part_about(ask.content["what"])
        return f"{home}/considerations?part={part}&asked={ask.id}"
    page = PAGES.get(about or "")
    return f"{home}/record/{page}?asked={ask.id}" if page else ""


def beside(
    session: Session, actor: Actor, request_id: str, household_id: str
) -> Beside | None:
    """Return a question that waits for the actor's answer about this home."""
    found = _waiting(session, actor, request_id, household_id)
    if found is None:
        return None
    content = found.ask.content
    return Beside(
        request_id, found.asker, found.name, content["what"], content["message"]
    )


def settle(session: Session, actor: Actor, request_id: str, household_id: str) -> str:
    """Answer a question with what was just kept of the home; return where it is.

    Nothing where no such question waits: what was kept stays kept.
    """
    found = _waiting(session, actor, request_id, household_id)
    if found is None:
        return ""
    made = said_next(session, actor, found.ask, AnswerOutcome.ANSWERED, ON_RECORD)
    tell_answered(session, actor, found.ask, made)
    return f"/requests/{request_id}?answered=yes"


def _waiting(
    session: Session, actor: Actor, request_id: str, household_id: str
) -> Request | None:
    if not (request_id and may(actor, Permission.WRITE_REQUESTS)):
        return None
    found = get(session, actor, request_id)
    ask = found.ask
    theirs = (ask.to_id, ask.household_id) == (actor.organisation_id, household_id)
    return found if theirs and found.is_open and not ask.content["is_change"] else None
