"""A referral on one page, to read and to print: their own words first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app.audit.service import record
from app.core.actor import Actor
from app.core.clock import today
from app.core.errors import NotFoundError
from app.core.permissions import Permission, require
from app.referral_form.behaviours import LABELS
from app.referral_form.live import answers_now
from app.referral_form.questions import TASKS, pages_of
from app.referral_form.read_back import ReadBack, match
from app.referral_form.record import needs_of
from app.referral_form.repository import DraftRepository
from app.referrals import service as referrals
from app.referrals.words import PARTS
from app.web.forms.asking import Answers, Task, text_of
from app.web.forms.said import NOT_ANSWERED, said
from matching.criteria import CRITERIA

WORDS, SHARING = "words", "share"
NEVER_PRINTED = frozenset({"sharing_name", "voice", "voice_not_asked", "real_name"})
"""What stands elsewhere on the page, or is for the authority's own record only."""


@dataclass(frozen=True, slots=True)
class NeedSaid:
    """A need as a sentence, and who said so, why and when."""

    says: str
    strength: str
    reason: str
    source: str
    confirmed_on: str


@dataclass(frozen=True, slots=True)
class OldSaid:
    """Something that is old, in words, and how it is named to confirm it."""

    key: str
    says: str
    on: date
    dated: bool
    """Whether somebody confirmed it that day; else it was first recorded then."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the form: what was answered, and what was not."""

    title: str
    rows: list[tuple[str, str]]
    not_answered: list[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """All that was said of one young person."""

    id: str
    name: str
    age: int
    needed_by: str
    voice: str
    not_asked: str
    """Why they could not be asked what they think."""
    theirs: list[tuple[str, str]]
    """What else they said themselves."""
    needs: list[NeedSaid]
    sections: list[Section]
    old: list[OldSaid]
    """What was last confirmed longer ago than the strictest policy lets it stand."""


@dataclass(frozen=True, slots=True)
class OnePage:
    """A live referral, or one that was closed, on one page."""

    referral: Any
    people: list[Summary]


def on_one_page(
    session: Session, actor: Actor, referral_id: str, *, printed: bool = False
) -> OnePage:
    """Return one's own referral to read; that it was read or printed goes on record.

    Raises
    ------
    NotFoundError
        When there is no such referral, or it is another authority's.
    """
    require(actor, Permission.WRITE_REFERRALS)
    referral = referrals.get(session, actor, referral_id)
    if not referrals.is_own(actor, referral):
        raise NotFoundError
    if printed:
        record(session, actor, "referral.printed", "referral", referral.id)
    repository = DraftRepository(session)
    old = referrals.old_parts(referral, today())
    if referrals.is_closed(referral):
        old = []
    people = [
        _summary(
            person,
            answers_now(repository, person),
            [one for one in old if one.person_id == person.id],
        )
        for person in referral.young_people
    ]
    return OnePage(referral, people)


def _summary(person: Any, read: ReadBack, old: Sequence[referrals.Old]) -> Summary:
    answers = read.answers
    needs = _needs(person.record.get("needs", []), answers)
    own = next(task for task in TASKS if task.id == WORDS)
    others = [task for task in TASKS if task.id not in (WORDS, SHARING)]
    return Summary(
        person.id,
        person.sharing_name,
        referrals.age_of(person),
        person.record["needed_by"],
        person.voice or "",
        text_of(answers, "voice_not_asked"),
        _section(own, answers).rows,
        needs,
        [_section(task, answers) for task in others],
        [OldSaid(one.key, _old_in_words(one, needs), one.on, one.dated) for one in old],
    )


def _old_in_words(one: referrals.Old, needs: list[NeedSaid]) -> str:
    if one.part == "needs":
        return needs[int(one.which)].says
    if one.part == "behaviours":
        return LABELS.get(one.which, one.which)
    said = PARTS[one.part]
    return said[0].upper() + said[1:]


def _section(task: Task, answers: Answers) -> Section:
    rows, unanswered = [], []
    for page in pages_of(task, answers):
        for question in page.questions:
            if question.name in NEVER_PRINTED:
                continue
            label = question.label.replace(" (optional)", "")
            words = said(question, answers)
            if words == NOT_ANSWERED:
                unanswered.append(label)
            else:
                rows.append((label, words))
    return Section(task.title, rows, unanswered)


def _needs(needs: list[dict[str, Any]], answers: Answers) -> list[NeedSaid]:
    made = needs_of(answers)
    found = match(made, needs)
    says = {id(need): asked.says for asked in made if (need := found.get(asked.key))}
    return [
        NeedSaid(
            says.get(id(need)) or CRITERIA[need["criterion"]].title,
            need["strength"],
            need.get("reason", ""),
            need.get("source", ""),
            need.get("confirmed_on", ""),
        )
        for need in needs
    ]
