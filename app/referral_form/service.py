"""What can be done with a referral that is being written, until it is sent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor, OrganisationKind
from app.core.clock import now
from app.core.errors import (
    FieldError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
)
from app.core.paging import Page as ListPage
from app.core.permissions import Permission, require
from app.identity import service as identity
from app.referral_form.begun import QUESTIONS as QUESTIONS
from app.referral_form.begun import as_kept as as_kept
from app.referral_form.begun import draft_outlines as draft_outlines
from app.referral_form.begun import draft_states as draft_states
from app.referral_form.begun import keep_records as keep_records
from app.referral_form.begun import put_back as put_back
from app.referral_form.models import ReferralDraft
from app.referral_form.questions import (
    answers_of,
    copied_from,
    names_of,
    page_named,
    pages_of,
    tasks_of,
)
from app.referral_form.record import Asked, needs_of, young_person
from app.referral_form.repository import DraftRepository
from app.referral_form.siblings import MOST, together_need
from app.referrals import service as referrals
from app.web.forms.asking import Answers, Page, Task, text_of
from app.web.forms.reading import typed_on, wrong_on
from matching.case import Strength
from matching.criteria.words import listed

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
class Status:
    """Where one line of the task list stands."""

    task: Task
    words: str
    first: str
    """The page to open."""


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


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency a referral can be shared with."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Sent:
    """The young people whose referral was sent, and with how many it is shared."""

    young_people: list[tuple[str, str]]
    """Each one's id and name to use when sharing."""
    shared: int

    @property
    def names(self) -> str:
        """All their names."""
        return listed(name for _, name in self.young_people)


def drafts(session: Session, actor: Actor, number: int) -> ListPage[ReferralDraft]:
    """Return one page of the authority's drafts."""
    require(actor, Permission.WRITE_REFERRALS)
    return DraftRepository(session).page(number)


def start(session: Session, actor: Actor) -> ReferralDraft:
    """Begin a referral."""
    require(actor, Permission.WRITE_REFERRALS)
    return _started(session, actor, None)


def copyable(session: Session, actor: Actor, number: int) -> ListPage[ReferralDraft]:
    """Return one page of what was sent from the form, the last first."""
    require(actor, Permission.WRITE_REFERRALS)
    return DraftRepository(session).sent(number)


def start_from(session: Session, actor: Actor, draft_id: str) -> ReferralDraft:
    """Begin a referral with what may still be so of one that was sent.

    No page of it is done: each is looked at again before it can be sent.
    """
    require(actor, Permission.WRITE_REFERRALS)
    earlier = DraftRepository(session).held(draft_id)
    if earlier is None or earlier.referral_id is None:
        raise NotFoundError
    record(session, actor, "draft.read", "draft", earlier.id)
    draft = _started(session, actor, None)
    draft.answers = copied_from(answers_of(earlier))
    return draft


def start_from_records(
    session: Session,
    actor: Actor,
    answers: Mapping[str, Any],
    origin: str,
    day: date,
) -> ReferralDraft:
    """Begin a referral with what other records tell, for a person to confirm.

    No page of it is done. ``origin`` says what it was begun from, ``day`` which day
    those records are from.
    """
    require(actor, Permission.WRITE_REFERRALS)
    draft = _started(session, actor, None)
    draft.answers, draft.origin, draft.origin_day = dict(answers), origin, day
    return draft


def is_untouched(session: Session, actor: Actor, draft_id: str) -> bool:
    """Tell whether nobody has worked on a draft since it was begun."""
    require(actor, Permission.WRITE_REFERRALS)
    draft = DraftRepository(session).held(draft_id)
    return (
        draft is not None
        and draft.referral_id is None
        and not (draft.versions or draft.importance or draft.siblings)
    )


def start_sibling(session: Session, actor: Actor, draft_id: str) -> ReferralDraft:
    """Begin a brother's or sister's part of a referral.

    Raises
    ------
    InvalidError
        When there are as many as one referral takes.
    """
    draft = _held(session, actor, draft_id)
    lead = draft.lead or draft
    if len(lead.together) >= MOST:
        said = f"One referral is for up to {MOST} young people. Start another one"
        raise InvalidError(errors=[FieldError(pointer="/siblings", detail=said)])
    # Who lives together is asked anew, now that there is one more.
    lead.done = [page for page in lead.done if page != "together"]
    lead.updated_at = now()
    return _started(session, actor, lead)


def _started(
    session: Session, actor: Actor, lead: ReferralDraft | None
) -> ReferralDraft:
    draft = ReferralDraft(
        answers={},
        done=[],
        importance={},
        versions={},
        share_with=[],
        lead=lead,
        created_at=now(),
        updated_at=now(),
    )
    DraftRepository(session).add(draft)
    record(session, actor, "draft.started", "draft", draft.id)
    return draft


def opened(session: Session, actor: Actor, draft_id: str) -> ReferralDraft:
    """Return a draft that is not sent yet; that it was read goes on record.

    Raises
    ------
    NotFoundError
        When there is none, or it is another authority's, or it was sent.
    """
    draft = _held(session, actor, draft_id)
    record(session, actor, "draft.read", "draft", draft.id)
    return draft


def sent(session: Session, actor: Actor, draft_id: str) -> Sent | None:
    """Return what became of a draft, or None while it is not sent."""
    require(actor, Permission.WRITE_REFERRALS)
    draft = DraftRepository(session).held(draft_id)
    if draft is None:
        raise NotFoundError
    if draft.referral_id is None:
        return None
    referral = referrals.get(session, actor, draft.referral_id)
    people = [(person.id, person.sharing_name) for person in referral.young_people]
    return Sent(people, len(referral.shares))


def typed_of(
    session: Session, actor: Actor, young_person_id: str
) -> dict[str, Any] | None:
    """Return what was typed of a young person, or None if they came otherwise."""
    require(actor, Permission.READ_REFERRALS)
    draft = DraftRepository(session).of_young_person(young_person_id)
    if draft is None:
        return None
    return {"answers": answers_of(draft), "needs": draft.importance}


def statuses(draft: ReferralDraft) -> list[Status]:
    """Return where each task of the form stands."""
    return [_status(draft, task) for task in tasks_of(draft)]


def page_of(draft: ReferralDraft, name: str) -> tuple[Task, Page]:
    """Return one page of the form and its task."""
    found = page_named(name, draft)
    if found is None:
        raise NotFoundError
    return found


def keep(
    session: Session,
    actor: Actor,
    draft_id: str,
    name: str,
    version: int,
    form: Mapping[str, Sequence[str]],
    *,
    today: date,
    complete: bool,
) -> ReferralDraft:
    """Keep what was typed on a page; ``complete`` says that it is to be looked at.

    Raises
    ------
    PreconditionFailedError
        When somebody saved the page after ``version``.
    InvalidError
        With everything to put right; nothing is kept then.
    """
    draft = _held(session, actor, draft_id)
    _, page = page_of(draft, name)
    if draft.versions.get(name, 0) != version:
        raise PreconditionFailedError
    answers = {**draft.answers, **typed_on(page, form)}
    wrong = wrong_on(page, answers, today) if complete else []
    if wrong:
        raise InvalidError(
            errors=[FieldError(pointer=f"/{at}", detail=said) for at, said in wrong]
        )
    draft.answers = answers
    draft.done = sorted({*draft.done, name} if complete else {*draft.done} - {name})
    draft.versions = {**draft.versions, name: version + 1}
    draft.updated_at = now()
    record(session, actor, "draft.changed", "draft", draft.id, {"page": name})
    return draft


def next_page(draft: ReferralDraft, name: str) -> str | None:
    """Return the page that follows within the same task, if one is not done yet."""
    task, _ = page_of(draft, name)
    ids = [page.id for page in pages_of(task, draft.answers)]
    after = ids[ids.index(name) + 1 :]
    return next((one for one in after if one not in draft.done), None)


def needs(draft: ReferralDraft) -> list[NeedShown]:
    """Return the needs the answers made, with what was said about each."""
    found = []
    for asked in needs_of(answers_of(draft)):
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
    draft = _held(session, actor, draft_id)
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


def agencies(session: Session) -> list[Agency]:
    """Return the agencies a referral can be shared with."""
    return [
        Agency(organisation.id, organisation.name)
        for organisation in identity.list_organisations(session)
        if organisation.kind is OrganisationKind.AGENCY
    ]


def share(
    session: Session, actor: Actor, draft_id: str, agency_ids: Sequence[str]
) -> ReferralDraft:
    """Keep which agencies it will be shared with, once it is sent."""
    draft = _held(session, actor, draft_id)
    known = {organisation.id for organisation in agencies(session)}
    draft.share_with = [one for one in dict.fromkeys(agency_ids) if one in known]
    draft.updated_at = now()
    record(session, actor, "draft.changed", "draft", draft.id, {"page": "sharing"})
    return draft


def left(draft: ReferralDraft) -> list[tuple[str, str]]:
    """Return what has still to be done before it can be sent: an address and words.

    What is left of brothers and sisters is said with whom it is about.
    """
    if not draft.siblings:
        return left_of(draft)
    return [
        (at, f"{name}: {words}")
        for one, name in zip(draft.together, names_of(draft).values(), strict=True)
        for at, words in left_of(one)
    ]


def left_of(draft: ReferralDraft) -> list[tuple[str, str]]:
    """Return what is left of one young person's part."""
    found = [
        (f"pages/{status.first}", f"{status.task.title} is not complete")
        for status in statuses(draft)
        if status.task.needed and status.words != "Completed"
    ]
    if text_of(draft.answers, "may_share") == "not yet":
        found.append(("pages/may-share", "You are not allowed to share this yet"))
    found += [
        (f"needs/{need.asked.key}", f"Say how important this is: {need.asked.says}")
        for need in needs(draft)
        if need.open
    ]
    return [(f"/referrals/{draft.id}/{at}", words) for at, words in found]


def send(session: Session, actor: Actor, draft_id: str, *, declared: bool) -> None:
    """Make the draft a live referral, shared with the agencies chosen.

    Raises
    ------
    InvalidError
        When something is left to do, or it was not declared to be right.
    """
    draft = _held(session, actor, draft_id)
    if draft.lead:
        raise NotFoundError
    repository = DraftRepository(session)
    # Nobody changes a part of it while it is sent.
    drafts = [repository.held(one.id) or one for one in draft.together]
    wrong = [FieldError(pointer="/left", detail=said) for _, said in left(draft)]
    if not declared:
        said = "Confirm that this is right to the best of your knowledge"
        wrong.append(FieldError(pointer="/declared", detail=said))
    if wrong:
        raise InvalidError(errors=wrong)
    people = [young_person(answers_of(one), one.importance) for one in drafts]
    if need := together_need(draft.answers, names_of(draft)):
        for given in people:
            given.record["needs"].append(need)
    made = referrals.create(session, actor, people, draft.share_with)
    for one, person in zip(drafts, made.young_people, strict=True):
        one.referral_id, one.young_person_id = made.id, person.id
        one.updated_at = now()
    record(session, actor, "draft.sent", "draft", draft.id)


def hold(session: Session, actor: Actor, draft_ids: Collection[str]) -> None:
    """Hold several drafts until the transaction ends, before the first is changed."""
    require(actor, Permission.WRITE_REFERRALS)
    DraftRepository(session).hold(draft_ids)


def discard(session: Session, actor: Actor, draft_id: str) -> str | None:
    """Delete a draft that was not sent, with those of brothers and sisters it leads.

    Returns the draft that leads, if this was a brother's or sister's.
    """
    draft = _held(session, actor, draft_id)
    lead = draft.lead
    for one in (draft, *draft.siblings):
        record(session, actor, "draft.deleted", "draft", one.id)
    if lead:
        lead.done = [page for page in lead.done if page != "together"]
        lead.siblings.remove(draft)
        session.flush()
        return lead.id
    DraftRepository(session).remove(draft)
    return None


def _held(session: Session, actor: Actor, draft_id: str) -> ReferralDraft:
    require(actor, Permission.WRITE_REFERRALS)
    draft = DraftRepository(session).held(draft_id)
    if draft is None or draft.referral_id is not None:
        raise NotFoundError
    return draft


def _status(draft: ReferralDraft, task: Task) -> Status:
    ids = [page.id for page in pages_of(task, draft.answers)]
    open_pages = [one for one in ids if one not in draft.done]
    if not open_pages:
        return Status(task, "Completed", ids[0])
    begun = any(one in draft.versions for one in ids)
    return Status(task, "In progress" if begun else "Not started", open_pages[0])


def named(answers: Answers) -> str:
    """Return what to call the young person of a draft, once there is a name."""
    return text_of(answers, "sharing_name")
