"""Changing a referral that is live, on the same pages it was written on.

A draft is begun from what the referral says now. Sending it puts what was answered
differently in the referral, as it then is, and makes a new version of it; what nobody
touched stays, whoever changed it meanwhile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import now, today
from app.core.errors import (
    ConflictError,
    FieldError,
    InvalidError,
    NotFoundError,
    PreconditionFailedError,
    or_not_found,
)
from app.referral_form.importance import NeedShown, needs
from app.referral_form.live import answers_now
from app.referral_form.merging import merged
from app.referral_form.models import ReferralDraft
from app.referral_form.own import held
from app.referral_form.progress import left
from app.referral_form.questions import (
    SHARED_FIELDS,
    answers_of,
    names_of,
    pages_of,
    shared_of,
    tasks_of,
)
from app.referral_form.read_back import TOGETHER, ReadBack, match, read_back
from app.referral_form.record import Importance, needs_of
from app.referral_form.repository import DraftRepository
from app.referral_form.siblings import (
    APART,
    OF_OTHERS,
    apart,
    apart_answers,
    together_answers,
    together_need,
)
from app.referrals import service as referrals
from app.referrals.schemas import YoungPersonWrite
from app.referrals.words import CHANGED_BECAUSE
from app.web.forms.asking import Answers, Page, Task, Wrong
from app.web.forms.reading import wrong_on
from app.web.forms.said import said
from matching.criteria import CRITERIA

OTHERS = (
    "This referral is for other young people now. Delete this draft and begin again."
)
BEGUN = (
    "Somebody has begun to change this referral and has not sent it yet. Send or "
    "delete that change first: it would be sent with your answer, finished or not."
)
NOT_SAID = "Not asked for"
PLACES = ("near", "in_area")
"""Needs that are asked once for all brothers and sisters."""


@dataclass(frozen=True, slots=True)
class Changed:
    """What would become different of one young person's part of a referral."""

    name: str
    rows: list[tuple[str, str, str]]
    """What it is about, what stands there now, and what would."""
    others: list[str]
    """Needs the form does not ask about: they stay as they are."""


@dataclass(frozen=True, slots=True)
class Change:
    """A live referral, and what a draft would change of it."""

    referral_id: str
    version: int
    changed_since: bool
    people: list[Changed]


def start_change(
    session: Session, actor: Actor, referral_id: str, asked: str = ""
) -> ReferralDraft:
    """Return the draft that changes a live referral; begin it if there is none.

    ``asked`` is the request it is to answer, if it is begun for one.

    Raises
    ------
    NotFoundError
        When there is no such referral, or it is another authority's.
    ConflictError
        When it is closed; or when a change of something else has been begun, which
        would be sent with the answer.
    """
    if referrals.own_held(session, actor, referral_id) is None:
        raise NotFoundError
    referral = referrals.get(session, actor, referral_id)
    if referrals.is_closed(referral):
        raise ConflictError(referrals.IS_CLOSED)
    repository = DraftRepository(session)
    people = referral.young_people
    if there := repository.changes_of([person.id for person in people]):
        lead = there[0].lead or there[0]
        if asked and lead.answers_request != asked:
            raise ConflictError(BEGUN)
        return lead
    read = [answers_now(repository, person) for person in people]
    first = _shared(read[0])
    differ = any(_shared(one) != first for one in read[1:])
    share_with = [share.agency_id for share in referral.shares]
    lead = _begun(repository, people[0], share_with, None)
    for person in people[1:]:
        _begun(repository, person, share_with, lead)
    session.refresh(lead)
    ids = {person.id: draft.id for person, draft in _pairs(people, lead)}
    together = together_answers(_together(people[0].record), ids, read[0].answers)
    together |= apart_answers(
        {one.id: one.record.get("cannot_live_with", []) for one in people}, ids
    )
    for draft, one in zip(lead.together, read, strict=True):
        answers = {k: v for k, v in one.answers.items() if not k.startswith(OF_OTHERS)}
        draft.answers = {**answers, **together} if draft is lead else answers
        draft.importance = one.importance
        draft.base = {
            "answers": draft.answers,
            "importance": draft.importance,
            "absent": one.absent,
            "apart": differ,
            "share_with": share_with,
        }
    if asked:
        lead.base = {**(lead.base or {}), "asked": asked}
    for draft in lead.together:
        draft.done = sorted(_complete(draft))
    record(session, actor, "draft.started", "draft", lead.id, {"of": referral.id})
    return lead


def change_of(session: Session, actor: Actor, draft: ReferralDraft) -> Change:
    """Return what a draft would change of the referral as it is now."""
    person = referrals.young_person(session, actor, str(draft.changes_id))
    referral = referrals.get(session, actor, person.referral_id)
    people = [
        _compared(one, person, name)
        for (person, one), name in zip(
            _pairs(referral.young_people, draft), names_of(draft).values(), strict=True
        )
    ]
    since = referral.updated_at > draft.created_at
    return Change(referral.id, referral.version, since, people)


def send_change(
    session: Session,
    actor: Actor,
    draft_id: str,
    version: int,
    because: str,
    *,
    declared: bool,
) -> str:
    """Make a new version of the live referral; return the referral's id.

    Raises
    ------
    PreconditionFailedError
        When somebody changed the referral after ``version``.
    InvalidError
        When something is left to do, no reason is given, or it was not declared to be
        right.
    """
    draft = held(session, actor, draft_id)
    if draft.lead or draft.changes_id is None:
        raise NotFoundError
    repository = DraftRepository(session)
    # Nobody changes a part of it while it is sent.
    drafts = [repository.held(one.id) or one for one in draft.together]
    person = referrals.young_person(session, actor, draft.changes_id)
    referral = or_not_found(referrals.own_held(session, actor, person.referral_id))
    if referral.version != version:
        raise PreconditionFailedError
    wrong = [FieldError(pointer="/left", detail=said) for _, said in left(draft)]
    if because not in CHANGED_BECAUSE:
        said = "Select why the referral is changed"
        wrong.append(FieldError(pointer="/because", detail=said))
    if not declared:
        said = "Confirm that this is right to the best of your knowledge"
        wrong.append(FieldError(pointer="/declared", detail=said))
    if wrong:
        raise InvalidError(errors=wrong)
    pairs = _pairs(referral.young_people, draft)
    written = [
        merged(person.record, _before(one), (answers_of(one), one.importance))
        for person, one in pairs
    ]
    parts = [one for _, one in pairs]
    _put_together(parts, written)
    _put_apart(parts, written)
    referrals.update(
        session,
        actor,
        referral.id,
        version,
        written,
        draft.share_with,
        because=because,
    )
    for one in drafts:
        _keep_as_sent(repository, one, referral.id)
    record(session, actor, "draft.sent", "draft", draft.id)
    repository.remove(draft)
    return referral.id


def wrong_now(
    draft: ReferralDraft, task: Task, page: Page, answers: Answers, today: date
) -> list[Wrong]:
    """Return everything to put right on a page of a draft.

    Of a live referral nobody has to answer what it never said, to answer something else
    on the same page: what is wrong by what stands there already stays as it stands.
    """
    wrong = wrong_on(page, answers, today)
    if not wrong or draft.changes_id is None:
        return wrong
    before, _ = _before(draft)
    if all(one.id != page.id for one in pages_of(task, before)):
        return wrong
    untouched = {
        question.fields[0]
        for question in page.questions
        if all(answers.get(f) == before.get(f) for f in question.fields)
        or said(question, answers) == said(question, before)
    }
    there = wrong_on(page, before, today)
    fields = {field: q.fields[0] for q in page.questions for field in q.fields}
    return [one for one in wrong if one not in there or fields[one[0]] not in untouched]


def _begun(
    repository: DraftRepository,
    person: Any,
    share_with: list[str],
    lead: ReferralDraft | None,
) -> ReferralDraft:
    draft = ReferralDraft(
        answers={},
        done=[],
        importance={},
        versions={},
        share_with=share_with,
        changes_id=person.id,
        lead=lead,
        created_at=now(),
        updated_at=now(),
    )
    repository.add(draft)
    return draft


def _shared(read: ReadBack) -> dict[str, Any]:
    asked = {name: read.answers.get(name) or "" for name in SHARED_FIELDS}
    needs = {key: said for key, said in read.importance.items() if key in PLACES}
    return {**asked, "needs": needs}


def _pairs(people: Sequence[Any], draft: ReferralDraft) -> list[tuple[Any, Any]]:
    """Return each young person with the draft that changes their part.

    Raises
    ------
    ConflictError
        When the referral is for others than it was.
    """
    parts = {one.changes_id: one for one in draft.together}
    if {person.id for person in people} != parts.keys():
        raise ConflictError(OTHERS)
    return [(person, parts[person.id]) for person in people]


def _complete(draft: ReferralDraft) -> set[str]:
    answers, day = answers_of(draft), today()
    return {
        page.id
        for task in tasks_of(draft)
        for page in pages_of(task, answers)
        if not wrong_on(page, answers, day)
    }


def _before(draft: ReferralDraft) -> tuple[Answers, Importance]:
    base = or_not_found(draft.base)
    answers = base["answers"]
    if draft.lead is not None and draft.lead.base is not None:
        answers = {**answers, **shared_of(draft, draft.lead.base["answers"])}
    return answers, base["importance"]


def _together(facts: dict[str, Any]) -> dict[str, Any] | None:
    return next((n for n in facts.get("needs", []) if n["criterion"] == TOGETHER), None)


Parts = Sequence[ReferralDraft]
"""What is changed of each young person, in the order of the referral."""


def _put_together(parts: Parts, written: list[YoungPersonWrite]) -> None:
    """Say anew who lives together, if that was answered differently."""
    lead, names = _asked_once(parts)
    need = together_need(lead.answers, names)
    if need == together_need(_before(lead)[0], names):
        return
    for given in written:
        asked = given.record.get("needs", [])
        others = [one for one in asked if one["criterion"] != TOGETHER]
        given.record["needs"] = [*others, need] if need else others


def _put_apart(parts: Parts, written: list[YoungPersonWrite]) -> None:
    """Say anew who must not live with whom, if that was answered differently."""
    lead, names = _asked_once(parts)
    was, now_said = apart(_before(lead)[0], names), apart(lead.answers, names)
    people = {part.id: part.changes_id for part in parts}
    for part, given in zip(parts, written, strict=True):
        if was[part.id] != now_said[part.id]:
            barred = given.record.get("cannot_live_with", [])
            others = [key for key in barred if key not in people.values()]
            brothers_and_sisters = [people[other] for other in now_said[part.id]]
            given.record["cannot_live_with"] = [*others, *brothers_and_sisters]


def _asked_once(parts: Parts) -> tuple[ReferralDraft, dict[str, str]]:
    lead = parts[0].lead or parts[0]
    names = names_of(lead)
    return lead, {part.id: names[part.id] for part in parts}


def _keep_as_sent(
    repository: DraftRepository, draft: ReferralDraft, referral_id: str
) -> None:
    """Keep what was typed where it was kept when the young person was referred."""
    kept = repository.of_young_person(str(draft.changes_id))
    if kept is None:
        kept = ReferralDraft(
            answers={},
            importance={},
            referral_id=referral_id,
            young_person_id=draft.changes_id,
            created_at=now(),
            updated_at=now(),
        )
        repository.add(kept)
    kept.answers = {
        name: given
        for name, given in answers_of(draft).items()
        if not name.startswith(("together-", APART))
    }
    kept.importance, kept.done = draft.importance, draft.done
    kept.versions, kept.share_with = draft.versions, draft.share_with
    kept.base = {"apart": True}
    kept.updated_at = now()


def _compared(draft: ReferralDraft, person: Any, name: str) -> Changed:
    base, importance = _before(draft)
    there = read_back(person.sharing_name, person.voice, person.record, base)
    mine = answers_of(draft)
    after = {**there.answers, **{k: v for k, v in mine.items() if base.get(k) != v}}
    rows = [
        (question.label.replace(" (optional)", ""), was, will)
        for task in tasks_of(draft)
        for page in pages_of(task, after)
        for question in page.questions
        if (was := said(question, there.answers)) != (will := said(question, after))
    ]
    found = match(needs_of(there.answers), person.record.get("needs", []))
    now_asked = {need.asked.key: need for need in needs(draft)}
    before = {a.key: a.says for a in needs_of(base)}
    for key, need in now_asked.items():
        if draft.importance.get(key) == importance.get(key) and key in before:
            continue
        was = _in_words(**found[key]) if key in found else NOT_SAID
        will = _importance(need)
        if was != will:
            rows.append((need.asked.says, was, will))
    others = [
        CRITERIA[need["criterion"]].title
        for need in person.record.get("needs", [])
        if need["criterion"] != TOGETHER
        and not any(one is need for one in found.values())
    ]
    return Changed(name, rows, others)


def _importance(need: NeedShown) -> str:
    return _in_words(need.strength, need.reason, need.source, need.confirmed_on)


def _in_words(
    strength: str | None = None,
    reason: str = "",
    source: str = "",
    confirmed_on: str = "",
    **_other: object,
) -> str:
    parts = (str(strength).capitalize() if strength else "", reason, source)
    return ". ".join(part for part in (*parts, confirmed_on) if part)
