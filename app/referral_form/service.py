"""What can be done with a referral that is being written, until it is sent."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    or_not_found,
)
from app.core.paging import Page as ListPage
from app.core.permissions import Permission, require
from app.referral_form.begun import NOT_SURE as NOT_SURE
from app.referral_form.begun import QUESTIONS as QUESTIONS
from app.referral_form.begun import as_kept as as_kept
from app.referral_form.begun import discard_all as discard_all
from app.referral_form.begun import draft_outlines as draft_outlines
from app.referral_form.begun import draft_states as draft_states
from app.referral_form.begun import keep_records as keep_records
from app.referral_form.begun import not_sure as not_sure
from app.referral_form.begun import put_back_all as put_back_all
from app.referral_form.behaviours import ABOUT
from app.referral_form.changing import change_of as change_of
from app.referral_form.changing import send_change as send_change
from app.referral_form.changing import start_change as start_change
from app.referral_form.changing import wrong_now
from app.referral_form.importance import MANY_ESSENTIAL as MANY_ESSENTIAL
from app.referral_form.importance import SOURCES as SOURCES
from app.referral_form.importance import STRENGTHS as STRENGTHS
from app.referral_form.importance import NeedShown as NeedShown
from app.referral_form.importance import need_named as need_named
from app.referral_form.importance import needs as needs
from app.referral_form.importance import say_importance as say_importance
from app.referral_form.models import ReferralDraft
from app.referral_form.own import held
from app.referral_form.progress import left as left
from app.referral_form.progress import left_of as left_of
from app.referral_form.progress import statuses as statuses
from app.referral_form.questions import (
    answers_of,
    copied_from,
    page_named,
    pages_of,
)
from app.referral_form.repository import DraftRepository
from app.referral_form.sending import agencies as agencies
from app.referral_form.sending import send as send
from app.referral_form.sending import sent as sent
from app.referral_form.sending import share as share
from app.referral_form.sending import share_changes as share_changes
from app.referral_form.siblings import MOST
from app.referral_form.summary import OnePage as OnePage
from app.referral_form.summary import on_one_page as on_one_page
from app.referral_form.told import told_of as told_of
from app.web.forms.asking import Answers, Page, Task, text_of
from app.web.forms.reading import typed_on

SAME_PEOPLE = "A referral that was sent stays for the same young people."


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
    draft = held(session, actor, draft_id)
    lead = draft.lead or draft
    if lead.changes_id:
        raise ConflictError(SAME_PEOPLE)
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
    draft = held(session, actor, draft_id)
    record(session, actor, "draft.read", "draft", draft.id)
    return draft


def typed_of(
    session: Session, actor: Actor, young_person_id: str
) -> dict[str, Any] | None:
    """Return what was typed of a young person, or None if they came otherwise."""
    require(actor, Permission.READ_REFERRALS)
    draft = DraftRepository(session).of_young_person(young_person_id)
    if draft is None:
        return None
    return {"answers": answers_of(draft), "needs": draft.importance}


def real_name_of(session: Session, actor: Actor, young_person_id: str) -> str:
    """Return what a young person is really called, or nothing if that is not recorded.

    Only their own authority keeps it, in its form: no record, run or pack holds it.
    """
    require(actor, Permission.WRITE_REFERRALS)
    draft = DraftRepository(session).of_young_person(young_person_id)
    return text_of(draft.answers, "real_name") if draft else ""


def follow(
    session: Session, actor: Actor, young_person_id: str, referral_id: str
) -> None:
    """Let what was typed of somebody belong to the referral they have now."""
    require(actor, Permission.WRITE_REFERRALS)
    if draft := DraftRepository(session).of_young_person(young_person_id):
        draft.referral_id = referral_id


def page_of(draft: ReferralDraft, name: str) -> tuple[Task, Page]:
    """Return one page of the form and its task."""
    return or_not_found(page_named(name, draft))


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
    draft = held(session, actor, draft_id)
    task, page = page_of(draft, name)
    if draft.versions.get(name, 0) != version:
        raise PreconditionFailedError
    answers = {**draft.answers, **typed_on(page, form)}
    wrong = wrong_now(draft, task, page, answers, today) if complete else []
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
    if draft.changes_id:
        # What is there already is not asked again; what is new has to be said more of.
        after = [one for one in after if one.startswith(ABOUT)]
    return next((one for one in after if one not in draft.done), None)


def hold(session: Session, actor: Actor, draft_ids: Collection[str]) -> None:
    """Hold several drafts until the transaction ends, before the first is changed."""
    require(actor, Permission.WRITE_REFERRALS)
    DraftRepository(session).hold(draft_ids)


def discard(session: Session, actor: Actor, draft_id: str) -> str | None:
    """Delete a draft that was not sent, with those of brothers and sisters it leads.

    Returns the draft that leads, if this was a brother's or sister's.
    """
    draft = held(session, actor, draft_id)
    lead = draft.lead
    if lead and lead.changes_id:
        raise ConflictError(SAME_PEOPLE)
    for one in (draft, *draft.siblings):
        record(session, actor, "draft.deleted", "draft", one.id)
    if lead:
        lead.done = [page for page in lead.done if page != "together"]
        lead.siblings.remove(draft)
        session.flush()
        return lead.id
    DraftRepository(session).remove(draft)
    return None


def named(answers: Answers) -> str:
    """Return what to call the young person of a draft, once there is a name."""
    return text_of(answers, "sharing_name")
